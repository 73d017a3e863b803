extension RedisCommands {
    /// Adds 1 to the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable
    @discardableResult
    public func incr(_ key: some RESPArgument) async throws -> Int {
        try await send(.incr(key))
    }

    /// Adds to the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable
    @discardableResult
    public func incr(_ key: some RESPArgument, by amount: Int) async throws -> Int {
        try await send(.incr(key, by: amount))
    }

    /// Adds to the floating-point number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no number or the sum would be none.
    @inlinable
    @discardableResult
    public func incr(_ key: some RESPArgument, by amount: Double) async throws -> Double {
        try await send(.incr(key, by: amount))
    }

    /// Subtracts 1 from the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable
    @discardableResult
    public func decr(_ key: some RESPArgument) async throws -> Int {
        try await send(.decr(key))
    }

    /// Subtracts from the number that a key holds, which counts as 0 when the key does not exist.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable
    @discardableResult
    public func decr(_ key: some RESPArgument, by amount: Int) async throws -> Int {
        try await send(.decr(key, by: amount))
    }
}

extension RedisCommand {
    /// `INCR`: adds 1; the reply is the new number.
    @inlinable
    public static func incr(_ key: some RESPArgument) -> RedisCommand where Reply == Int {
        RedisCommand(.incr, key)
    }

    /// `INCRBY`: adds an integer; the reply is the new number.
    @inlinable
    public static func incr(_ key: some RESPArgument, by amount: Int) -> RedisCommand where Reply == Int {
        RedisCommand(.incrby, key, amount)
    }

    /// `INCRBYFLOAT`: adds a floating-point number; the reply is the new number.
    @inlinable
    public static func incr(_ key: some RESPArgument, by amount: Double) -> RedisCommand where Reply == Double {
        RedisCommand(.incrbyfloat, key, amount)
    }

    /// `DECR`: subtracts 1; the reply is the new number.
    @inlinable
    public static func decr(_ key: some RESPArgument) -> RedisCommand where Reply == Int {
        RedisCommand(.decr, key)
    }

    /// `DECRBY`: subtracts an integer; the reply is the new number.
    @inlinable
    public static func decr(_ key: some RESPArgument, by amount: Int) -> RedisCommand where Reply == Int {
        RedisCommand(.decrby, key, amount)
    }
}
