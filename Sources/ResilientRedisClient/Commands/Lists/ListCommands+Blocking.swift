extension RedisCommands {
    /// Takes the first value of the first of several lists that has one, and waits when none has.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// ```swift
    /// if let job = try await redis.blpop("urgent", "normal", timeout: .seconds(5), as: String.self) {
    ///     print(job.key, job.value)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - keys: The lists, in the order in which they are tried.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds and at least one; `nil` means
    ///     without limit.
    ///   - type: What to read the value as.
    /// - Returns: The value and the key that it was taken from, or `nil` when the time ran out.
    @inlinable
    public func blpop<Key: RESPEncodable, Value: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Value.Type = Value.self
    ) async throws -> RedisPopped<Value>? {
        try await send(.blpop(ArgumentList(keys), timeout: timeout, as: type))
    }

    /// Takes the last value of the first of several lists that has one, and waits when none has.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - keys: The lists, in the order in which they are tried.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds and at least one; `nil` means
    ///     without limit.
    ///   - type: What to read the value as.
    /// - Returns: The value and the key that it was taken from, or `nil` when the time ran out.
    @inlinable
    public func brpop<Key: RESPEncodable, Value: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Value.Type = Value.self
    ) async throws -> RedisPopped<Value>? {
        try await send(.brpop(ArgumentList(keys), timeout: timeout, as: type))
    }

    /// Takes a value from one side of a list and puts it at one side of another, and waits when there is none.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - source: The list to take from.
    ///   - from: The side to take from.
    ///   - destination: The list to put into; it is made when it does not exist.
    ///   - to: The side to put it at.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds and at least one; `nil` means
    ///     without limit.
    ///   - type: What to read the value as.
    /// - Returns: The value, or `nil` when the time ran out.
    @inlinable
    public func blmove<Value: RESPDecodable>(
        _ source: some RESPArgument, from: RedisListSide, _ destination: some RESPArgument, to: RedisListSide,
        timeout: Duration?, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.blmove(source, from: from, destination, to: to, timeout: timeout, as: type))
    }
}

extension RedisCommand {
    /// `BLPOP`: takes the first value of the first list that has one; waits when none has.
    @inlinable
    public static func blpop<Key: RESPEncodable, Value: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == RedisPopped<Value>? {
        RedisCommand(.blpop, ArgumentList(keys), BlockingTimeout(timeout))
    }

    /// `BRPOP`: takes the last value of the first list that has one; waits when none has.
    @inlinable
    public static func brpop<Key: RESPEncodable, Value: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == RedisPopped<Value>? {
        RedisCommand(.brpop, ArgumentList(keys), BlockingTimeout(timeout))
    }

    /// `BLMOVE`: takes a value from one side of a list and puts it at one side of another; waits when there is none.
    @inlinable
    public static func blmove<Value: RESPDecodable>(
        _ source: some RESPArgument, from: RedisListSide, _ destination: some RESPArgument, to: RedisListSide,
        timeout: Duration?, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.blmove, source, destination, from, to, BlockingTimeout(timeout))
    }
}

/// What a blocking command took, and the key that it took it from.
public struct RedisPopped<Value> {
    /// The key's bytes.
    public let keyBytes: [UInt8]
    /// What was taken.
    public let value: Value

    /// Makes a result from the key's bytes and what was taken.
    public init(keyBytes: [UInt8], value: Value) {
        self.keyBytes = keyBytes
        self.value = value
    }

    /// The key as text; bytes that are not UTF-8 are repaired.
    public var key: String { String(decoding: keyBytes, as: UTF8.self) }
}

extension RedisPopped: Sendable where Value: Sendable {}
extension RedisPopped: Equatable where Value: Equatable {}

extension RedisPopped: RESPDecodable where Value: RESPDecodable {
    /// Reads a list of the key and the value; of the key, a member and its score for sorted sets.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count >= 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        self.init(
            keyBytes: try [UInt8](resp: parts[0]),
            value: try Value(resp: parts.count == 2 ? parts[1] : .array(Array(parts[1...]))))
    }
}
