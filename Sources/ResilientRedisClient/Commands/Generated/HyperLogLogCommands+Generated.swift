// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Adds elements to a HyperLogLog, which is made when there is none.
    ///
    /// - Returns: Whether the estimated number of elements changed or the HyperLogLog is new.
    @inlinable @discardableResult
    public func pfadd<Element: RESPEncodable>(
        _ key: some RESPArgument, _ elements: Element...
    ) async throws -> Bool {
        try await send(.pfadd(key, ArgumentList(elements)))
    }

    /// Returns about how many different elements were added to HyperLogLogs, with a standard error of 0.81 %.
    @inlinable
    public func pfcount<Key: RESPEncodable>(
        _ keys: Key...
    ) async throws -> Int {
        try await send(.pfcount(ArgumentList(keys)))
    }

    /// Adds what several HyperLogLogs hold to another one.
    @inlinable
    public func pfmerge(
        _ destination: some RESPArgument, of keys: [some RESPArgument]
    ) async throws {
        try await send(.pfmerge(destination, of: keys))
    }
}

extension RedisCommand {
    /// `PFADD`: adds elements to a HyperLogLog, which is made when there is none.
    @inlinable
    public static func pfadd<Element: RESPEncodable>(
        _ key: some RESPArgument, _ elements: Element...
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.pfadd, key, ArgumentList(elements))
    }

    /// `PFCOUNT`: returns about how many different elements were added to HyperLogLogs, with a standard error of 0.81 %.
    @inlinable
    public static func pfcount<Key: RESPEncodable>(
        _ keys: Key...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.pfcount, NonEmpty(keys))
    }

    /// `PFMERGE`: adds what several HyperLogLogs hold to another one.
    @inlinable
    public static func pfmerge(
        _ destination: some RESPArgument, of keys: [some RESPArgument]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.pfmerge, destination, ArgumentList(keys))
    }
}
