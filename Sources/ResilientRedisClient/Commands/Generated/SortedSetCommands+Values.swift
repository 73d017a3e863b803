// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommand {
    /// `ZUNION`: returns the members that any of several sorted sets has, the lowest score first.
    @inlinable
    public static func zunion<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(
            .zunion, CountedList(keys), KeywordArgument("WEIGHTS", weights), KeywordArgument("AGGREGATE", aggregate))
    }

    /// `ZUNION`: returns the members that any of several sorted sets has with their scores, the lowest first.
    @inlinable
    public static func zunion<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(
            .zunion, CountedList(keys), KeywordArgument("WEIGHTS", weights), KeywordArgument("AGGREGATE", aggregate),
            "WITHSCORES"
        ) { try RedisScoredMember.list($0) }
    }

    /// `ZINTER`: returns the members that all of several sorted sets have, the lowest score first.
    @inlinable
    public static func zinter<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(
            .zinter, CountedList(keys), KeywordArgument("WEIGHTS", weights), KeywordArgument("AGGREGATE", aggregate))
    }

    /// `ZINTER`: returns the members that all of several sorted sets have with their scores, the lowest first.
    @inlinable
    public static func zinter<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(
            .zinter, CountedList(keys), KeywordArgument("WEIGHTS", weights), KeywordArgument("AGGREGATE", aggregate),
            "WITHSCORES"
        ) { try RedisScoredMember.list($0) }
    }

    /// `ZINTERCARD`: returns how many members all of several sorted sets have; it stops counting at a limit, 0 meaning none.
    @inlinable
    public static func zintercard(
        _ keys: [some RESPArgument], limit: Int? = nil
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zintercard, CountedList(keys), KeywordArgument("LIMIT", limit.map(NonNegative.init)))
    }

    /// `ZDIFF`: returns the members of the first sorted set that the others do not have, the lowest score first.
    @inlinable
    public static func zdiff<Member: RESPDecodable>(
        _ keys: [some RESPArgument], as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zdiff, CountedList(keys))
    }

    /// `ZDIFF`: returns the members of the first sorted set that the others do not have with their scores, the lowest first.
    @inlinable
    public static func zdiff<Member: RESPDecodable>(
        _ keys: [some RESPArgument], withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zdiff, CountedList(keys), "WITHSCORES") { try RedisScoredMember.list($0) }
    }

    /// `ZDIFFSTORE`: stores the members of the first sorted set that the others do not have under a key, whatever it held before.
    @inlinable
    public static func zdiffstore(
        _ destination: some RESPArgument, of keys: [some RESPArgument]
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zdiffstore, destination, CountedList(keys))
    }

    /// `ZRANGESTORE`: stores the members between two positions under another key, whatever it held before.
    @inlinable
    public static func zrangestore(
        _ destination: some RESPArgument, of source: some RESPArgument, from: Int = 0, to: Int = -1,
        reversed: Bool = false
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zrangestore, destination, source, from, to, reversed ? "REV" : nil)
    }

    /// `ZRANGESTORE`: stores the members whose scores are in a range under another key, whatever it held before.
    @inlinable
    public static func zrangestore(
        _ destination: some RESPArgument, of source: some RESPArgument, fromScore: RedisScoreBound,
        toScore: RedisScoreBound, reversed: Bool = false, limit: RedisLimit? = nil
    ) -> RedisCommand where Reply == Int {
        RedisCommand(
            .zrangestore, destination, source,
            SortedSetRange(scores: fromScore, toScore, reversed: reversed, limit: limit))
    }

    /// `ZRANGESTORE`: stores the members between two others in the order of their bytes under another key, whatever it held before.
    @inlinable
    public static func zrangestore(
        _ destination: some RESPArgument, of source: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound,
        reversed: Bool = false, limit: RedisLimit? = nil
    ) -> RedisCommand where Reply == Int {
        RedisCommand(
            .zrangestore, destination, source, SortedSetRange(members: fromLex, toLex, reversed: reversed, limit: limit)
        )
    }

    /// `ZRANGEBYSCORE`: returns the members whose scores are in a range, the lowest first: an old name of one case of `zrange`.
    @inlinable
    public static func zrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrangebyscore, key, fromScore.asLower, toScore.asUpper, limit)
    }

    /// `ZRANGEBYSCORE`: returns the members whose scores are in a range with their scores: an old name of one case of `zrange`.
    @inlinable
    public static func zrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zrangebyscore, key, fromScore.asLower, toScore.asUpper, "WITHSCORES", limit) {
            try RedisScoredMember.list($0)
        }
    }

    /// `ZREVRANGEBYSCORE`: returns the members whose scores are in a range, the highest first: an old name of one case of `zrange`.
    @inlinable
    public static func zrevrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrevrangebyscore, key, toScore.asUpper, fromScore.asLower, limit)
    }

    /// `ZREVRANGEBYSCORE`: returns the members whose scores are in a range with their scores, the highest first: an old name of one case of
    /// `zrange`.
    @inlinable
    public static func zrevrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zrevrangebyscore, key, toScore.asUpper, fromScore.asLower, "WITHSCORES", limit) {
            try RedisScoredMember.list($0)
        }
    }

    /// `ZRANGEBYLEX`: returns the members between two others in the order of their bytes: an old name of one case of `zrange`.
    @inlinable
    public static func zrangebylex<Member: RESPDecodable>(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrangebylex, key, fromLex.asLower, toLex.asUpper, limit)
    }

    /// `ZREVRANGEBYLEX`: returns the members between two others in the reverse order of their bytes: an old name of one case of `zrange`.
    @inlinable
    public static func zrevrangebylex<Member: RESPDecodable>(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrevrangebylex, key, toLex.asUpper, fromLex.asLower, limit)
    }

    /// `ZREVRANGE`: returns the members between two positions, the highest score first: an old name of one case of `zrange`.
    @inlinable
    public static func zrevrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrevrange, key, from, to)
    }

    /// `ZREVRANGE`: returns the members between two positions with their scores, the highest first: an old name of one case of `zrange`.
    @inlinable
    public static func zrevrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zrevrange, key, from, to, "WITHSCORES") { try RedisScoredMember.list($0) }
    }

    /// `ZMPOP`: takes the members with the lowest or highest scores from the first of several sorted sets that has one.
    @inlinable
    public static func zmpop<Member: RESPDecodable>(
        _ keys: [some RESPArgument], from end: RedisScoreEnd, count: Int? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisPopped<[RedisScoredMember<Member>]>? {
        RedisCommand(.zmpop, CountedList(keys), end, KeywordArgument("COUNT", count.map(Positive.init)))
    }

    /// `BZMPOP`: takes the members with the lowest or highest scores from the first of several sorted sets that has one, and waits
    /// when none has.
    @inlinable
    public static func bzmpop<Member: RESPDecodable>(
        _ keys: [some RESPArgument], from end: RedisScoreEnd, count: Int? = nil, timeout: Duration?,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisPopped<[RedisScoredMember<Member>]>? {
        RedisCommand(
            .bzmpop, BlockingTimeout(timeout), CountedList(keys), end,
            KeywordArgument("COUNT", count.map(Positive.init)))
    }
}
