extension RedisCommands {
    /// Puts values at the head of a list, one after the other, so that the last one becomes the first.
    ///
    /// The list is made when it does not exist.
    ///
    /// - Returns: The list's new length.
    @inlinable @discardableResult
    public func lpush<Value: RESPEncodable>(_ key: some RESPArgument, _ values: Value...) async throws -> Int {
        try await send(.lpush(key, ArgumentList(values)))
    }

    /// Puts values at the tail of a list, in order.
    ///
    /// The list is made when it does not exist.
    ///
    /// - Returns: The list's new length.
    @inlinable @discardableResult
    public func rpush<Value: RESPEncodable>(_ key: some RESPArgument, _ values: Value...) async throws -> Int {
        try await send(.rpush(key, ArgumentList(values)))
    }

    /// Puts values at the head of a list if it exists.
    ///
    /// - Returns: The list's new length, 0 when there is no such list.
    @inlinable @discardableResult
    public func lpushx<Value: RESPEncodable>(_ key: some RESPArgument, _ values: Value...) async throws -> Int {
        try await send(.lpushx(key, ArgumentList(values)))
    }

    /// Puts values at the tail of a list if it exists.
    ///
    /// - Returns: The list's new length, 0 when there is no such list.
    @inlinable @discardableResult
    public func rpushx<Value: RESPEncodable>(_ key: some RESPArgument, _ values: Value...) async throws -> Int {
        try await send(.rpushx(key, ArgumentList(values)))
    }

    /// Takes the first value of a list, or `nil` when there is none.
    @inlinable
    public func lpop<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.lpop(key, as: type))
    }

    /// Takes up to `count` values from the head of a list, the first one first.
    @inlinable
    public func lpop<Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Value.Type = Value.self
    ) async throws -> [Value] {
        try await send(.lpop(key, count: count, as: type))
    }

    /// Takes the last value of a list, or `nil` when there is none.
    @inlinable
    public func rpop<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.rpop(key, as: type))
    }

    /// Takes up to `count` values from the tail of a list, the last one first.
    @inlinable
    public func rpop<Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Value.Type = Value.self
    ) async throws -> [Value] {
        try await send(.rpop(key, count: count, as: type))
    }

    /// Takes a value from one side of a list and puts it at one side of another, or of the same one.
    ///
    /// - Parameters:
    ///   - source: The list to take from.
    ///   - from: The side to take from.
    ///   - destination: The list to put into; it is made when it does not exist.
    ///   - to: The side to put it at.
    ///   - type: What to read the value as.
    /// - Returns: The value, or `nil` when there was none to take.
    @inlinable
    public func lmove<Value: RESPDecodable>(
        _ source: some RESPArgument, from: RedisListSide, _ destination: some RESPArgument, to: RedisListSide,
        as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.lmove(source, from: from, destination, to: to, as: type))
    }
}

extension RedisCommand {
    /// `LPUSH`: puts values at the head of a list; the reply is its new length.
    @inlinable
    public static func lpush<Value: RESPEncodable>(
        _ key: some RESPArgument, _ values: Value...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.lpush, key, ArgumentList(values))
    }

    /// `RPUSH`: puts values at the tail of a list; the reply is its new length.
    @inlinable
    public static func rpush<Value: RESPEncodable>(
        _ key: some RESPArgument, _ values: Value...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.rpush, key, ArgumentList(values))
    }

    /// `LPUSHX`: puts values at the head of a list if it exists; the reply is its new length.
    @inlinable
    public static func lpushx<Value: RESPEncodable>(
        _ key: some RESPArgument, _ values: Value...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.lpushx, key, ArgumentList(values))
    }

    /// `RPUSHX`: puts values at the tail of a list if it exists; the reply is its new length.
    @inlinable
    public static func rpushx<Value: RESPEncodable>(
        _ key: some RESPArgument, _ values: Value...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.rpushx, key, ArgumentList(values))
    }

    /// `LPOP`: takes the first value, or `nil`.
    @inlinable
    public static func lpop<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.lpop, key)
    }

    /// `LPOP` with a count: takes values from the head.
    @inlinable
    public static func lpop<Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value] {
        RedisCommand(.lpop, key, count)
    }

    /// `RPOP`: takes the last value, or `nil`.
    @inlinable
    public static func rpop<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.rpop, key)
    }

    /// `RPOP` with a count: takes values from the tail.
    @inlinable
    public static func rpop<Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value] {
        RedisCommand(.rpop, key, count)
    }

    /// `LMOVE`: takes a value from one side of a list and puts it at one side of another; the reply is the value.
    @inlinable
    public static func lmove<Value: RESPDecodable>(
        _ source: some RESPArgument, from: RedisListSide, _ destination: some RESPArgument, to: RedisListSide,
        as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.lmove, source, destination, from, to)
    }
}

/// The left or the right side of a list.
public struct RedisListSide: Sendable, Hashable, RESPEncodable, CustomStringConvertible {
    @usableFromInline let word: String

    @usableFromInline
    init(word: String) { self.word = word }

    /// The left side, the head: `LPUSH` and `LPOP` work there; it is position 0.
    @inlinable public static var left: RedisListSide { RedisListSide(word: "LEFT") }

    /// The right side, the tail: `RPUSH` and `RPOP` work there; it is position -1.
    @inlinable public static var right: RedisListSide { RedisListSide(word: "RIGHT") }

    /// The side in lower case: `left` or `right`.
    public var description: String { word.lowercased() }

    /// Appends the side's word.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
