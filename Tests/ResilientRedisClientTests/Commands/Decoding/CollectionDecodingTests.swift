import ResilientRedisClient
import Testing

/// Replies of list, set and hash commands, as the server spells them in RESP2 and in RESP3.
@Suite struct CollectionDecodingTests {
    private typealias Entry = RedisHashEntry<String, Int>

    @Test func `HGETALL reads both a flat list and a map`() throws {
        let command = RedisCommand.hgetall("h", as: [String: Int].self)
        let map = RESPValue.map([
            RESPMapEntry(key: .bulk("a"), value: .bulk("1")), RESPMapEntry(key: .bulk("b"), value: .bulk("2")),
        ])
        #expect(try command.decode(.bulks("a", "1", "b", "2")) == ["a": 1, "b": 2])
        #expect(try command.decode(map) == ["a": 1, "b": 2])
        #expect(try command.decode(.array([])) == [:])
        #expect(try command.decode(.map([])) == [:])
        #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("a", "x")) }
        #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("a")) }
    }

    @Test func `HRANDFIELD with values reads both a flat list and pairs, repeated ones included`() throws {
        let command = RedisCommand.hrandfield("h", count: -2, withValues: Entry.self)
        let expected = [Entry(field: "a", value: 1), Entry(field: "a", value: 1)]
        #expect(try command.decode(.bulks("a", "1", "a", "1")) == expected)
        #expect(try command.decode(.array([.bulks("a", "1"), .bulks("a", "1")])) == expected)
        #expect(try command.decode(.array([])) == [])
        #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("a", "1", "b")) }
    }

    @Test func `scans read the cursor, and 0 as the end`() throws {
        let keys = RedisCommand.scan(as: String.self)
        #expect(
            try keys.decode(.array([.bulk("18446744073709551615"), .bulks("a")]))
                == RedisScanPage(elements: ["a"], next: RedisScanCursor(rawValue: .max)))
        #expect(try keys.decode(.array([.bulk("0"), .array([])])) == RedisScanPage(elements: [], next: nil))
        let fields = RedisCommand.hscan("h", as: Entry.self)
        #expect(
            try fields.decode(.array([.bulk("0"), .bulks("a", "1")]))
                == RedisScanPage(elements: [Entry(field: "a", value: 1)], next: nil))
        let members = RedisCommand.zscan("z", as: String.self)
        #expect(
            try members.decode(.array([.bulk("3"), .bulks("a", "inf")]))
                == RedisScanPage(
                    elements: [RedisScoredMember("a", score: .infinity)], next: RedisScanCursor(rawValue: 3)))
        for reply in [RESPValue.bulks("0"), .array([.bulk("x"), .array([])]), .null, .bulk("0")] {
            #expect(throws: RESPDecodingError.self) { try keys.decode(reply) }
        }
    }

    @Test func `set members read both an array and a set`() throws {
        let members = RedisCommand.smembers("s", as: String.self)
        #expect(try members.decode(.bulks("a", "b")) == ["a", "b"])
        #expect(try members.decode(.set([.bulk("a"), .bulk("b")])) == ["a", "b"])
        let taken = RedisCommand.spop("s", count: 2, as: String.self)
        #expect(try taken.decode(.bulks("a")) == ["a"])
        #expect(try taken.decode(.set([.bulk("a")])) == ["a"])
        #expect(try taken.decode(.set([])) == [])
        #expect(
            try RedisCommand.smismember("s", "a", "b").decode(.array([.integer(1), .integer(0)])) == [true, false])
    }

    @Test func `blocking pops read the key and the value, and no value in both spellings`() throws {
        let command = RedisCommand.blpop("l", timeout: .seconds(1), as: Int.self)
        let popped = try command.decode(.bulks("l", "7"))
        #expect(popped == RedisPopped(keyBytes: Array("l".utf8), value: 7))
        #expect(popped?.key == "l")
        #expect(try command.decode(.null) == nil)
        #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("l")) }
        #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("l", "x")) }
    }

    @Test func `a key that is no text keeps its bytes`() throws {
        let reply = RESPValue.array([.bulkString([0xFF]), .bulk("v")])
        let popped = try RedisCommand.brpop("l", timeout: nil, as: String.self).decode(reply)
        #expect(popped?.keyBytes == [0xFF])
        #expect(popped?.key == "\u{FFFD}")
    }

    @Test func `pops with a count read no list as an empty one`() throws {
        #expect(try RedisCommand.lpop("l", count: 2, as: String.self).decode(.null) == [])
        #expect(try RedisCommand.rpop("l", count: 2, as: String.self).decode(.bulks("b", "a")) == ["b", "a"])
    }

    @Test func `lists of values that may be missing keep their places`() throws {
        #expect(try RedisCommand.mget("a", "b", as: Int.self).decode(.array([.null, .bulk("1")])) == [nil, 1])
        #expect(try RedisCommand.hmget("h", "a", as: String.self).decode(.array([.null])) == [nil])
    }
}
