extension RedisCommands {
    /// Returns the values of several keys, in the keys' order; `nil` for a key that does not exist or holds no string.
    ///
    /// ```swift
    /// let names: [String?] = try await redis.mget("user:1:name", "user:2:name")
    /// let counts = try await redis.mget(keys, as: Int.self)
    /// ```
    @inlinable
    public func mget<Key: RESPEncodable, Value: RESPDecodable>(
        _ keys: Key..., as type: Value.Type = Value.self
    ) async throws -> [Value?] {
        try await send(.mget(ArgumentList(keys), as: type))
    }

    /// Stores several values, all at once.
    ///
    /// The keys do not expire; an expiry that one had is taken away.
    @inlinable
    public func mset<Key: RESPArgument, Value: RESPArgument>(_ values: [Key: Value]) async throws {
        try await send(.mset(values))
    }

    /// Stores several values of different types, all at once.
    ///
    /// ```swift
    /// try await redis.mset(["name": "Ann", "visits": 7])
    /// ```
    @inlinable
    public func mset(_ values: KeyValuePairs<String, any RESPArgument>) async throws {
        try await send(.mset(values))
    }

    /// Stores several values if none of the keys exists.
    ///
    /// - Returns: Whether the values were stored: all of them or none.
    @inlinable
    @discardableResult
    public func msetnx<Key: RESPArgument, Value: RESPArgument>(_ values: [Key: Value]) async throws -> Bool {
        try await send(.msetnx(values))
    }
}

extension RedisCommand {
    /// `MGET`: the values of several keys, in order, `nil` for a key without one.
    @inlinable
    public static func mget<Key: RESPEncodable, Value: RESPDecodable>(
        _ keys: Key..., as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value?] {
        RedisCommand(.mget, ArgumentList(keys))
    }

    /// `MSET`: stores several values.
    @inlinable
    public static func mset<Key: RESPArgument, Value: RESPArgument>(
        _ values: [Key: Value]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.mset, values)
    }

    /// `MSET`: stores several values of different types.
    @inlinable
    public static func mset(_ values: KeyValuePairs<String, any RESPArgument>) -> RedisCommand where Reply == Void {
        RedisCommand(.mset, values)
    }

    /// `MSETNX`: stores several values if none of the keys exists; the reply says whether it did.
    @inlinable
    public static func msetnx<Key: RESPArgument, Value: RESPArgument>(
        _ values: [Key: Value]
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.msetnx, values)
    }
}
