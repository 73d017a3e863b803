extension RedisCommands {
    /// Takes the member with the lowest score, or `nil` when there is none.
    @inlinable
    public func zpopmin<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) async throws -> RedisScoredMember<Member>? {
        try await send(.zpopmin(key, as: type))
    }

    /// Takes up to `count` members with the lowest scores, the lowest first.
    @inlinable
    public func zpopmin<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zpopmin(key, count: count, as: type))
    }

    /// Takes the member with the highest score, or `nil` when there is none.
    @inlinable
    public func zpopmax<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) async throws -> RedisScoredMember<Member>? {
        try await send(.zpopmax(key, as: type))
    }

    /// Takes up to `count` members with the highest scores, the highest first.
    @inlinable
    public func zpopmax<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zpopmax(key, count: count, as: type))
    }

    /// Takes the member with the lowest score from the first of several sorted sets that has one, and waits when none
    /// has.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - keys: The sorted sets, in the order in which they are tried.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds and at least one; `nil` means
    ///     without limit.
    ///   - type: What to read the member as.
    /// - Returns: The member, its score and the key that it was taken from, or `nil` when the time ran out.
    @inlinable
    public func bzpopmin<Key: RESPEncodable, Member: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Member.Type = Member.self
    ) async throws -> RedisPopped<RedisScoredMember<Member>>? {
        try await send(.bzpopmin(ArgumentList(keys), timeout: timeout, as: type))
    }

    /// Takes the member with the highest score from the first of several sorted sets that has one, and waits when none
    /// has.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - keys: The sorted sets, in the order in which they are tried.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds and at least one; `nil` means
    ///     without limit.
    ///   - type: What to read the member as.
    /// - Returns: The member, its score and the key that it was taken from, or `nil` when the time ran out.
    @inlinable
    public func bzpopmax<Key: RESPEncodable, Member: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Member.Type = Member.self
    ) async throws -> RedisPopped<RedisScoredMember<Member>>? {
        try await send(.bzpopmax(ArgumentList(keys), timeout: timeout, as: type))
    }
}

extension RedisCommand {
    /// `ZPOPMIN`: takes the member with the lowest score, or `nil`.
    @inlinable
    public static func zpopmin<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisScoredMember<Member>? {
        RedisCommand(.zpopmin, key) { try RedisScoredMember<Member>.list($0).first }
    }

    /// `ZPOPMIN` with a count: takes the members with the lowest scores.
    @inlinable
    public static func zpopmin<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zpopmin, key, count) { try RedisScoredMember.list($0) }
    }

    /// `ZPOPMAX`: takes the member with the highest score, or `nil`.
    @inlinable
    public static func zpopmax<Member: RESPDecodable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisScoredMember<Member>? {
        RedisCommand(.zpopmax, key) { try RedisScoredMember<Member>.list($0).first }
    }

    /// `ZPOPMAX` with a count: takes the members with the highest scores.
    @inlinable
    public static func zpopmax<Member: RESPDecodable>(
        _ key: some RESPArgument, count: Int, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [RedisScoredMember<Member>] {
        RedisCommand(.zpopmax, key, count) { try RedisScoredMember.list($0) }
    }

    /// `BZPOPMIN`: takes the member with the lowest score of the first sorted set that has one; waits when none has.
    @inlinable
    public static func bzpopmin<Key: RESPEncodable, Member: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisPopped<RedisScoredMember<Member>>? {
        RedisCommand(.bzpopmin, ArgumentList(keys), BlockingTimeout(timeout))
    }

    /// `BZPOPMAX`: takes the member with the highest score of the first sorted set that has one; waits when none has.
    @inlinable
    public static func bzpopmax<Key: RESPEncodable, Member: RESPDecodable>(
        _ keys: Key..., timeout: Duration?, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == RedisPopped<RedisScoredMember<Member>>? {
        RedisCommand(.bzpopmax, ArgumentList(keys), BlockingTimeout(timeout))
    }
}
