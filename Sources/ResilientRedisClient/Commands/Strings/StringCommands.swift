extension RedisCommands {
    /// Returns the value of a key, or `nil` when there is none.
    ///
    /// ```swift
    /// let name: String? = try await redis.get("user:1:name")
    /// let visits = try await redis.get("visits", as: Int.self) ?? 0
    /// ```
    @inlinable
    public func get<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.get(key, as: type))
    }

    /// Stores a value under a key, whatever the key held before.
    ///
    /// ```swift
    /// try await redis.set("user:1:name", "Ann")
    /// let isMine = try await redis.set("lock", id, expires: .in(.seconds(30)), condition: .ifAbsent)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value.
    ///   - expires: When the key expires; by default never, and an expiry that it had is removed.
    ///   - condition: When to store the value; by default always.
    /// - Returns: Whether the value was stored; `false` only when there is a condition and it was not met.
    @inlinable @discardableResult
    public func set(
        _ key: some RESPArgument, _ value: some RESPArgument, expires: RedisExpiration = .never,
        condition: RedisSetCondition? = nil
    ) async throws -> Bool {
        try await send(.set(key, value, expires: expires, condition: condition))
    }

    /// Stores a value that expires after a time.
    ///
    /// ```swift
    /// try await redis.set("session:7", token, expiresIn: .seconds(60))
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value.
    ///   - expiresIn: The time until the key expires, rounded up to whole milliseconds. The server refuses one that is
    ///     not positive.
    ///   - condition: When to store the value; by default always.
    /// - Returns: Whether the value was stored; `false` only when there is a condition and it was not met.
    @inlinable @discardableResult
    public func set(
        _ key: some RESPArgument, _ value: some RESPArgument, expiresIn: Duration, condition: RedisSetCondition? = nil
    ) async throws -> Bool {
        try await send(.set(key, value, expiresIn: expiresIn, condition: condition))
    }

    /// Stores a value and returns the one that the key held before, or `nil` when there was none.
    ///
    /// ```swift
    /// let before = try await redis.set("state", "busy", returningOld: String.self)
    /// ```
    ///
    /// An expiry that the key had is removed unless `expires` says otherwise.
    @inlinable
    public func set<Value: RESPDecodable>(
        _ key: some RESPArgument, _ value: some RESPArgument, expires: RedisExpiration = .never,
        returningOld type: Value.Type
    ) async throws -> Value? {
        try await send(.set(key, value, expires: expires, returningOld: type))
    }

    /// Stores a value that never expires and returns the one that the key held before, or `nil` when there was none.
    @inlinable
    public func getset<Value: RESPDecodable>(
        _ key: some RESPArgument, _ value: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.getset(key, value, as: type))
    }

    /// Returns the value of a key, or `nil` when there is none, and deletes the key.
    @inlinable
    public func getdel<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.getdel(key, as: type))
    }

    /// Returns the value of a key, or `nil` when there is none, and sets the key's expiry.
    @inlinable
    public func getex<Value: RESPDecodable>(
        _ key: some RESPArgument, expires: RedisExpiration, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.getex(key, expires: expires, as: type))
    }
}

extension RedisCommand {
    /// `GET`: the value of a key, or `nil`.
    @inlinable
    public static func get<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.get, key)
    }

    /// `SET`: stores a value; the reply says whether it did.
    @inlinable
    public static func set(
        _ key: some RESPArgument, _ value: some RESPArgument, expires: RedisExpiration = .never,
        condition: RedisSetCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.set, key, value, RedisExpiration.ForSet(expires), condition)
    }

    /// `SET` with `PX`: stores a value that expires; the reply says whether it did.
    @inlinable
    public static func set(
        _ key: some RESPArgument, _ value: some RESPArgument, expiresIn: Duration, condition: RedisSetCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.set, key, value, "PX", WholeMilliseconds(expiresIn), condition)
    }

    /// `SET` with `GET`: stores a value; the reply is the value before, or `nil`.
    @inlinable
    public static func set<Value: RESPDecodable>(
        _ key: some RESPArgument, _ value: some RESPArgument, expires: RedisExpiration = .never,
        returningOld type: Value.Type
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.set, key, value, "GET", RedisExpiration.ForSet(expires))
    }

    /// `GETSET`: stores a value; the reply is the value before, or `nil`.
    @inlinable
    public static func getset<Value: RESPDecodable>(
        _ key: some RESPArgument, _ value: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.getset, key, value)
    }

    /// `GETDEL`: the value of a key, or `nil`; the key is deleted.
    @inlinable
    public static func getdel<Value: RESPDecodable>(
        _ key: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.getdel, key)
    }

    /// `GETEX`: the value of a key, or `nil`; the key's expiry is set.
    @inlinable
    public static func getex<Value: RESPDecodable>(
        _ key: some RESPArgument, expires: RedisExpiration, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.getex, key, RedisExpiration.ForGet(expires))
    }
}
