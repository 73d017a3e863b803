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
    @inlinable
    @discardableResult
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
