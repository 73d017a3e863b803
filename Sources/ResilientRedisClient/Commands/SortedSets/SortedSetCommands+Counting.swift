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
    public func zlexcount(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound
    ) async throws -> Int {
        try await send(.zlexcount(key, fromLex: fromLex, toLex: toLex))
    }

    /// Removes the members between two positions in ascending order of scores, both included.
    ///
    /// - Returns: How many were removed.
    @inlinable
    @discardableResult
    public func zremrange(_ key: some RESPArgument, from: Int, to: Int) async throws -> Int {
        try await send(.zremrange(key, from: from, to: to))
    }

    /// Removes the members whose scores are in a range.
    ///
    /// - Returns: How many were removed.
    @inlinable
    @discardableResult
    public func zremrange(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound
    ) async throws -> Int {
        try await send(.zremrange(key, fromScore: fromScore, toScore: toScore))
    }

    /// Removes the members between two others in the order of their bytes, for sets in which all scores are equal.
    ///
    /// - Returns: How many were removed.
    @inlinable
    @discardableResult
    public func zremrange(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound
    ) async throws -> Int {
        try await send(.zremrange(key, fromLex: fromLex, toLex: toLex))
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
    public static func zremrange(
        _ key: some RESPArgument, from: Int, to: Int
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zremrangebyrank, key, from, to)
    }

    /// `ZREMRANGEBYSCORE`: removes the members whose scores are in a range; the reply is how many.
    @inlinable
    public static func zremrange(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zremrangebyscore, key, fromScore.asLower, toScore.asUpper)
    }

    /// `ZREMRANGEBYLEX`: removes the members between two others in the order of their bytes; the reply is how many.
    @inlinable
    public static func zremrange(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zremrangebylex, key, fromLex.asLower, toLex.asUpper)
    }
}
