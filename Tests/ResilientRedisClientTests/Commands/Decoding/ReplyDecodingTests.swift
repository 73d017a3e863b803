import FoundationEssentials
import ResilientRedisClient
import Testing

/// Replies of the other commands, as the server spells them in RESP2 and in RESP3.
@Suite struct ReplyDecodingTests {
    @Test func `SET tells whether its condition was met`() throws {
        #expect(try RedisCommand.set("k", "v").decode(.ok))
        #expect(try !RedisCommand.set("k", "v", condition: .ifAbsent).decode(.null))
    }

    @Test func `GET reads no value as nil and a value as its type`() throws {
        #expect(try RedisCommand.get("k", as: Int.self).decode(.null) == nil)
        #expect(try RedisCommand.get("k", as: Int.self).decode(.bulk("5")) == 5)
        #expect(try RedisCommand.get("k", as: Bool.self).decode(.bulk("1")) == true)
        #expect(throws: RESPDecodingError.self) { try RedisCommand.get("k", as: Int.self).decode(.bulk("five")) }
    }

    @Test func `TTL tells the three states apart`() throws {
        #expect(try RedisCommand.pttl("k").decode(.integer(-2)) == .noKey)
        #expect(try RedisCommand.pttl("k").decode(.integer(-1)) == .noExpiry)
        #expect(try RedisCommand.pttl("k").decode(.integer(0)) == .expires(in: .zero))
        #expect(try RedisCommand.pttl("k").decode(.integer(1500)).remaining == .milliseconds(1500))
        #expect(RedisTimeToLive.noExpiry.remaining == nil)
        #expect(throws: RESPDecodingError.self) { try RedisCommand.pttl("k").decode(.integer(-3)) }
    }

    @Test func `TYPE knows the kinds and takes new ones, none is nil`() throws {
        let command = RedisCommand.type("k")
        #expect(try command.decode(.simpleString(Array("zset".utf8))) == .sortedSet)
        #expect(try command.decode(.simpleString(Array("vectorset".utf8))) == RedisKeyType(rawValue: "vectorset"))
        #expect(try command.decode(.simpleString(Array("none".utf8))) == nil)
    }

    @Test func `commands without a result take nothing but OK`() throws {
        let commands: [RedisCommand<Void>] = [
            .mset(["a": 1]), .rename("a", to: "b"), .lset("l", 0, "v"), .ltrim("l", from: 0, to: 1), .flushdb(),
            .flushall(), .configSet("a", "b"), .select(1), .clientSetname("n"),
        ]
        for command in commands {
            try command.decode(.ok)
            for reply in [RESPValue.null, .integer(1), .bulk("OK"), .simpleString(Array("QUEUED".utf8))] {
                #expect(throws: RESPDecodingError.self, "\(command.name)") { try command.decode(reply) }
            }
        }
    }

    @Test func `INFO reads text and verbatim text into fields`() throws {
        let text = "# Server\r\nredis_version:7.0.15\r\n\r\n# Keyspace\r\ndb0:keys=1,expires=0\r\nos:a:b\r\n"
        for reply in [RESPValue.bulk(text), .verbatimString(format: "txt", bytes: Array(text.utf8))] {
            let info = try RedisCommand.info().decode(reply)
            #expect(info["redis_version"] == "7.0.15")
            #expect(info["db0"] == "keys=1,expires=0")
            #expect(info["os"] == "a:b")
            #expect(info["# Server"] == nil)
            #expect(info.fields.count == 3)
            #expect(info.text == text)
        }
    }

    @Test func `CONFIG GET reads both a flat list and a map`() throws {
        let command = RedisCommand.configGet("max*")
        #expect(try command.decode(.bulks("maxmemory", "0")) == ["maxmemory": "0"])
        #expect(
            try command.decode(.map([RESPMapEntry(key: .bulk("maxmemory"), value: .bulk("0"))])) == ["maxmemory": "0"])
    }

    @Test func `TIME is seconds and microseconds`() throws {
        let date = try RedisCommand.time().decode(.bulks("1795217170", "438144"))
        #expect(abs(date.timeIntervalSince1970 - 1_795_217_170.438144) < 0.000_001)
        for reply in [RESPValue.bulks("1795217170"), .bulks("a", "b"), .null] {
            #expect(throws: RESPDecodingError.self) { try RedisCommand.time().decode(reply) }
        }
        let saved = try RedisCommand.lastsave().decode(.integer(1_795_217_170))
        #expect(saved == Date(timeIntervalSince1970: 1_795_217_170))
    }

    @Test func `a connection without a name has none, however the server says so`() throws {
        #expect(try RedisCommand.clientGetname().decode(.null) == nil)
        #expect(try RedisCommand.clientGetname().decode(.bulk("")) == nil)
        #expect(try RedisCommand.clientGetname().decode(.bulk("worker")) == "worker")
    }

    @Test func `positions are integers, nil or lists`() throws {
        #expect(try RedisCommand.lpos("l", "v").decode(.null) == nil)
        #expect(try RedisCommand.lpos("l", "v").decode(.integer(2)) == 2)
        #expect(try RedisCommand.lpos("l", "v", count: 0).decode(.array([.integer(0), .integer(2)])) == [0, 2])
    }
}
