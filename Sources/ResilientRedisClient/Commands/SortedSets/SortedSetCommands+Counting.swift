extension RedisCommands {
    /// Returns how many members have a score in a range.
    @inlinable
    public func zcount(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound
    ) async throws -> Int {
        try await send(.zcount(key, fromScore: fromScore, toScore: toScore))
    }

    /// Returns how many members are between two others in the order of their bytes, for sets in which all scores are
    /// equal.
    @inlinable
    public func zlexcount(_ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound) async throws -> Int {
        try await send(.zlexcount(key, fromLex: fromLex, toLex: toLex))
    }

    /// Removes the members between two positions in ascending order of scores, both included.
    ///
    /// - Returns: How many were removed.
    @inlinable @discardableResult
    public func zremrangebyrank(_ key: some RESPArgument, from: Int, to: Int) async throws -> Int {
        try await send(.zremrangebyrank(key, from: from, to: to))
    }

    /// Removes the members whose scores are in a range.
    ///
    /// - Returns: How many were removed.
    @inlinable @discardableResult
    public func zremrangebyscore(
        _ key: some RESPArgument, from lower: RedisScoreBound, to upper: RedisScoreBound
    ) async throws -> Int {
        try await send(.zremrangebyscore(key, from: lower, to: upper))
    }

    /// Removes the members between two others in the order of their bytes, for sets in which all scores are equal.
    ///
    /// - Returns: How many were removed.
    @inlinable @discardableResult
    public func zremrangebylex(
        _ key: some RESPArgument, from lower: RedisLexBound, to upper: RedisLexBound
    ) async throws -> Int {
        try await send(.zremrangebylex(key, from: lower, to: upper))
    }
}

extension RedisCommand {
    /// `ZCOUNT`: how many members have a score in a range.
    @inlinable
    public static func zcount(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zcount, key, fromScore.asLower, toScore.asUpper)
    }

    /// `ZLEXCOUNT`: how many members are between two others in the order of their bytes.
    @inlinable
    public static func zlexcount(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zlexcount, key, fromLex.asLower, toLex.asUpper)
    }

    /// `ZREMRANGEBYRANK`: removes the members between two positions; the reply is how many.
    @inlinable
    public static func zremrangebyrank(
        _ key: some RESPArgument, from: Int, to: Int
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zremrangebyrank, key, from, to)
    }

    /// `ZREMRANGEBYSCORE`: removes the members whose scores are in a range; the reply is how many.
    @inlinable
    public static func zremrangebyscore(
        _ key: some RESPArgument, from lower: RedisScoreBound, to upper: RedisScoreBound
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zremrangebyscore, key, lower.asLower, upper.asUpper)
    }

    /// `ZREMRANGEBYLEX`: removes the members between two others in the order of their bytes; the reply is how many.
    @inlinable
    public static func zremrangebylex(
        _ key: some RESPArgument, from lower: RedisLexBound, to upper: RedisLexBound
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zremrangebylex, key, lower.asLower, upper.asUpper)
    }
}

extension RedisCommands {
    /// Stores the members that any of several sorted sets has under a key, whatever it held before.
    ///
    /// - Parameters:
    ///   - destination: The key to store under.
    ///   - keys: The sorted sets.
    ///   - weights: A factor for the scores of each set, in the order of `keys`; by default 1.
    ///   - aggregate: What becomes of the scores of a member that several sets have; by default their sum.
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func zunionstore(
        _ destination: some RESPArgument, of keys: [some RESPArgument], weights: [Double]? = nil,
        aggregate: RedisScoreAggregate? = nil
    ) async throws -> Int {
        try await send(.zunionstore(destination, of: keys, weights: weights, aggregate: aggregate))
    }

    /// Stores the members that all of several sorted sets have under a key, whatever it held before.
    ///
    /// - Parameters:
    ///   - destination: The key to store under.
    ///   - keys: The sorted sets.
    ///   - weights: A factor for the scores of each set, in the order of `keys`; by default 1.
    ///   - aggregate: What becomes of a member's scores; by default their sum.
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func zinterstore(
        _ destination: some RESPArgument, of keys: [some RESPArgument], weights: [Double]? = nil,
        aggregate: RedisScoreAggregate? = nil
    ) async throws -> Int {
        try await send(.zinterstore(destination, of: keys, weights: weights, aggregate: aggregate))
    }
}

extension RedisCommand {
    /// `ZUNIONSTORE`: stores the members that any of several sorted sets has; the reply is how many.
    @inlinable
    public static func zunionstore(
        _ destination: some RESPArgument, of keys: [some RESPArgument], weights: [Double]? = nil,
        aggregate: RedisScoreAggregate? = nil
    ) -> RedisCommand where Reply == Int {
        RedisCommand(
            .zunionstore, destination, keys.count, ArgumentList(keys), KeywordArgument("WEIGHTS", weights),
            KeywordArgument("AGGREGATE", aggregate))
    }

    /// `ZINTERSTORE`: stores the members that all of several sorted sets have; the reply is how many.
    @inlinable
    public static func zinterstore(
        _ destination: some RESPArgument, of keys: [some RESPArgument], weights: [Double]? = nil,
        aggregate: RedisScoreAggregate? = nil
    ) -> RedisCommand where Reply == Int {
        RedisCommand(
            .zinterstore, destination, keys.count, ArgumentList(keys), KeywordArgument("WEIGHTS", weights),
            KeywordArgument("AGGREGATE", aggregate))
    }
}
