extension RedisCommands {
    /// Returns the members between two positions, both included.
    ///
    /// ```swift
    /// let best = try await redis.zrange("board", from: 0, to: 9, reversed: true, as: String.self)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - from: The first position; negative positions count from the end, -1 is the last member.
    ///   - to: The last position, which is included.
    ///   - reversed: Whether to count and return in descending order of scores.
    ///   - type: What to read a member as.
    @inlinable
    public func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, reversed: Bool = false,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrange(key, from: from, to: to, reversed: reversed, as: type))
    }

    /// Returns the members between two positions, both included, with their scores.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - from: The first position; negative positions count from the end, -1 is the last member.
    ///   - to: The last position, which is included.
    ///   - reversed: Whether to count and return in descending order of scores.
    ///   - type: What to read a member as.
    @inlinable
    public func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, reversed: Bool = false,
        withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zrange(key, from: from, to: to, reversed: reversed, withScores: type))
    }

    /// Returns the members whose scores are in a range.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - fromScore: The lower end of the range, also when `reversed` is true.
    ///   - toScore: The upper end of the range.
    ///   - reversed: Whether to return in descending order of scores.
    ///   - limit: What part of the result to return; by default all of it.
    ///   - type: What to read a member as.
    @inlinable
    public func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, reversed: Bool = false,
        limit: RedisLimit? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(
            .zrange(key, fromScore: fromScore, toScore: toScore, reversed: reversed, limit: limit, as: type))
    }

    /// Returns the members whose scores are in a range, with their scores.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - fromScore: The lower end of the range, also when `reversed` is true.
    ///   - toScore: The upper end of the range.
    ///   - reversed: Whether to return in descending order of scores.
    ///   - limit: What part of the result to return; by default all of it.
    ///   - type: What to read a member as.
    @inlinable
    public func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, reversed: Bool = false,
        limit: RedisLimit? = nil, withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(
            .zrange(key, fromScore: fromScore, toScore: toScore, reversed: reversed, limit: limit, withScores: type))
    }

    /// Returns the members between two others in the order of their bytes, for sets in which all scores are equal.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - fromLex: The lower end of the range, also when `reversed` is true.
    ///   - toLex: The upper end of the range.
    ///   - reversed: Whether to return in descending order.
    ///   - limit: What part of the result to return; by default all of it.
    ///   - type: What to read a member as.
    @inlinable
    public func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound, reversed: Bool = false,
        limit: RedisLimit? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrange(key, fromLex: fromLex, toLex: toLex, reversed: reversed, limit: limit, as: type))
    }
}

extension RedisCommand {
    /// `ZRANGE`: the members between two positions, both included.
    @inlinable
    public static func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, reversed: Bool = false,
        as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrange, key, from, to, reversed ? "REV" : nil)
    }

    /// `ZRANGE` with `WITHSCORES`: the members between two positions with their scores.
    @inlinable
    public static func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, reversed: Bool = false,
        withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zrange, key, from, to, reversed ? "REV" : nil, "WITHSCORES") {
            try RedisScoredMember.list($0)
        }
    }

    /// `ZRANGE` with `BYSCORE`: the members whose scores are in a range.
    @inlinable
    public static func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, reversed: Bool = false,
        limit: RedisLimit? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(
            .zrange, key, SortedSetRange(scores: fromScore, toScore, reversed: reversed, limit: limit))
    }

    /// `ZRANGE` with `BYSCORE` and `WITHSCORES`: the members whose scores are in a range, with their scores.
    @inlinable
    public static func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, reversed: Bool = false,
        limit: RedisLimit? = nil, withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(
            .zrange, key, SortedSetRange(scores: fromScore, toScore, reversed: reversed, limit: limit),
            "WITHSCORES"
        ) { try RedisScoredMember.list($0) }
    }

    /// `ZRANGE` with `BYLEX`: the members between two others in the order of their bytes.
    @inlinable
    public static func zrange<Member: RESPDecodable>(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound, reversed: Bool = false,
        limit: RedisLimit? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(
            .zrange, key, SortedSetRange(members: fromLex, toLex, reversed: reversed, limit: limit))
    }
}
