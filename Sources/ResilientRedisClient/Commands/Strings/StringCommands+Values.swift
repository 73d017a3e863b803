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
    /// The keys do not expire; an expiry that one had is removed.
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
    public func mset(_ values: KeyValuePairs<String, any RESPArgument>) async throws { try await send(.mset(values)) }

    /// Stores several values if none of the keys exists.
    ///
    /// - Returns: Whether the values were stored: all of them or none.
    @inlinable @discardableResult
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

extension RedisCommands {
    /// Returns the value of a key, read by a coder, or `nil` when there is none.
    ///
    /// ```swift
    /// let user = try await redis.get("user:1", as: User.self, coder: .json)
    /// ```
    ///
    /// - Throws: ``RedisError/Code/decoding`` when the coder cannot read the value as this type.
    @inlinable
    public func get<Value: Decodable & SendableMetatype>(
        _ key: some RESPArgument, as type: Value.Type = Value.self, coder: some RedisValueCoder
    ) async throws -> Value? {
        try await send(.get(key, as: type, coder: coder))
    }

    /// Stores a value in the form that a coder gives it.
    ///
    /// ```swift
    /// try await redis.set("user:1", user, coder: .json, expires: .in(.seconds(300)))
    /// ```
    ///
    /// - Returns: Whether the value was stored; `false` only when there is a condition and it was not met.
    /// - Throws: ``RedisError/Code/encoding`` when the coder has no form for the value; nothing is sent then.
    @inlinable @discardableResult
    public func set<Value: Encodable>(
        _ key: some RESPArgument, _ value: Value, coder: some RedisValueCoder, expires: RedisExpiration = .never,
        condition: RedisSetCondition? = nil
    ) async throws -> Bool {
        try await send(.set(key, value, coder: coder, expires: expires, condition: condition))
    }
}

extension RedisCommand {
    /// `GET`: the value of a key, read by a coder, or `nil`.
    @inlinable
    public static func get<Value: Decodable & SendableMetatype>(
        _ key: some RESPArgument, as type: Value.Type = Value.self, coder: some RedisValueCoder
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.get, key) { try coder.optionalValue(type, from: $0) }
    }

    /// `SET`: stores a value in the form that a coder gives it; the reply says whether it did.
    ///
    /// - Throws: ``RedisError/Code/encoding`` when the coder has no form for the value.
    @inlinable
    public static func set<Value: Encodable>(
        _ key: some RESPArgument, _ value: Value, coder: some RedisValueCoder, expires: RedisExpiration = .never,
        condition: RedisSetCondition? = nil
    ) throws(RedisError) -> RedisCommand where Reply == Bool {
        .set(key, try coder.argument(for: value), expires: expires, condition: condition)
    }
}
