extension RedisCommands {
    /// Takes any one member of a set, or `nil` when there is none.
    @inlinable
    public func spop<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) async throws -> Member? {
        try await send(.spop(key, as: type))
    }

    /// Takes up to `count` random members of a set.
    @inlinable
    public func spop<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.spop(key, count: count, as: type))
    }

    /// Returns any one member of a set, or `nil` when there is none.
    @inlinable
    public func srandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) async throws -> Member? {
        try await send(.srandmember(key, as: type))
    }

    /// Returns several random members of a set.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - count: How many different members at most; a negative number draws exactly that many, repeated ones included.
    ///   - type: What to read a member as.
    @inlinable
    public func srandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.srandmember(key, count: count, as: type))
    }

    /// Returns some members of a set, and where to go on: one step of ``sscanAll(_:matching:count:as:)``.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - cursor: Where to go on; by default at the beginning.
    ///   - pattern: A glob-style pattern that the members must match.
    ///   - count: About how many members the server shall look at in this step; it takes 10 by default.
    ///   - type: What to read a member as.
    @inlinable
    public func sscan<Member: RESPDecodable>(
        _ key: some RESPArgument, _ cursor: RedisScanCursor = .start, matching pattern: String? = nil,
        count: Int? = nil, as type: Member.Type = Member.self
    ) async throws -> RedisScanPage<Member> {
        try await send(.sscan(key, cursor, matching: pattern, count: count, as: type))
    }

    /// Returns all members of a set, fetched page by page.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - pattern: A glob-style pattern that the members must match.
    ///   - count: About how many members the server shall look at in one step; it takes 10 by default.
    ///   - type: What to read a member as.
    public func sscanAll<Member: RESPDecodable>(
        _ key: some RESPArgument & Sendable, matching pattern: String? = nil, count: Int? = nil,
        as type: Member.Type = Member.self
    ) -> RedisScanSequence<Self, Member> {
        RedisScanSequence(self) { .sscan(key, $0, matching: pattern, count: count) }
    }
}

extension RedisCommand {
    /// `SPOP`: takes any one member, or `nil`.
    @inlinable
    public static func spop<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Member? {
        RedisCommand(.spop, key)
    }

    /// `SPOP` with a count: takes random members.
    @inlinable
    public static func spop<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.spop, key, count)
    }

    /// `SRANDMEMBER`: any one member, or `nil`.
    @inlinable
    public static func srandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Member? {
        RedisCommand(.srandmember, key)
    }

    /// `SRANDMEMBER` with a count: several random members.
    @inlinable
    public static func srandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.srandmember, key, count)
    }

    /// `SSCAN`: some members of a set, and where to go on.
    @inlinable
    public static func sscan<Member: RESPDecodable>(
        _ key: some RESPArgument, _ cursor: RedisScanCursor = .start, matching pattern: String? = nil,
        count: Int? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisScanPage<Member> {
        RedisCommand(
            .sscan, key, cursor, KeywordArgument("MATCH", pattern), KeywordArgument("COUNT", count)
        ) { value in
            try RedisScanPage(value) { members throws(RESPDecodingError) in try [Member](resp: members) }
        }
    }
}
