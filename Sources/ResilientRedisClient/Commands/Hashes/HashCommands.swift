extension RedisCommands {
    /// Returns the value of a hash's field, or `nil` when there is no such field or hash.
    @inlinable
    public func hget<Value: RESPDecodable>(
        _ key: some RESPArgument, _ field: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.hget(key, field, as: type))
    }

    /// Sets one field of a hash.
    ///
    /// - Returns: Whether the field is new.
    @inlinable @discardableResult
    public func hset(
        _ key: some RESPArgument, _ field: some RESPArgument, _ value: some RESPArgument
    ) async throws -> Bool {
        try await send(.hset(key, field, value))
    }

    /// Sets several fields of a hash; its other fields stay as they are.
    ///
    /// - Returns: How many of the fields are new.
    @inlinable @discardableResult
    public func hset<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value]
    ) async throws -> Int {
        try await send(.hset(key, fields: fields))
    }

    /// Sets several fields of different types; the hash's other fields stay as they are.
    ///
    /// ```swift
    /// try await redis.hset("user:1", fields: ["name": "Ann", "visits": 7])
    /// ```
    ///
    /// - Returns: How many of the fields are new.
    @inlinable @discardableResult
    public func hset(_ key: some RESPArgument, fields: KeyValuePairs<String, any RESPArgument>) async throws -> Int {
        try await send(.hset(key, fields: fields))
    }

    /// Sets a field of a hash if there is no such field.
    ///
    /// - Returns: Whether it was set.
    @inlinable @discardableResult
    public func hsetnx(
        _ key: some RESPArgument, _ field: some RESPArgument, _ value: some RESPArgument
    ) async throws -> Bool {
        try await send(.hsetnx(key, field, value))
    }

    /// Returns the values of several fields, in the fields' order; `nil` for a field that does not exist.
    @inlinable
    public func hmget<Field: RESPEncodable, Value: RESPDecodable>(
        _ key: some RESPArgument, _ fields: Field..., as type: Value.Type = Value.self
    ) async throws -> [Value?] {
        try await send(.hmget(key, ArgumentList(fields), as: type))
    }

    /// Returns all fields of a hash with their values; empty when there is no such hash.
    ///
    /// ```swift
    /// let user: [String: String] = try await redis.hgetall("user:1")
    /// ```
    @inlinable
    public func hgetall<Field: RESPDecodable & Hashable, Value: RESPDecodable>(
        _ key: some RESPArgument, as type: [Field: Value].Type = [Field: Value].self
    ) async throws -> [Field: Value] {
        try await send(.hgetall(key, as: type))
    }

    /// Deletes fields of a hash, and the hash with its last field.
    ///
    /// - Returns: How many of the fields existed.
    @inlinable @discardableResult
    public func hdel<Field: RESPEncodable>(_ key: some RESPArgument, _ fields: Field...) async throws -> Int {
        try await send(.hdel(key, ArgumentList(fields)))
    }
}

extension RedisCommand {
    /// `HGET`: the value of a field, or `nil`.
    @inlinable
    public static func hget<Value: RESPDecodable>(
        _ key: some RESPArgument, _ field: some RESPArgument, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.hget, key, field)
    }

    /// `HSET`: sets one field; the reply says whether it is new.
    @inlinable
    public static func hset(
        _ key: some RESPArgument, _ field: some RESPArgument, _ value: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.hset, key, field, value)
    }

    /// `HSET`: sets several fields; the reply is how many are new.
    @inlinable
    public static func hset<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value]
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.hset, key, fields)
    }

    /// `HSET`: sets several fields of different types; the reply is how many are new.
    @inlinable
    public static func hset(
        _ key: some RESPArgument, fields: KeyValuePairs<String, any RESPArgument>
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.hset, key, fields)
    }

    /// `HSETNX`: sets a field if there is none; the reply says whether it did.
    @inlinable
    public static func hsetnx(
        _ key: some RESPArgument, _ field: some RESPArgument, _ value: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.hsetnx, key, field, value)
    }

    /// `HMGET`: the values of several fields, in order, `nil` for a field that does not exist.
    @inlinable
    public static func hmget<Field: RESPEncodable, Value: RESPDecodable>(
        _ key: some RESPArgument, _ fields: Field..., as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value?] {
        RedisCommand(.hmget, key, ArgumentList(fields))
    }

    /// `HGETALL`: all fields with their values.
    @inlinable
    public static func hgetall<Field: RESPDecodable & Hashable, Value: RESPDecodable>(
        _ key: some RESPArgument, as type: [Field: Value].Type = [Field: Value].self
    ) -> RedisCommand where Reply == [Field: Value] {
        RedisCommand(.hgetall, key)
    }

    /// `HDEL`: deletes fields; the reply is how many existed.
    @inlinable
    public static func hdel<Field: RESPEncodable>(
        _ key: some RESPArgument, _ fields: Field...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.hdel, key, ArgumentList(fields))
    }
}
