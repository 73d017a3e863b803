import ResilientRedisClient

extension Encoding {
    static let sortedSets: [Encoding] = [
        Encoding(.zadd("z", "a", score: 1.5), "ZADD", "z", "1.5", "a"),
        Encoding(.zadd("z", "a", score: 1, condition: .ifAbsent), "ZADD", "z", "NX", "1.0", "a"),
        Encoding(.zadd("z", "a", score: 1, condition: .ifPresent), "ZADD", "z", "XX", "1.0", "a"),
        Encoding(.zadd("z", "a", score: 1, condition: .ifGreater), "ZADD", "z", "GT", "1.0", "a"),
        Encoding(.zadd("z", "a", score: 1, condition: .ifLess), "ZADD", "z", "LT", "1.0", "a"),
        Encoding(.zadd("z", "a", score: 1, condition: .ifPresentAndGreater), "ZADD", "z", "XX", "GT", "1.0", "a"),
        Encoding(.zadd("z", "a", score: 1, condition: .ifPresentAndLess), "ZADD", "z", "XX", "LT", "1.0", "a"),
        Encoding(.zadd("z", "a", score: -.infinity), "ZADD", "z", "-inf", "a"),
        Encoding(.zadd("z", ["a": 2]), "ZADD", "z", "2.0", "a"),
        Encoding(
            .zadd("z", ["a": 2], condition: .ifGreater, countingChanges: true), "ZADD", "z", "GT", "CH", "2.0", "a"),
        Encoding(.zincrby("z", "a", 1), "ZINCRBY", "z", "1.0", "a"),
        Encoding(.zincrby("z", "a", -0.5), "ZINCRBY", "z", "-0.5", "a"),
        Encoding(.zrem("z", "a", "b"), "ZREM", "z", "a", "b"),
        Encoding(.zscore("z", "a"), "ZSCORE", "z", "a"),
        Encoding(.zmscore("z", "a", "b"), "ZMSCORE", "z", "a", "b"),
        Encoding(.zcard("z"), "ZCARD", "z"),
        Encoding(.zrank("z", "a"), "ZRANK", "z", "a"),
        Encoding(.zrevrank("z", "a"), "ZREVRANK", "z", "a"),
        Encoding(.zpopmin("z", as: String.self), "ZPOPMIN", "z"),
        Encoding(.zpopmin("z", count: 2, as: String.self), "ZPOPMIN", "z", "2"),
        Encoding(.zpopmax("z", as: String.self), "ZPOPMAX", "z"),
        Encoding(.zpopmax("z", count: 2, as: String.self), "ZPOPMAX", "z", "2"),
        Encoding(.bzpopmin("y", "z", timeout: .seconds(1), as: String.self), "BZPOPMIN", "y", "z", "1"),
        Encoding(.bzpopmax("z", timeout: nil, as: String.self), "BZPOPMAX", "z", "0"),
        Encoding(.zrandmember("z", as: String.self), "ZRANDMEMBER", "z"),
        Encoding(.zrandmember("z", count: -2, as: String.self), "ZRANDMEMBER", "z", "-2"),
        Encoding(.zrandmember("z", count: 2, withScores: String.self), "ZRANDMEMBER", "z", "2", "WITHSCORES"),
        Encoding(
            .zscan("z", RedisScanCursor(rawValue: 8), matching: "a*", count: 3, as: String.self),
            "ZSCAN", "z", "8", "MATCH", "a*", "COUNT", "3"),
        Encoding(.zunionstore("d", of: ["y", "z"]), "ZUNIONSTORE", "d", "2", "y", "z"),
        Encoding(
            .zunionstore("d", of: ["y", "z"], weights: [1, 0.5], aggregate: .max),
            "ZUNIONSTORE", "d", "2", "y", "z", "WEIGHTS", "1.0", "0.5", "AGGREGATE", "MAX"),
        Encoding(
            .zinterstore("d", of: ["y", "z"], aggregate: .min),
            "ZINTERSTORE", "d", "2", "y", "z", "AGGREGATE", "MIN"),
        Encoding(.zinterstore("d", of: ["z"], aggregate: .sum), "ZINTERSTORE", "d", "1", "z", "AGGREGATE", "SUM"),
    ]

    static let sortedSetRanges: [Encoding] = [
        Encoding(.zrange("z", as: String.self), "ZRANGE", "z", "0", "-1"),
        Encoding(.zrange("z", from: 0, to: 9, reversed: true, as: String.self), "ZRANGE", "z", "0", "9", "REV"),
        Encoding(
            .zrange("z", from: 1, to: 2, withScores: String.self), "ZRANGE", "z", "1", "2", "WITHSCORES"),
        Encoding(
            .zrange("z", reversed: true, withScores: String.self), "ZRANGE", "z", "0", "-1", "REV", "WITHSCORES"),
        Encoding(
            .zrange("z", fromScore: 1, toScore: .exclusive(2.5), as: String.self),
            "ZRANGE", "z", "1.0", "(2.5", "BYSCORE"),
        Encoding(
            .zrange("z", fromScore: .unbounded, toScore: .unbounded, as: String.self),
            "ZRANGE", "z", "-inf", "+inf", "BYSCORE"),
        Encoding(
            .zrange("z", fromScore: 1.5, toScore: .unbounded, reversed: true, limit: .first(3), as: String.self),
            "ZRANGE", "z", "+inf", "1.5", "BYSCORE", "REV", "LIMIT", "0", "3"),
        Encoding(
            .zrange(
                "z", fromScore: .inclusive(1), toScore: 2, limit: RedisLimit(offset: 5, count: -1),
                withScores: String.self),
            "ZRANGE", "z", "1.0", "2.0", "BYSCORE", "LIMIT", "5", "-1", "WITHSCORES"),
        Encoding(
            .zrange("z", fromLex: "a", toLex: .exclusive("c"), as: String.self), "ZRANGE", "z", "[a", "(c", "BYLEX"),
        Encoding(
            .zrange("z", fromLex: .unbounded, toLex: "c", reversed: true, limit: .first(1), as: String.self),
            "ZRANGE", "z", "[c", "-", "BYLEX", "REV", "LIMIT", "0", "1"),
        Encoding(
            .zrange("z", fromLex: .inclusive([97]), toLex: .unbounded, as: String.self),
            "ZRANGE", "z", "[a", "+", "BYLEX"),
        Encoding(.zcount("z", fromScore: .exclusive(1), toScore: .unbounded), "ZCOUNT", "z", "(1.0", "+inf"),
        Encoding(.zlexcount("z", fromLex: .unbounded, toLex: .exclusive([98])), "ZLEXCOUNT", "z", "-", "(b"),
        Encoding(.zremrangebyrank("z", from: 0, to: -11), "ZREMRANGEBYRANK", "z", "0", "-11"),
        Encoding(
            .zremrangebyscore("z", from: .unbounded, to: .exclusive(5)), "ZREMRANGEBYSCORE", "z", "-inf", "(5.0"),
        Encoding(.zremrangebylex("z", from: .inclusive("a"), to: "b"), "ZREMRANGEBYLEX", "z", "[a", "[b"),
    ]
}
