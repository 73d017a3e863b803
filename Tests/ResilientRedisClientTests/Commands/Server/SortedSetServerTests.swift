import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Sorted set commands on a real server.
@Suite(.timeLimit(.minutes(3))) struct SortedSetServerTests {
    private typealias Scored = RedisScoredMember<String>

    @Test(arguments: CommandServer.protocols)
    func `scores are set, read and added to`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("scores")
        #expect(try await redis.zadd(key, "ann", score: 1.5))
        #expect(try await redis.zadd(key, ["ann": 2, "bob": 7.25]) == 1)
        #expect(try await redis.zadd(key, ["ann": 3, "bob": 1], condition: .ifGreater, countingChanges: true) == 1)
        #expect(try await !redis.zadd(key, "ann", score: 9, condition: .ifAbsent))
        #expect(try await !redis.zadd(key, "cy", score: 9, condition: .ifPresent))
        #expect(try await redis.zadd(key, ["ann": 1], condition: .ifPresentAndGreater, countingChanges: true) == 0)
        #expect(try await redis.zadd(key, ["ann": 1], condition: .ifPresentAndLess, countingChanges: true) == 1)
        #expect(try await redis.zadd(key, ["ann": 0.5], condition: .ifLess, countingChanges: true) == 1)
        #expect(try await redis.zscore(key, "ann") == 0.5)
        #expect(try await redis.zscore(key, "cy") == nil)
        #expect(try await redis.zmscore(key, "bob", "cy", "ann") == [7.25, nil, 0.5])
        #expect(try await redis.zincrby(key, "cy", 1) == 1)
        #expect(try await redis.zincrby(key, "cy", .infinity) == .infinity)
        #expect(try await redis.zcard(key) == 3)
        #expect(try await redis.zrank(key, "ann") == 0)
        #expect(try await redis.zrevrank(key, "ann") == 2)
        #expect(try await redis.zrank(key, "none") == nil)
        #expect(try await redis.zrem(key, "cy", "none") == 1)
        let error = await #expect(throws: RedisError.self) { try await redis.zadd(key, "nan", score: .nan) }
        #expect(error?.code == .server)
    }

    @Test(arguments: CommandServer.protocols)
    func `ranges are taken by position, by score and by member`(
        version: RedisConfiguration.ProtocolVersion
    ) async throws {
        let redis = try await CommandServer.client(version)
        let (key, words) = (CommandServer.uniqueKey("ranges"), CommandServer.uniqueKey("words"))
        try await redis.zadd(key, ["a": 1, "b": 2, "c": 3, "d": 4])
        try await redis.zadd(words, ["ant": 0, "bee": 0, "cat": 0])
        #expect(try await redis.zrange(key, as: String.self) == ["a", "b", "c", "d"])
        #expect(try await redis.zrange(key, from: 0, to: 1, reversed: true, as: String.self) == ["d", "c"])
        #expect(
            try await redis.zrange(key, from: -1, withScores: String.self) == [Scored("d", score: 4)])
        #expect(
            try await redis.zrange(key, fromScore: 2, toScore: .exclusive(4), as: String.self) == ["b", "c"])
        #expect(
            try await redis.zrange(
                key, fromScore: 2, toScore: .unbounded, reversed: true, limit: .first(2), as: String.self)
                == ["d", "c"])
        let scored = try await redis.zrange(
            key, fromScore: .unbounded, toScore: .unbounded, limit: RedisLimit(offset: 1, count: 2),
            withScores: String.self)
        #expect(scored == [Scored("b", score: 2), Scored("c", score: 3)])
        #expect(
            try await redis.zrange(words, fromLex: "ant", toLex: .exclusive("cat"), as: String.self)
                == ["ant", "bee"])
        #expect(
            try await redis.zrange(words, fromLex: .unbounded, toLex: .unbounded, reversed: true, as: String.self)
                == ["cat", "bee", "ant"])
        #expect(try await redis.zcount(key, fromScore: .exclusive(1), toScore: .unbounded) == 3)
        #expect(try await redis.zlexcount(words, fromLex: .exclusive("ant"), toLex: "cat") == 2)
        #expect(try await redis.zremrangebylex(words, from: "bee", to: "bee") == 1)
        #expect(try await redis.zremrangebyscore(key, from: .unbounded, to: 1) == 1)
        #expect(try await redis.zremrangebyrank(key, from: -1, to: -1) == 1)
        #expect(try await redis.zrange(key, as: String.self) == ["b", "c"])
    }

    @Test(arguments: CommandServer.protocols)
    func `members are popped from both ends`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, empty) = (CommandServer.uniqueKey("pops"), CommandServer.uniqueKey("empty"))
        try await redis.zadd(key, ["a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8])
        #expect(try await redis.zpopmin(key, as: String.self) == Scored("a", score: 1))
        #expect(try await redis.zpopmax(key, as: String.self) == Scored("h", score: 8))
        #expect(
            try await redis.zpopmin(key, count: 2, as: String.self) == [Scored("b", score: 2), Scored("c", score: 3)])
        #expect(
            try await redis.zpopmax(key, count: 2, as: String.self) == [Scored("g", score: 7), Scored("f", score: 6)])
        let low = try await redis.bzpopmin(empty, key, timeout: .seconds(20), as: String.self)
        #expect(low?.key == key)
        #expect(low?.value == Scored("d", score: 4))
        let high = try await redis.bzpopmax([empty, key], timeout: nil, as: String.self)
        #expect(high?.value == Scored("e", score: 5))
        #expect(try await redis.bzpopmin(key, timeout: .milliseconds(1), as: String.self) == nil)
        #expect(try await redis.bzpopmax(key, timeout: .zero, as: String.self) == nil)
        #expect(try await redis.zpopmin(key, as: String.self) == nil)
        #expect(try await redis.zpopmax(key, count: 2, as: String.self) == [])
    }

    @Test(arguments: CommandServer.protocols)
    func `members are sampled, scanned and combined`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other, stored) = (
            CommandServer.uniqueKey("many"), CommandServer.uniqueKey("few"), CommandServer.uniqueKey("stored")
        )
        let expected = Dictionary(uniqueKeysWithValues: (0..<500).map { ("member\($0)", Double($0) / 4) })
        #expect(try await redis.zrandmember(key, as: String.self) == nil)
        #expect(try await redis.zadd(key, expected) == 500)
        var found: [String: Double] = [:]
        for try await entry in redis.zscanAll(key, count: 100, as: String.self) { found[entry.member] = entry.score }
        #expect(found == expected)
        #expect(try await redis.zscan(key, matching: "member49?", count: 10_000, as: String.self).elements.count == 10)
        #expect(expected[try #require(try await redis.zrandmember(key, as: String.self))] != nil)
        #expect(try await Set(redis.zrandmember(key, count: 20, as: String.self)).count == 20)
        let drawn = try await redis.zrandmember(key, count: -30, withScores: String.self)
        #expect(drawn.count == 30)
        #expect(drawn.allSatisfy { expected[$0.member] == $0.score })

        try await redis.zadd(other, ["member4": 10, "new": 1])
        #expect(try await redis.zinterstore(stored, of: [key, other], weights: [2, 1], aggregate: .sum) == 1)
        #expect(try await redis.zscore(stored, "member4") == 12)
        #expect(try await redis.zinterstore(stored, of: [key, other], aggregate: .min) == 1)
        #expect(try await redis.zscore(stored, "member4") == 1)
        #expect(try await redis.zunionstore(stored, of: [key, other], aggregate: .max) == 501)
        #expect(try await redis.zscore(stored, "member4") == 10)
    }
}
