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
    public func hrandfield<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, withValues type: RedisHashEntry<Field, Value>.Type
    ) async throws -> [RedisHashEntry<Field, Value>] {
        try await send(.hrandfield(key, count: count, withValues: type))
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
    public static func hrandfield<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, count: Int, withValues type: RedisHashEntry<Field, Value>.Type
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

/// A field of a hash and its value.
public struct RedisHashEntry<Field, Value> {
    /// The field.
    public var field: Field
    /// The field's value.
    public var value: Value

    /// Makes an entry from its field and value.
    public init(field: Field, value: Value) {
        self.field = field
        self.value = value
    }
}

extension RedisHashEntry: Sendable where Field: Sendable, Value: Sendable {}
extension RedisHashEntry: Equatable where Field: Equatable, Value: Equatable {}
extension RedisHashEntry: Hashable where Field: Hashable, Value: Hashable {}

extension RedisHashEntry where Field: RESPDecodable, Value: RESPDecodable {
    /// Reads a list of fields and values in any of the forms that RESP2 and RESP3 have for it.
    @inlinable
    static func list(_ reply: RESPValue) throws(RESPDecodingError) -> [Self] {
        var entries: [Self] = []
        let paired = try reply.forEachPair { (field, value, count) throws(RESPDecodingError) in
            if entries.isEmpty { entries.reserveCapacity(count) }
            entries.append(Self(field: try Field(resp: field), value: try Value(resp: value)))
        }
        guard paired else { throw RESPDecodingError(expected: [Self].self, received: reply) }
        return entries
    }
}
