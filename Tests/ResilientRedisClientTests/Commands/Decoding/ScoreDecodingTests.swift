import ResilientRedisClient
import Testing

/// Replies of sorted set commands: scores are texts in RESP2 and numbers in RESP3, pairs are flat or nested.
@Suite struct ScoreDecodingTests {
    private typealias Scored = RedisScoredMember<String>

    private static let two = [Scored("a", score: 1), Scored("b", score: 2.5)]
    private static let flat = RESPValue.bulks("a", "1", "b", "2.5")
    private static let nested = RESPValue.array([
        .array([.bulk("a"), .double(1)]), .array([.bulk("b"), .double(2.5)]),
    ])
    private static let lists: [RedisCommand<[Scored]>] = [
        .zrange("z", withScores: String.self),
        .zrange("z", fromScore: .unbounded, toScore: 5, withScores: String.self), .zpopmin("z", count: 2),
        .zpopmax("z", count: 2), .zrandmember("z", count: 2, withScores: String.self),
    ]

    @Test func `lists with scores read both spellings`() throws {
        for command in Self.lists {
            #expect(try command.decode(Self.flat) == Self.two, "\(command.name)")
            #expect(try command.decode(Self.nested) == Self.two, "\(command.name)")
            #expect(try command.decode(.array([])) == [], "\(command.name)")
            #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("a", "1", "b")) }
            #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("a", "high")) }
            #expect(throws: RESPDecodingError.self) { try command.decode(.bulk("a")) }
        }
    }

    @Test func `a single pop is one flat pair in both, empty when there is none`() throws {
        for command in [RedisCommand<Scored?>.zpopmin("z"), .zpopmax("z")] {
            #expect(try command.decode(.bulks("a", "1.5")) == Scored("a", score: 1.5))
            #expect(try command.decode(.array([.bulk("a"), .double(1.5)])) == Scored("a", score: 1.5))
            #expect(try command.decode(.array([])) == nil)
        }
    }

    @Test func `a blocking pop reads the key, the member and the score`() throws {
        let expected = RedisPopped(keyBytes: Array("z".utf8), value: Scored("a", score: -.infinity))
        for command in [
            RedisCommand<RedisPopped<Scored>?>.bzpopmin("z", timeout: nil), .bzpopmax("z", timeout: .seconds(1)),
        ] {
            #expect(try command.decode(.bulks("z", "a", "-inf")) == expected)
            #expect(try command.decode(.array([.bulk("z"), .bulk("a"), .double(-.infinity)])) == expected)
            #expect(try command.decode(.null) == nil)
            #expect(throws: RESPDecodingError.self) { try command.decode(.bulks("z", "a")) }
        }
    }

    @Test func `single scores are read from texts and numbers`() throws {
        for reply in [RESPValue.bulk("2.5"), .double(2.5)] {
            #expect(try RedisCommand.zscore("z", "a").decode(reply) == 2.5)
            #expect(try RedisCommand.zincrby("z", "a", 1).decode(reply) == 2.5)
            #expect(try RedisCommand.zmscore("z", "a", "b").decode(.array([reply, .null])) == [2.5, nil])
        }
        #expect(try RedisCommand.zscore("z", "a").decode(.null) == nil)
    }

    @Test func `ranks and counts are integers, or nil for no member`() throws {
        #expect(try RedisCommand.zrank("z", "a").decode(.integer(0)) == 0)
        #expect(try RedisCommand.zrevrank("z", "a").decode(.null) == nil)
        #expect(try RedisCommand.zadd("z", "a", score: 1).decode(.integer(0)) == false)
    }
}
