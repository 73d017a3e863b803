extension RedisCommands {
    /// Stores the members that any of several sorted sets has under a key, whatever it held before.
    ///
    /// - Parameters:
    ///   - destination: The key to store under.
    ///   - keys: The sorted sets.
    ///   - weights: A factor for the scores of each set, in the order of `keys`; by default 1.
    ///   - aggregate: What becomes of the scores of a member that several sets have; by default their sum.
    /// - Returns: How many members were stored.
    @inlinable
    @discardableResult
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
    @inlinable
    @discardableResult
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
