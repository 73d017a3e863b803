public import FoundationEssentials

extension RedisCommands {
    /// Sets the time after which a key expires.
    ///
    /// ```swift
    /// try await redis.pexpire("session:7", expiresIn: .seconds(30))
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - duration: The time from now, rounded up to whole milliseconds. A key whose time is not positive is deleted.
    ///   - condition: When to set it; by default always (a condition needs Redis 7.0 or later).
    /// - Returns: `false` when there is no such key or the condition was not met.
    @inlinable @discardableResult
    public func pexpire(
        _ key: some RESPArgument, expiresIn duration: Duration, condition: RedisExpireCondition? = nil
    ) async throws -> Bool {
        try await send(.pexpire(key, expiresIn: duration, condition: condition))
    }

    /// Sets the time at which a key expires, by the server's clock.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - date: The time, to the nearest millisecond. A key whose time has passed is deleted.
    ///   - condition: When to set it; by default always (a condition needs Redis 7.0 or later).
    /// - Returns: `false` when there is no such key or the condition was not met.
    @inlinable @discardableResult
    public func pexpireat(
        _ key: some RESPArgument, expiresAt date: Date, condition: RedisExpireCondition? = nil
    ) async throws -> Bool {
        try await send(.pexpireat(key, expiresAt: date, condition: condition))
    }

    /// Returns how long a key has left, precise to the millisecond.
    ///
    /// ```swift
    /// switch try await redis.pttl("session:7") {
    /// case .expires(let remaining): …
    /// case .noExpiry, .noKey: …
    /// }
    /// ```
    @inlinable public func pttl(_ key: some RESPArgument) async throws -> RedisTimeToLive { try await send(.pttl(key)) }

    /// Removes a key's expiry.
    ///
    /// - Returns: `false` when there is no such key or it did not expire.
    @inlinable @discardableResult
    public func persist(_ key: some RESPArgument) async throws -> Bool { try await send(.persist(key)) }
}

extension RedisCommand {
    /// `PEXPIRE`: sets the time after which a key expires; the reply says whether it did.
    @inlinable
    public static func pexpire(
        _ key: some RESPArgument, expiresIn duration: Duration, condition: RedisExpireCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.pexpire, key, WholeMilliseconds(duration), condition)
    }

    /// `PEXPIREAT`: sets the time at which a key expires; the reply says whether it did.
    @inlinable
    public static func pexpireat(
        _ key: some RESPArgument, expiresAt date: Date, condition: RedisExpireCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.pexpireat, key, WholeMilliseconds(date), condition)
    }

    /// `PTTL`: how long a key has left.
    @inlinable
    public static func pttl(_ key: some RESPArgument) -> RedisCommand where Reply == RedisTimeToLive {
        RedisCommand(.pttl, key)
    }

    /// `PERSIST`: removes a key's expiry; the reply says whether it had one.
    @inlinable
    public static func persist(_ key: some RESPArgument) -> RedisCommand where Reply == Bool {
        RedisCommand(.persist, key)
    }
}
