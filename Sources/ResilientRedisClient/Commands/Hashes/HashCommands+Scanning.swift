extension RedisCommands {
    /// Returns any one field of a hash, or `nil` when there is no such hash.
    @inlinable
    public func hrandfield<Field: RESPDecodable>(
        _ key: some RESPArgument, as type: Field.Type = Field.self
    ) async throws -> Field? {
        try await send(.hrandfield(key, as: type))
    }

    /// Returns several random fields of a hash.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - count: How many different fields at most; a negative number draws exactly that many, repeated ones included.
    ///   - type: What to read a field as.
    @inlinable
    public func hrandfield<Field: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Field.Type = Field.self
    ) async throws -> [Field] {
        try await send(.hrandfield(key, count: count, as: type))
    }

    /// Returns several random fields of a hash with their values.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - count: How many different fields at most; a negative number draws exactly that many, repeated ones included.
    ///   - type: What to read a field and its value as.
    @inlinable
    public func hrandfieldWithValues<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: RedisHashEntry<Field, Value>.Type = RedisHashEntry.self
    ) async throws -> [RedisHashEntry<Field, Value>] {
        try await send(.hrandfieldWithValues(key, count: count, as: type))
    }

    /// Returns some fields of a hash with their values, and where to go on: one step of
    /// ``hscanAll(_:matching:count:as:)``.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - cursor: Where to go on; by default at the beginning.
    ///   - pattern: A glob-style pattern that the fields must match.
    ///   - count: About how many fields the server shall look at in this step; it takes 10 by default.
    ///   - type: What to read a field and its value as.
    @inlinable
    public func hscan<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, _ cursor: RedisScanCursor = .start, matching pattern: String? = nil,
        count: Int? = nil, as type: RedisHashEntry<Field, Value>.Type = RedisHashEntry.self
    ) async throws -> RedisScanPage<RedisHashEntry<Field, Value>> {
        try await send(.hscan(key, cursor, matching: pattern, count: count, as: type))
    }

    /// Returns all fields of a hash with their values, fetched page by page.
    ///
    /// ```swift
    /// for try await entry in redis.hscanAll("big", as: RedisHashEntry<String, Int>.self) { … }
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - pattern: A glob-style pattern that the fields must match.
    ///   - count: About how many fields the server shall look at in one step; it takes 10 by default.
    ///   - type: What to read a field and its value as.
    public func hscanAll<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument & Sendable, matching pattern: String? = nil, count: Int? = nil,
        as type: RedisHashEntry<Field, Value>.Type = RedisHashEntry.self
    ) -> RedisScanSequence<Self, RedisHashEntry<Field, Value>> {
        RedisScanSequence(self) { .hscan(key, $0, matching: pattern, count: count) }
    }
}

extension RedisCommand {
    /// `HRANDFIELD`: any one field of a hash, or `nil`.
    @inlinable
    public static func hrandfield<Field: RESPDecodable>(
        _ key: some RESPArgument, as type: Field.Type = Field.self
    ) -> RedisCommand where Reply == Field? {
        RedisCommand(.hrandfield, key)
    }

    /// `HRANDFIELD` with a count: several random fields.
    @inlinable
    public static func hrandfield<Field: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Field.Type = Field.self
    ) -> RedisCommand where Reply == [Field] {
        RedisCommand(.hrandfield, key, count)
    }

    /// `HRANDFIELD` with `WITHVALUES`: several random fields with their values.
    @inlinable
    public static func hrandfieldWithValues<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: RedisHashEntry<Field, Value>.Type = RedisHashEntry.self
    ) -> RedisCommand where Reply == [RedisHashEntry<Field, Value>] {
        RedisCommand(.hrandfield, key, count, "WITHVALUES") { try RedisHashEntry.list($0) }
    }

    /// `HSCAN`: some fields of a hash with their values, and where to go on.
    @inlinable
    public static func hscan<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, _ cursor: RedisScanCursor = .start, matching pattern: String? = nil,
        count: Int? = nil, as type: RedisHashEntry<Field, Value>.Type = RedisHashEntry.self
    ) -> RedisCommand where Reply == RedisScanPage<RedisHashEntry<Field, Value>> {
        RedisCommand(
            .hscan, key, cursor, KeywordArgument("MATCH", pattern), KeywordArgument("COUNT", count)
        ) { value in
            try RedisScanPage(value) { entries throws(RESPDecodingError) in try RedisHashEntry.list(entries) }
        }
    }
}
