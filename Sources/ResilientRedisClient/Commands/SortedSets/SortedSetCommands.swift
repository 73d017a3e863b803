extension RedisCommands {
    /// Sets the score of a member of a sorted set, which is made when it does not exist.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - member: The member.
    ///   - score: The member's score; infinities are allowed, NaN is refused by the server.
    ///   - condition: When to set it; by default always.
    /// - Returns: Whether the member is new.
    @inlinable @discardableResult
    public func zadd(
        _ key: some RESPArgument, _ member: some RESPArgument, score: Double, condition: RedisScoreCondition? = nil
    ) async throws -> Bool {
        try await send(.zadd(key, member, score: score, condition: condition))
    }

    /// Sets the scores of several members of a sorted set, which is made when it does not exist.
    ///
    /// ```swift
    /// try await redis.zadd("board", ["ann": 12, "bob": 7.5])
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - scores: The members with their scores.
    ///   - condition: When to set a score; by default always.
    ///   - countingChanges: Whether members whose score changes count too; by default only new ones do.
    /// - Returns: How many members are new, or changed.
    @inlinable @discardableResult
    public func zadd<Member: RESPArgument>(
        _ key: some RESPArgument, _ scores: [Member: Double], condition: RedisScoreCondition? = nil,
        countingChanges: Bool = false
    ) async throws -> Int {
        try await send(.zadd(key, scores, condition: condition, countingChanges: countingChanges))
    }

    /// Adds to a member's score, which counts as 0 when there is no such member.
    ///
    /// - Returns: The new score.
    @inlinable @discardableResult
    public func zincrby(
        _ key: some RESPArgument, _ member: some RESPArgument, _ amount: Double
    ) async throws -> Double {
        try await send(.zincrby(key, member, amount))
    }

    /// Removes members, and the sorted set with its last member.
    ///
    /// - Returns: How many of the members existed.
    @inlinable @discardableResult
    public func zrem<Member: RESPEncodable>(_ key: some RESPArgument, _ members: Member...) async throws -> Int {
        try await send(.zrem(key, ArgumentList(members)))
    }

    /// Returns a member's score, or `nil` when there is no such member.
    @inlinable
    public func zscore(_ key: some RESPArgument, _ member: some RESPArgument) async throws -> Double? {
        try await send(.zscore(key, member))
    }

    /// Returns the scores of several members, in the members' order; `nil` for a member that does not exist.
    @inlinable
    public func zmscore<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) async throws -> [Double?] {
        try await send(.zmscore(key, ArgumentList(members)))
    }

    /// Returns how many members a sorted set has, 0 when there is no such set.
    @inlinable public func zcard(_ key: some RESPArgument) async throws -> Int { try await send(.zcard(key)) }

    /// Returns a member's position in ascending order of scores, from 0, or `nil` when there is no such member.
    @inlinable
    public func zrank(_ key: some RESPArgument, _ member: some RESPArgument) async throws -> Int? {
        try await send(.zrank(key, member))
    }

    /// Returns a member's position in descending order of scores, from 0, or `nil` when there is no such member.
    @inlinable
    public func zrevrank(_ key: some RESPArgument, _ member: some RESPArgument) async throws -> Int? {
        try await send(.zrevrank(key, member))
    }
}

extension RedisCommand {
    /// `ZADD`: sets a member's score; the reply says whether the member is new.
    @inlinable
    public static func zadd(
        _ key: some RESPArgument, _ member: some RESPArgument, score: Double, condition: RedisScoreCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.zadd, key, condition, score, member)
    }

    /// `ZADD`: sets the scores of several members; the reply is how many are new, or changed.
    @inlinable
    public static func zadd<Member: RESPArgument>(
        _ key: some RESPArgument, _ scores: [Member: Double], condition: RedisScoreCondition? = nil,
        countingChanges: Bool = false
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zadd, key, condition, countingChanges ? "CH" : nil, ScoreList(scores))
    }

    /// `ZINCRBY`: adds to a member's score; the reply is the new score.
    @inlinable
    public static func zincrby(
        _ key: some RESPArgument, _ member: some RESPArgument, _ amount: Double
    ) -> RedisCommand where Reply == Double {
        RedisCommand(.zincrby, key, amount, member)
    }

    /// `ZREM`: removes members; the reply is how many existed.
    @inlinable
    public static func zrem<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.zrem, key, ArgumentList(members))
    }

    /// `ZSCORE`: a member's score, or `nil`.
    @inlinable
    public static func zscore(
        _ key: some RESPArgument, _ member: some RESPArgument
    ) -> RedisCommand where Reply == Double? {
        RedisCommand(.zscore, key, member)
    }

    /// `ZMSCORE`: the scores of several members, in order, `nil` for one that does not exist.
    @inlinable
    public static func zmscore<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == [Double?] {
        RedisCommand(.zmscore, key, ArgumentList(members))
    }

    /// `ZCARD`: how many members a sorted set has.
    @inlinable
    public static func zcard(_ key: some RESPArgument) -> RedisCommand where Reply == Int { RedisCommand(.zcard, key) }

    /// `ZRANK`: a member's position in ascending order, or `nil`.
    @inlinable
    public static func zrank(
        _ key: some RESPArgument, _ member: some RESPArgument
    ) -> RedisCommand where Reply == Int? {
        RedisCommand(.zrank, key, member)
    }

    /// `ZREVRANK`: a member's position in descending order, or `nil`.
    @inlinable
    public static func zrevrank(
        _ key: some RESPArgument, _ member: some RESPArgument
    ) -> RedisCommand where Reply == Int? {
        RedisCommand(.zrevrank, key, member)
    }
}
