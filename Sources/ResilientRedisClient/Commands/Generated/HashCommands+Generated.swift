// Made by scripts/generate from Sources/CommandGenerator. Do not edit.
public import FoundationEssentials

extension RedisCommands {
    /// Sets several fields of a hash: an old name of ``hset(_:fields:)-(_,[Field:Value])`` without its result.
    @inlinable
    public func hmset<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value]
    ) async throws {
        try await send(.hmset(key, fields: fields))
    }

    /// Sets the time until fields of a hash expire in whole seconds, rounded up.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    ///
    /// - Returns: What became of each field, in the order of `fields`.
    @inlinable @discardableResult
    public func hexpire(
        _ key: some RESPArgument, expiresIn: Duration, condition: RedisExpireCondition? = nil,
        fields: [some RESPArgument]
    ) async throws -> [RedisFieldExpiry] {
        try await send(.hexpire(key, expiresIn: expiresIn, condition: condition, fields: fields))
    }

    /// Sets the time until fields of a hash expire in whole milliseconds, rounded up.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    ///
    /// - Returns: What became of each field, in the order of `fields`.
    @inlinable @discardableResult
    public func hpexpire(
        _ key: some RESPArgument, expiresIn: Duration, condition: RedisExpireCondition? = nil,
        fields: [some RESPArgument]
    ) async throws -> [RedisFieldExpiry] {
        try await send(.hpexpire(key, expiresIn: expiresIn, condition: condition, fields: fields))
    }

    /// Sets the time at which fields of a hash expire, to the nearest second.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    ///
    /// - Returns: What became of each field, in the order of `fields`.
    @inlinable @discardableResult
    public func hexpireat(
        _ key: some RESPArgument, expiresAt: Date, condition: RedisExpireCondition? = nil, fields: [some RESPArgument]
    ) async throws -> [RedisFieldExpiry] {
        try await send(.hexpireat(key, expiresAt: expiresAt, condition: condition, fields: fields))
    }

    /// Sets the time at which fields of a hash expire, to the nearest millisecond.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    ///
    /// - Returns: What became of each field, in the order of `fields`.
    @inlinable @discardableResult
    public func hpexpireat(
        _ key: some RESPArgument, expiresAt: Date, condition: RedisExpireCondition? = nil, fields: [some RESPArgument]
    ) async throws -> [RedisFieldExpiry] {
        try await send(.hpexpireat(key, expiresAt: expiresAt, condition: condition, fields: fields))
    }

    /// Removes the expiry of fields of a hash.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    ///
    /// - Returns: What became of each field, in the order of `fields`.
    @inlinable @discardableResult
    public func hpersist(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) async throws -> [RedisFieldExpiry] {
        try await send(.hpersist(key, fields: fields))
    }

    /// Returns how long fields of a hash have left, in whole seconds and in the order of `fields`.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    @inlinable
    public func httl(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) async throws -> [RedisTimeToLive] {
        try await send(.httl(key, fields: fields))
    }

    /// Returns how long fields of a hash have left, in the order of `fields`.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    @inlinable
    public func hpttl(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) async throws -> [RedisTimeToLive] {
        try await send(.hpttl(key, fields: fields))
    }

    /// Returns when fields of a hash expire, precise to the second and in the order of `fields`.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    @inlinable
    public func hexpiretime(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) async throws -> [RedisExpirationTime] {
        try await send(.hexpiretime(key, fields: fields))
    }

    /// Returns when fields of a hash expire, in the order of `fields`.
    ///
    /// Redis 7.4 or later, Valkey 9.0 or later.
    @inlinable
    public func hpexpiretime(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) async throws -> [RedisExpirationTime] {
        try await send(.hpexpiretime(key, fields: fields))
    }

    /// Returns the values of fields of a hash, in the order of `fields`, and deletes the fields.
    ///
    /// Redis 8.0 or later, Valkey 9.1 or later.
    @inlinable
    public func hgetdel<Value: RESPDecodable>(
        _ key: some RESPArgument, fields: [some RESPArgument], as type: Value.Type = Value.self
    ) async throws -> [Value?] {
        try await send(.hgetdel(key, fields: fields, as: type))
    }

    /// Returns the values of fields of a hash, in the order of `fields`, and sets the fields' expiry.
    ///
    /// Redis 8.0 or later, Valkey 9.0 or later.
    @inlinable
    public func hgetex<Value: RESPDecodable>(
        _ key: some RESPArgument, expires: RedisExpiration, fields: [some RESPArgument],
        as type: Value.Type = Value.self
    ) async throws -> [Value?] {
        try await send(.hgetex(key, expires: expires, fields: fields, as: type))
    }

    /// Sets fields of a hash and their expiry, all at once.
    ///
    /// Redis 8.0 or later, Valkey 9.0 or later.
    ///
    /// - Returns: Whether the fields were set: all of them or none.
    @inlinable @discardableResult
    public func hsetex<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value], expires: RedisExpiration = .never,
        condition: RedisFieldCondition? = nil
    ) async throws -> Bool {
        try await send(.hsetex(key, fields: fields, expires: expires, condition: condition))
    }
}

extension RedisCommand {
    /// `HMSET`: sets several fields of a hash: an old name of ``hset(_:fields:)-(_,[Field:Value])`` without its result.
    @inlinable
    public static func hmset<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.hmset, key, fields)
    }

    /// `HEXPIRE`: sets the time until fields of a hash expire in whole seconds, rounded up.
    @inlinable
    public static func hexpire(
        _ key: some RESPArgument, expiresIn: Duration, condition: RedisExpireCondition? = nil,
        fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisFieldExpiry] {
        RedisCommand(.hexpire, key, WholeSeconds(expiresIn), condition, "FIELDS", CountedList(fields))
    }

    /// `HPEXPIRE`: sets the time until fields of a hash expire in whole milliseconds, rounded up.
    @inlinable
    public static func hpexpire(
        _ key: some RESPArgument, expiresIn: Duration, condition: RedisExpireCondition? = nil,
        fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisFieldExpiry] {
        RedisCommand(.hpexpire, key, WholeMilliseconds(expiresIn), condition, "FIELDS", CountedList(fields))
    }

    /// `HEXPIREAT`: sets the time at which fields of a hash expire, to the nearest second.
    @inlinable
    public static func hexpireat(
        _ key: some RESPArgument, expiresAt: Date, condition: RedisExpireCondition? = nil, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisFieldExpiry] {
        RedisCommand(.hexpireat, key, WholeSeconds(expiresAt), condition, "FIELDS", CountedList(fields))
    }

    /// `HPEXPIREAT`: sets the time at which fields of a hash expire, to the nearest millisecond.
    @inlinable
    public static func hpexpireat(
        _ key: some RESPArgument, expiresAt: Date, condition: RedisExpireCondition? = nil, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisFieldExpiry] {
        RedisCommand(.hpexpireat, key, WholeMilliseconds(expiresAt), condition, "FIELDS", CountedList(fields))
    }

    /// `HPERSIST`: removes the expiry of fields of a hash.
    @inlinable
    public static func hpersist(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisFieldExpiry] {
        RedisCommand(.hpersist, key, "FIELDS", CountedList(fields))
    }

    /// `HTTL`: returns how long fields of a hash have left, in whole seconds and in the order of `fields`.
    @inlinable
    public static func httl(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisTimeToLive] {
        RedisCommand(.httl, key, "FIELDS", CountedList(fields)) { try RedisTimeToLive.list(seconds: $0) }
    }

    /// `HPTTL`: returns how long fields of a hash have left, in the order of `fields`.
    @inlinable
    public static func hpttl(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisTimeToLive] {
        RedisCommand(.hpttl, key, "FIELDS", CountedList(fields)) { try RedisTimeToLive.list(milliseconds: $0) }
    }

    /// `HEXPIRETIME`: returns when fields of a hash expire, precise to the second and in the order of `fields`.
    @inlinable
    public static func hexpiretime(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisExpirationTime] {
        RedisCommand(.hexpiretime, key, "FIELDS", CountedList(fields)) { try RedisExpirationTime.list(seconds: $0) }
    }

    /// `HPEXPIRETIME`: returns when fields of a hash expire, in the order of `fields`.
    @inlinable
    public static func hpexpiretime(
        _ key: some RESPArgument, fields: [some RESPArgument]
    ) -> RedisCommand where Reply == [RedisExpirationTime] {
        RedisCommand(.hpexpiretime, key, "FIELDS", CountedList(fields)) {
            try RedisExpirationTime.list(milliseconds: $0)
        }
    }

    /// `HGETDEL`: returns the values of fields of a hash, in the order of `fields`, and deletes the fields.
    @inlinable
    public static func hgetdel<Value: RESPDecodable>(
        _ key: some RESPArgument, fields: [some RESPArgument], as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value?] {
        RedisCommand(.hgetdel, key, "FIELDS", CountedList(fields))
    }

    /// `HGETEX`: returns the values of fields of a hash, in the order of `fields`, and sets the fields' expiry.
    @inlinable
    public static func hgetex<Value: RESPDecodable>(
        _ key: some RESPArgument, expires: RedisExpiration, fields: [some RESPArgument],
        as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value?] {
        RedisCommand(.hgetex, key, RedisExpiration.ForGet(expires), "FIELDS", CountedList(fields))
    }

    /// `HSETEX`: sets fields of a hash and their expiry, all at once.
    @inlinable
    public static func hsetex<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value], expires: RedisExpiration = .never,
        condition: RedisFieldCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.hsetex, key, condition, RedisExpiration.ForSet(expires), "FIELDS", CountedPairs(fields))
    }
}
