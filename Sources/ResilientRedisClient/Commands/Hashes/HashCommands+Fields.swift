extension RedisCommands {
    /// Returns whether a hash has a field.
    @inlinable
    public func hexists(_ key: some RESPArgument, _ field: some RESPArgument) async throws -> Bool {
        try await send(.hexists(key, field))
    }

    /// Returns how many fields a hash has, 0 when there is no such hash.
    @inlinable public func hlen(_ key: some RESPArgument) async throws -> Int { try await send(.hlen(key)) }

    /// Returns the length in bytes of a field's value, 0 when there is no such field.
    @inlinable
    public func hstrlen(_ key: some RESPArgument, _ field: some RESPArgument) async throws -> Int {
        try await send(.hstrlen(key, field))
    }

    /// Returns all fields of a hash, without their values.
    @inlinable
    public func hkeys<Field: RESPDecodable>(
        _ key: some RESPArgument, as type: Field.Type = Field.self
    ) async throws -> [Field] {
        try await send(.hkeys(key, as: type))
    }

    /// Returns all values of a hash, without their fields.
    @inlinable
    public func hvals<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> [Value] {
        try await send(.hvals(key, as: type))
    }

    /// Adds to the integer that a field holds, which counts as 0 when there is no such field.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no 64-bit integer or would no longer fit one.
    @inlinable @discardableResult
    public func hincrby(_ key: some RESPArgument, _ field: some RESPArgument, _ amount: Int) async throws -> Int {
        try await send(.hincrby(key, field, amount))
    }

    /// Adds to the floating-point number that a field holds, which counts as 0 when there is no such field.
    ///
    /// - Returns: The new number.
    /// - Throws: ``RedisError/Code/server`` when the value is no number or the sum would be none.
    @inlinable @discardableResult
    public func hincrbyfloat(
        _ key: some RESPArgument, _ field: some RESPArgument, _ amount: Double
    ) async throws -> Double {
        try await send(.hincrbyfloat(key, field, amount))
    }
}

extension RedisCommand {
    /// `HEXISTS`: whether a hash has a field.
    @inlinable
    public static func hexists(
        _ key: some RESPArgument, _ field: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.hexists, key, field)
    }

    /// `HLEN`: how many fields a hash has.
    @inlinable
    public static func hlen(_ key: some RESPArgument) -> RedisCommand where Reply == Int { RedisCommand(.hlen, key) }

    /// `HSTRLEN`: the length in bytes of a field's value.
    @inlinable
    public static func hstrlen(
        _ key: some RESPArgument, _ field: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.hstrlen, key, field)
    }

    /// `HKEYS`: all fields of a hash.
    @inlinable
    public static func hkeys<Field: RESPDecodable>(
        _ key: some RESPArgument, as type: Field.Type = Field.self
    ) -> RedisCommand where Reply == [Field] {
        RedisCommand(.hkeys, key)
    }

    /// `HVALS`: all values of a hash.
    @inlinable
    public static func hvals<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value] {
        RedisCommand(.hvals, key)
    }

    /// `HINCRBY`: adds an integer to a field; the reply is the new number.
    @inlinable
    public static func hincrby(
        _ key: some RESPArgument, _ field: some RESPArgument, _ amount: Int
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.hincrby, key, field, amount)
    }

    /// `HINCRBYFLOAT`: adds a floating-point number to a field; the reply is the new number.
    @inlinable
    public static func hincrbyfloat(
        _ key: some RESPArgument, _ field: some RESPArgument, _ amount: Double
    ) -> RedisCommand where Reply == Double {
        RedisCommand(.hincrbyfloat, key, field, amount)
    }
}
