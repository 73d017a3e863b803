extension RedisCommands {
    /// Returns some of the server's keys and where to go on: one step of ``scanAll(matching:type:count:as:)``.
    ///
    /// - Parameters:
    ///   - cursor: Where to go on; by default at the beginning.
    ///   - pattern: A glob-style pattern that the keys must match, such as `user:*`.
    ///   - type: The kind of value that the keys must hold.
    ///   - count: About how many keys the server shall look at in this step; it takes 10 by default.
    ///   - keyType: What to read a key as.
    @inlinable
    public func scan<Key: RESPDecodable>(
        _ cursor: RedisScanCursor = .start, matching pattern: String? = nil, type: RedisKeyType? = nil,
        count: Int? = nil, as keyType: Key.Type = Key.self
    ) async throws -> RedisScanPage<Key> {
        try await send(.scan(cursor, matching: pattern, type: type, count: count, as: keyType))
    }

    /// Returns all of the server's keys, fetched page by page, without holding the server up as `KEYS` does.
    ///
    /// ```swift
    /// for try await key in redis.scanAll(matching: "session:*", as: String.self) { … }
    /// ```
    ///
    /// - Parameters:
    ///   - pattern: A glob-style pattern that the keys must match, such as `user:*`.
    ///   - type: The kind of value that the keys must hold.
    ///   - count: About how many keys the server shall look at in one step; it takes 10 by default.
    ///   - keyType: What to read a key as.
    public func scanAll<Key: RESPDecodable>(
        matching pattern: String? = nil, type: RedisKeyType? = nil, count: Int? = nil,
        as keyType: Key.Type = Key.self
    ) -> RedisScanSequence<Self, Key> {
        RedisScanSequence(self) { .scan($0, matching: pattern, type: type, count: count) }
    }

    /// Returns all keys that match a glob-style pattern.
    ///
    /// The server serves no other client while it looks through all its keys: use ``scanAll(matching:type:count:as:)`` on a
    /// server that has many.
    @inlinable
    public func keys<Key: RESPDecodable>(
        matching pattern: String, as keyType: Key.Type = Key.self
    ) async throws -> [Key] {
        try await send(.keys(matching: pattern, as: keyType))
    }

    /// Returns any one key, or `nil` when the database is empty.
    @inlinable
    public func randomkey<Key: RESPDecodable>(as keyType: Key.Type = Key.self) async throws -> Key? {
        try await send(.randomkey(as: keyType))
    }
}

extension RedisCommand {
    /// `SCAN`: some of the server's keys and where to go on.
    @inlinable
    public static func scan<Key: RESPDecodable>(
        _ cursor: RedisScanCursor = .start, matching pattern: String? = nil, type: RedisKeyType? = nil,
        count: Int? = nil, as keyType: Key.Type = Key.self
    ) -> RedisCommand where Reply == RedisScanPage<Key> {
        RedisCommand(
            .scan, cursor, KeywordArgument("MATCH", pattern), KeywordArgument("COUNT", count),
            KeywordArgument("TYPE", type)
        ) { value in
            try RedisScanPage(value) { elements throws(RESPDecodingError) in try [Key](resp: elements) }
        }
    }

    /// `KEYS`: all keys that match a glob-style pattern.
    @inlinable
    public static func keys<Key: RESPDecodable>(
        matching pattern: String, as keyType: Key.Type = Key.self
    ) -> RedisCommand where Reply == [Key] {
        RedisCommand(.keys, pattern)
    }

    /// `RANDOMKEY`: any one key, or `nil`.
    @inlinable
    public static func randomkey<Key: RESPDecodable>(
        as keyType: Key.Type = Key.self
    ) -> RedisCommand where Reply == Key? {
        RedisCommand(.randomkey)
    }
}
