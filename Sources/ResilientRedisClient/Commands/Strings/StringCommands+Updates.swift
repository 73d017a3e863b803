extension RedisCommands {
    /// Appends to a key's value, which counts as empty when the key does not exist.
    ///
    /// - Returns: The value's new length in bytes.
    @inlinable @discardableResult
    public func append(_ key: some RESPArgument, _ value: some RESPArgument) async throws -> Int {
        try await send(.append(key, value))
    }

    /// Returns the length of a key's value in bytes, 0 when the key does not exist.
    @inlinable public func strlen(_ key: some RESPArgument) async throws -> Int { try await send(.strlen(key)) }

    /// Returns a part of a key's value, empty when the key does not exist.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - from: The first byte's position; negative positions count from the end, -1 is the last byte.
    ///   - to: The last byte's position, which is included.
    ///   - type: What to read the bytes as. A part of a text may not be valid UTF-8, which a `String` has to be.
    @inlinable
    public func getrange<Value: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.getrange(key, from: from, to: to, as: type))
    }

    /// Overwrites a part of a key's value, which is first filled up with zero bytes if it is too short.
    ///
    /// - Returns: The value's new length in bytes.
    @inlinable @discardableResult
    public func setrange(_ key: some RESPArgument, at offset: Int, _ value: some RESPArgument) async throws -> Int {
        try await send(.setrange(key, at: offset, value))
    }
}

extension RedisCommand {
    /// `APPEND`: appends to a key's value; the reply is the new length in bytes.
    @inlinable
    public static func append(_ key: some RESPArgument, _ value: some RESPArgument) -> RedisCommand where Reply == Int {
        RedisCommand(.append, key, value)
    }

    /// `STRLEN`: the length of a key's value in bytes.
    @inlinable
    public static func strlen(_ key: some RESPArgument) -> RedisCommand where Reply == Int {
        RedisCommand(.strlen, key)
    }

    /// `GETRANGE`: the bytes of a key's value between two positions, both included.
    @inlinable
    public static func getrange(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.getrange, key, from, to)
    }

    /// `SETRANGE`: overwrites a part of a key's value; the reply is the new length in bytes.
    @inlinable
    public static func setrange(
        _ key: some RESPArgument, at offset: Int, _ value: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.setrange, key, offset, value)
    }
}

extension RedisCommands {
    /// Adds 1 to the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable @discardableResult
    public func incr(_ key: some RESPArgument) async throws -> Int { try await send(.incr(key)) }

    /// Adds to the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable @discardableResult
    public func incrby(_ key: some RESPArgument, _ amount: Int) async throws -> Int {
        try await send(.incrby(key, amount))
    }

    /// Adds to the floating-point number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no number or the sum would be none.
    @inlinable @discardableResult
    public func incrbyfloat(_ key: some RESPArgument, _ amount: Double) async throws -> Double {
        try await send(.incrbyfloat(key, amount))
    }

    /// Subtracts 1 from the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable @discardableResult
    public func decr(_ key: some RESPArgument) async throws -> Int { try await send(.decr(key)) }

    /// Subtracts from the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable @discardableResult
    public func decrby(_ key: some RESPArgument, _ amount: Int) async throws -> Int {
        try await send(.decrby(key, amount))
    }
}

extension RedisCommand {
    /// `INCR`: adds 1; the reply is the new number.
    @inlinable
    public static func incr(_ key: some RESPArgument) -> RedisCommand where Reply == Int { RedisCommand(.incr, key) }

    /// `INCRBY`: adds an integer; the reply is the new number.
    @inlinable
    public static func incrby(_ key: some RESPArgument, _ amount: Int) -> RedisCommand where Reply == Int {
        RedisCommand(.incrby, key, amount)
    }

    /// `INCRBYFLOAT`: adds a floating-point number; the reply is the new number.
    @inlinable
    public static func incrbyfloat(_ key: some RESPArgument, _ amount: Double) -> RedisCommand where Reply == Double {
        RedisCommand(.incrbyfloat, key, amount)
    }

    /// `DECR`: subtracts 1; the reply is the new number.
    @inlinable
    public static func decr(_ key: some RESPArgument) -> RedisCommand where Reply == Int { RedisCommand(.decr, key) }

    /// `DECRBY`: subtracts an integer; the reply is the new number.
    @inlinable
    public static func decrby(_ key: some RESPArgument, _ amount: Int) -> RedisCommand where Reply == Int {
        RedisCommand(.decrby, key, amount)
    }
}
