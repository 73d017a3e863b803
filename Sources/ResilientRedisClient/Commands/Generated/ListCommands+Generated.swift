// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Takes the last value of a list and puts it at the head of another: an old name of one case of
    /// ``lmove(_:from:_:to:as:)``.
    @inlinable
    public func rpoplpush<Value: RESPDecodable>(
        _ source: some RESPArgument, _ destination: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.rpoplpush(source, destination, as: type))
    }

    /// Takes the last value of a list, puts it at the head of another and waits when there is none: an old name of one case
    /// of ``blmove(_:from:_:to:timeout:as:)``.
    @inlinable
    public func brpoplpush<Value: RESPDecodable>(
        _ source: some RESPArgument, _ destination: some RESPArgument, timeout: Duration?,
        as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.brpoplpush(source, destination, timeout: timeout, as: type))
    }

    /// Takes values from one side of the first of several lists that has one.
    ///
    /// Redis 7.0 or later.
    ///
    /// - Parameters:
    ///   - keys: The lists, in the order in which they are tried.
    ///   - side: The side to take from.
    ///   - count: How many values at most; 1 by default.
    ///   - type: What to read a value as.
    /// - Returns: The values and the key that they were taken from, or `nil` when no list has one.
    @inlinable
    public func lmpop<Value: RESPDecodable>(
        _ keys: [some RESPArgument], from side: RedisListSide, count: Int? = nil, as type: Value.Type = Value.self
    ) async throws -> RedisPopped<[Value]>? {
        try await send(.lmpop(keys, from: side, count: count, as: type))
    }

    /// Takes values from one side of the first of several lists that has one, and waits when none has.
    ///
    /// Redis 7.0 or later.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - keys: The lists, in the order in which they are tried.
    ///   - side: The side to take from.
    ///   - count: How many values at most; 1 by default.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds; `nil` means without limit.
    ///   - type: What to read a value as.
    /// - Returns: The values and the key that they were taken from, or `nil` when the time ran out.
    @inlinable
    public func blmpop<Value: RESPDecodable>(
        _ keys: [some RESPArgument], from side: RedisListSide, count: Int? = nil, timeout: Duration?,
        as type: Value.Type = Value.self
    ) async throws -> RedisPopped<[Value]>? {
        try await send(.blmpop(keys, from: side, count: count, timeout: timeout, as: type))
    }
}

extension RedisCommand {
    /// `RPOPLPUSH`: takes the last value of a list and puts it at the head of another: an old name of one case of
    /// ``lmove(_:from:_:to:as:)``.
    @inlinable
    public static func rpoplpush<Value: RESPDecodable>(
        _ source: some RESPArgument, _ destination: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.rpoplpush, source, destination)
    }

    /// `BRPOPLPUSH`: takes the last value of a list, puts it at the head of another and waits when there is none: an old name of one case
    /// of ``blmove(_:from:_:to:timeout:as:)``.
    @inlinable
    public static func brpoplpush<Value: RESPDecodable>(
        _ source: some RESPArgument, _ destination: some RESPArgument, timeout: Duration?,
        as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.brpoplpush, source, destination, BlockingTimeout(timeout))
    }

    /// `LMPOP`: takes values from one side of the first of several lists that has one.
    @inlinable
    public static func lmpop<Value: RESPDecodable>(
        _ keys: [some RESPArgument], from side: RedisListSide, count: Int? = nil, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == RedisPopped<[Value]>? {
        RedisCommand(.lmpop, CountedList(keys), side, KeywordArgument("COUNT", count.map(Positive.init)))
    }

    /// `BLMPOP`: takes values from one side of the first of several lists that has one, and waits when none has.
    @inlinable
    public static func blmpop<Value: RESPDecodable>(
        _ keys: [some RESPArgument], from side: RedisListSide, count: Int? = nil, timeout: Duration?,
        as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == RedisPopped<[Value]>? {
        RedisCommand(
            .blmpop, BlockingTimeout(timeout), CountedList(keys), side,
            KeywordArgument("COUNT", count.map(Positive.init)))
    }
}
