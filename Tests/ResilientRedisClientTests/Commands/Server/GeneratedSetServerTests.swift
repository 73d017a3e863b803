import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Generated commands of sorted sets and geographic indexes on a real server.
@Suite(.timeLimit(.minutes(3))) struct GeneratedSetServerTests {
    private typealias Scored = RedisScoredMember<String>

    @Test(arguments: CommandServer.protocols)
    func `sorted sets are joined, compared and stored`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (a, b, d) = (CommandServer.uniqueKey("z"), CommandServer.uniqueKey("z"), CommandServer.uniqueKey("z"))
        try await redis.zadd(a, ["x": 1, "y": 2])
        try await redis.zadd(b, ["y": 3, "z": 4])
        #expect(try await redis.zunion([a, b], as: String.self) == ["x", "z", "y"])
        #expect(
            try await redis.zunion([a, b], weights: [10, 1], aggregate: .min, withScores: String.self)
                == [Scored("y", score: 3), Scored("z", score: 4), Scored("x", score: 10)])
        #expect(try await redis.zinter([a, b], as: String.self) == ["y"])
        #expect(try await redis.zinter([a, b], withScores: String.self) == [Scored("y", score: 5)])
        #expect(try await redis.zintercard([a, b]) == 1)
        #expect(try await redis.zintercard([a, b], limit: 1) == 1)
        #expect(try await redis.zdiff([a, b], as: String.self) == ["x"])
        #expect(try await redis.zdiff([a, b], withScores: String.self) == [Scored("x", score: 1)])
        #expect(try await redis.zdiffstore(d, of: [b, a]) == 1)
        #expect(try await redis.zrange(d, as: String.self) == ["z"])
        #expect(try await redis.zrangestore(d, of: a, from: 0, to: 0, reversed: true) == 1)
        #expect(try await redis.zrange(d, as: String.self) == ["y"])
        #expect(try await redis.zrangestore(d, of: a, fromScore: .unbounded, toScore: .exclusive(2)) == 1)
        #expect(try await redis.zrangestore(d, of: a, fromLex: .unbounded, toLex: .unbounded, limit: .first(1)) == 1)
        #expect(try await redis.zrange(d, as: String.self) == ["x"])
    }

    @Test(arguments: CommandServer.protocols)
    func `ranges have their old names, and members are popped`(
        version: RedisConfiguration.ProtocolVersion
    ) async throws {
        let redis = try await CommandServer.client(version)
        let (key, words) = (CommandServer.uniqueKey("z"), CommandServer.uniqueKey("z"))
        try await redis.zadd(key, ["a": 1, "b": 2, "c": 3])
        try await redis.zadd(words, ["ant": 0, "bee": 0])
        #expect(try await redis.zrangebyscore(key, fromScore: 2, toScore: .unbounded, as: String.self) == ["b", "c"])
        #expect(
            try await redis.zrangebyscore(key, fromScore: 1, toScore: 2, limit: .first(1), withScores: String.self)
                == [Scored("a", score: 1)])
        #expect(try await redis.zrevrangebyscore(key, fromScore: 1, toScore: 2, as: String.self) == ["b", "a"])
        #expect(
            try await redis.zrevrangebyscore(key, fromScore: 3, toScore: 3, withScores: String.self)
                == [Scored("c", score: 3)])
        #expect(
            try await redis.zrangebylex(words, fromLex: "ant", toLex: .unbounded, as: String.self) == ["ant", "bee"])
        #expect(
            try await redis.zrevrangebylex(words, fromLex: .exclusive("ant"), toLex: .unbounded, as: String.self)
                == ["bee"])
        #expect(try await redis.zrevrange(key, to: 1, as: String.self) == ["c", "b"])
        #expect(try await redis.zrevrange(key, from: 2, withScores: String.self) == [Scored("a", score: 1)])
        let popped = try await redis.zmpop([key + "none", key], from: .highest, count: 2, as: String.self)
        #expect(popped?.key == key)
        #expect(popped?.value == [Scored("c", score: 3), Scored("b", score: 2)])
        let waited = try await redis.bzmpop([key], from: .lowest, timeout: .seconds(1), as: String.self)
        #expect(waited?.value == [Scored("a", score: 1)])
        #expect(try await redis.zmpop([key], from: .lowest, as: String.self) == nil)
        #expect(try await redis.bzmpop([key], from: .lowest, timeout: .milliseconds(1), as: String.self) == nil)
    }

    private static let palermo = RedisGeoPosition(longitude: 13.361389, latitude: 38.115556)
    private static let catania = RedisGeoPosition(longitude: 15.087269, latitude: 37.502669)

    @Test(arguments: CommandServer.protocols)
    func `members are found by their position`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("g"), CommandServer.uniqueKey("g"))
        #expect(try await redis.geoadd(key, "Palermo", at: Self.palermo))
        #expect(try await redis.geoadd(key, ["Palermo": Self.palermo, "Catania": Self.catania]) == 1)
        #expect(try await !redis.geoadd(key, "Palermo", at: Self.catania, condition: .ifAbsent))
        #expect(
            try await redis.geoadd(key, ["Rome": Self.catania], condition: .ifPresent, countingChanges: true) == 0)
        let distance = try #require(try await redis.geodist(key, from: "Palermo", to: "Catania", unit: .kilometers))
        #expect(abs(distance - 166.2742) < 0.01)
        #expect(try await redis.geodist(key, from: "Palermo", to: "Rome") == nil)
        #expect(try await redis.geohash(key, "Palermo", "Rome") == ["sqc8b49rny0", nil])
        let positions = try await redis.geopos(key, "Catania", "Rome")
        #expect(abs((positions[0]?.longitude ?? 0) - 15.087269) < 0.0001)
        #expect(positions[1] == nil)

        let middle = RedisGeoOrigin.position(RedisGeoPosition(longitude: 15, latitude: 37))
        #expect(
            try await redis.geosearch(
                key, from: middle, in: .radius(200, .kilometers), order: .ascending, as: String.self)
                == ["Catania", "Palermo"])
        #expect(
            try await redis.geosearch(
                key, from: .member("Palermo"), in: .box(width: 400, height: 400, .kilometers), order: .descending,
                count: .nearest(1), as: String.self) == ["Catania"])
        let matches = try await redis.geosearch(
            key, from: middle, in: .radius(100, .miles), count: .any(1), matches: String.self)
        let match = try #require(matches.first)
        #expect(matches.count == 1)
        #expect(match.member == "Catania")
        #expect(abs(match.distance - 35.0) < 1)
        #expect(abs(match.position.latitude - 37.502669) < 0.0001)
        #expect(match.hash > 0)
        #expect(
            try await redis.geosearchstore(
                other, of: key, from: middle, in: .radius(200, .kilometers), storingDistances: true) == 2)
        let stored = try #require(try await redis.zscore(other, "Catania"))
        #expect(abs(stored - 56.44) < 0.1)

        let around = RedisGeoPosition(longitude: 15, latitude: 37)
        #expect(
            try await redis.georadius(key, around: around, radius: 100, unit: .kilometers, as: String.self)
                == ["Catania"])
        #expect(
            try await redis.georadiusRo(
                key, around: around, radius: 200, unit: .kilometers, order: .ascending, count: .nearest(2),
                as: String.self) == ["Catania", "Palermo"])
        #expect(try await redis.georadius(key, around: around, radius: 200, unit: .kilometers, storingIn: other) == 2)
        #expect(try await redis.georadiusbymember(key, around: "Palermo", radius: 1, as: String.self) == ["Palermo"])
        #expect(try await redis.georadiusbymemberRo(key, around: "Palermo", radius: 1, as: String.self) == ["Palermo"])
        #expect(try await redis.georadiusbymember(key, around: "Palermo", radius: 1, storingIn: other) == 1)
    }
}
