extension RedisCommands {
    /// Returns any one member of a sorted set, or `nil` when there is none.
    @inlinable
    public func zrandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) async throws -> Member? {
        try await send(.zrandmember(key, as: type))
    }

    /// Returns several random members of a sorted set.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - count: How many different members at most; a negative number draws exactly that many, repeated ones included.
    ///   - type: What to read a member as.
    @inlinable
    public func zrandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrandmember(key, count: count, as: type))
    }

    /// Returns several random members of a sorted set with their scores.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - count: How many different members at most; a negative number draws exactly that many, repeated ones included.
    ///   - type: What to read a member as.
    @inlinable
    public func zrandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zrandmember(key, count: count, withScores: type))
    }

    /// Returns some members with their scores, and where to go on: one step of ``zscanAll(_:matching:count:as:)``.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - cursor: Where to go on; by default at the beginning.
    ///   - pattern: A glob-style pattern that the members must match.
    ///   - count: About how many members the server shall look at in this step; it takes 10 by default.
    ///   - type: What to read a member as.
    @inlinable
    public func zscan<Member: RESPDecodable>(
        _ key: some RESPArgument, _ cursor: RedisScanCursor = .start, matching pattern: String? = nil,
        count: Int? = nil, as type: Member.Type = Member.self
    ) async throws -> RedisScanPage<RedisScoredMember<Member>> {
        try await send(.zscan(key, cursor, matching: pattern, count: count, as: type))
    }

    /// Returns all members with their scores, fetched page by page, in no particular order.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - pattern: A glob-style pattern that the members must match.
    ///   - count: About how many members the server shall look at in one step; it takes 10 by default.
    ///   - type: What to read a member as.
    public func zscanAll<Member: RESPDecodable>(
        _ key: some RESPArgument & Sendable, matching pattern: String? = nil, count: Int? = nil,
        as type: Member.Type = Member.self
    ) -> RedisScanSequence<Self, RedisScoredMember<Member>> {
        RedisScanSequence(self) { .zscan(key, $0, matching: pattern, count: count) }
    }
}

extension RedisCommand {
    /// `ZRANDMEMBER`: any one member, or `nil`.
    @inlinable
    public static func zrandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Member? {
        RedisCommand(.zrandmember, key)
    }

    /// `ZRANDMEMBER` with a count: several random members.
    @inlinable
    public static func zrandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.zrandmember, key, count)
    }

    /// `ZRANDMEMBER` with `WITHSCORES`: several random members with their scores.
    @inlinable
    public static func zrandmember<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, withScores type: Member.Type
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zrandmember, key, count, "WITHSCORES") { try RedisScoredMember.list($0) }
    }

    /// `ZSCAN`: some members with their scores, and where to go on.
    @inlinable
    public static func zscan<Member: RESPDecodable>(
        _ key: some RESPArgument, _ cursor: RedisScanCursor = .start, matching pattern: String? = nil,
        count: Int? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisScanPage<RedisScoredMember<Member>> {
        RedisCommand(
            .zscan, key, cursor, KeywordArgument("MATCH", pattern), KeywordArgument("COUNT", count)
        ) { value in
            try RedisScanPage(value) { members throws(RESPDecodingError) in try RedisScoredMember.list(members) }
        }
    }
}
