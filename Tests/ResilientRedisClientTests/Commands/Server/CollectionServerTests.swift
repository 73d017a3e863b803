import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Hash and set commands on a real server.
@Suite(.timeLimit(.minutes(3))) struct CollectionServerTests {
    @Test(arguments: CommandServer.protocols)
    func `fields of hashes are set and read`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("hash")
        #expect(try await redis.hgetall(key, as: [String: String].self) == [:])
        #expect(try await redis.hget(key, "name", as: String.self) == nil)
        #expect(try await redis.hset(key, "name", "Ann"))
        #expect(try await !redis.hset(key, "name", "Bob"))
        #expect(try await redis.hset(key, fields: ["name": "Cy", "visits": 7, "active": true]) == 2)
        #expect(try await redis.hset(key, fields: ["visits": 8]) == 0)
        let all: [String: String] = try await redis.hgetall(key)
        #expect(all == ["name": "Cy", "visits": "8", "active": "1"])
        #expect(try await redis.hget(key, "visits", as: Int.self) == 8)
        #expect(try await redis.hmget(key, "name", "none", "active", as: String.self) == ["Cy", nil, "1"])
        #expect(try await !redis.hsetnx(key, "name", "Di"))
        #expect(try await redis.hsetnx(key, "new", "x"))
        #expect(try await redis.hexists(key, "new"))
        #expect(try await redis.hdel(key, "new", "none") == 1)
        #expect(try await !redis.hexists(key, "new"))
        #expect(try await redis.hlen(key) == 3)
        #expect(try await redis.hstrlen(key, "name") == 2)
        #expect(try await Set(redis.hkeys(key, as: String.self)) == ["name", "visits", "active"])
        #expect(try await Set(redis.hvals(key, as: String.self)) == ["Cy", "8", "1"])
        #expect(try await redis.hincrby(key, "visits", 1) == 9)
        #expect(try await redis.hincrby(key, "visits", -9) == 0)
        #expect(try await redis.hincrbyfloat(key, "ratio", 0.25) == 0.25)
    }

    @Test(arguments: CommandServer.protocols)
    func `hashes are sampled and scanned`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("bighash")
        let expected = Dictionary(uniqueKeysWithValues: (0..<1000).map { ("field\($0)", $0) })
        #expect(try await redis.hrandfield(key, as: String.self) == nil)
        #expect(try await redis.hset(key, fields: expected) == 1000)
        var found: [String: Int] = [:]
        for try await entry in redis.hscanAll(key, count: 100, as: RedisHashEntry<String, Int>.self) {
            found[entry.field] = entry.value
        }
        #expect(found == expected)
        let page = try await redis.hscan(key, matching: "field99*", count: 10_000, as: RedisHashEntry<String, Int>.self)
        #expect(page.elements.count == 11)
        #expect(page.next == nil)
        #expect(expected[try #require(try await redis.hrandfield(key, as: String.self))] != nil)
        #expect(try await Set(redis.hrandfield(key, count: 20, as: String.self)).count == 20)
        let drawn = try await redis.hrandfield(key, count: -30, withValues: RedisHashEntry<String, Int>.self)
        #expect(drawn.count == 30)
        #expect(drawn.allSatisfy { expected[$0.field] == $0.value })
        #expect(try await redis.hgetall(key, as: [String: Int].self) == expected)
    }

    @Test(arguments: CommandServer.protocols)
    func `sets hold members`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("set"), CommandServer.uniqueKey("other"))
        #expect(try await redis.smembers(key, as: String.self) == [])
        #expect(try await redis.sadd(key, "a", "b", "a") == 2)
        #expect(try await redis.sadd(key, ["b", "c"]) == 1)
        #expect(try await redis.smembers(key, as: String.self) == ["a", "b", "c"])
        #expect(try await redis.scard(key) == 3)
        #expect(try await redis.sismember(key, "a"))
        #expect(try await redis.smismember(key, "a", "x", "c") == [true, false, true])
        #expect(try await redis.smove(key, to: other, "a"))
        #expect(try await !redis.smove(key, to: other, "a"))
        #expect(try await redis.srem(key, "b", "x") == 1)
        #expect(try await redis.srandmember(key, as: String.self) == "c")
        #expect(try await redis.srandmember(key, count: -3, as: String.self) == ["c", "c", "c"])
        #expect(try await redis.spop(key, as: String.self) == "c")
        #expect(try await redis.spop(key, as: String.self) == nil)
        #expect(try await redis.spop(key, count: 5, as: String.self) == [])
        #expect(try await redis.spop(other, count: 5, as: String.self) == ["a"])
        #expect(try await redis.srandmember(key, as: String.self) == nil)
    }

    @Test(arguments: CommandServer.protocols)
    func `sets are combined and scanned`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (evens, threes, stored) = (
            CommandServer.uniqueKey("evens"), CommandServer.uniqueKey("threes"), CommandServer.uniqueKey("stored")
        )
        let (two, three) = (Set((0..<100).filter { $0 % 2 == 0 }), Set((0..<100).filter { $0 % 3 == 0 }))
        try await redis.sadd(evens, two)
        try await redis.sadd(threes, three)
        #expect(try await redis.sinter(evens, threes, as: Int.self) == two.intersection(three))
        #expect(try await redis.sunion([evens, threes], as: Int.self) == two.union(three))
        #expect(try await redis.sdiff(evens, threes, as: Int.self) == two.subtracting(three))
        #expect(try await redis.sinterstore(stored, of: evens, threes) == two.intersection(three).count)
        #expect(try await redis.sunionstore(stored, of: evens, threes) == two.union(three).count)
        #expect(try await redis.sdiffstore(stored, of: evens, threes) == two.subtracting(three).count)
        #expect(try await redis.smembers(stored, as: Int.self) == two.subtracting(three))
        #expect(try await redis.sintercard([evens, threes]) == two.intersection(three).count)
        #expect(try await redis.sintercard([evens, threes], limit: 5) == 5)
        var found: Set<Int> = []
        for try await member in redis.sscanAll(evens, count: 10, as: Int.self) { found.insert(member) }
        #expect(found == two)
        #expect(try await redis.sscan(evens, matching: "9?", count: 1000, as: Int.self).elements.count == 5)
    }
}
