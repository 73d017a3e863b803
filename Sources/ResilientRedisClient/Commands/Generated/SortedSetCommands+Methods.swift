// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Returns the members that any of several sorted sets has, the lowest score first.
    @inlinable
    public func zunion<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zunion(keys, weights: weights, aggregate: aggregate, as: type))
    }

    /// Returns the members that any of several sorted sets has with their scores, the lowest first.
    @inlinable
    public func zunion<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zunion(keys, weights: weights, aggregate: aggregate, withScores: type))
    }

    /// Returns the members that all of several sorted sets have, the lowest score first.
    @inlinable
    public func zinter<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zinter(keys, weights: weights, aggregate: aggregate, as: type))
    }

    /// Returns the members that all of several sorted sets have with their scores, the lowest first.
    @inlinable
    public func zinter<Member: RESPDecodable>(
        _ keys: [some RESPArgument], weights: [Double]? = nil, aggregate: RedisScoreAggregate? = nil,
        withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zinter(keys, weights: weights, aggregate: aggregate, withScores: type))
    }

    /// Returns how many members all of several sorted sets have; it stops counting at a limit, 0 meaning none.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func zintercard(
        _ keys: [some RESPArgument], limit: Int? = nil
    ) async throws -> Int {
        try await send(.zintercard(keys, limit: limit))
    }

    /// Returns the members of the first sorted set that the others do not have, the lowest score first.
    @inlinable
    public func zdiff<Member: RESPDecodable>(
        _ keys: [some RESPArgument], as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zdiff(keys, as: type))
    }

    /// Returns the members of the first sorted set that the others do not have with their scores, the lowest first.
    @inlinable
    public func zdiff<Member: RESPDecodable>(
        _ keys: [some RESPArgument], withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zdiff(keys, withScores: type))
    }

    /// Stores the members of the first sorted set that the others do not have under a key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func zdiffstore(
        _ destination: some RESPArgument, of keys: [some RESPArgument]
    ) async throws -> Int {
        try await send(.zdiffstore(destination, of: keys))
    }

    /// Stores the members between two positions under another key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func zrangestore(
        _ destination: some RESPArgument, of source: some RESPArgument, from: Int = 0, to: Int = -1,
        reversed: Bool = false
    ) async throws -> Int {
        try await send(.zrangestore(destination, of: source, from: from, to: to, reversed: reversed))
    }

    /// Stores the members whose scores are in a range under another key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func zrangestore(
        _ destination: some RESPArgument, of source: some RESPArgument, fromScore: RedisScoreBound,
        toScore: RedisScoreBound, reversed: Bool = false, limit: RedisLimit? = nil
    ) async throws -> Int {
        try await send(
            .zrangestore(
                destination, of: source, fromScore: fromScore, toScore: toScore, reversed: reversed, limit: limit))
    }

    /// Stores the members between two others in the order of their bytes under another key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func zrangestore(
        _ destination: some RESPArgument, of source: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound,
        reversed: Bool = false, limit: RedisLimit? = nil
    ) async throws -> Int {
        try await send(
            .zrangestore(destination, of: source, fromLex: fromLex, toLex: toLex, reversed: reversed, limit: limit))
    }

    /// Returns the members whose scores are in a range, the lowest first: an old name of one case of `zrange`.
    @inlinable
    public func zrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrangebyscore(key, fromScore: fromScore, toScore: toScore, limit: limit, as: type))
    }

    /// Returns the members whose scores are in a range with their scores: an old name of one case of `zrange`.
    @inlinable
    public func zrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zrangebyscore(key, fromScore: fromScore, toScore: toScore, limit: limit, withScores: type))
    }

    /// Returns the members whose scores are in a range, the highest first: an old name of one case of `zrange`.
    @inlinable
    public func zrevrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrevrangebyscore(key, fromScore: fromScore, toScore: toScore, limit: limit, as: type))
    }

    /// Returns the members whose scores are in a range with their scores, the highest first: an old name of one case of
    /// `zrange`.
    @inlinable
    public func zrevrangebyscore<Member: RESPDecodable>(
        _ key: some RESPArgument, fromScore: RedisScoreBound, toScore: RedisScoreBound, limit: RedisLimit? = nil,
        withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zrevrangebyscore(key, fromScore: fromScore, toScore: toScore, limit: limit, withScores: type))
    }

    /// Returns the members between two others in the order of their bytes: an old name of one case of `zrange`.
    @inlinable
    public func zrangebylex<Member: RESPDecodable>(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrangebylex(key, fromLex: fromLex, toLex: toLex, limit: limit, as: type))
    }

    /// Returns the members between two others in the reverse order of their bytes: an old name of one case of `zrange`.
    @inlinable
    public func zrevrangebylex<Member: RESPDecodable>(
        _ key: some RESPArgument, fromLex: RedisLexBound, toLex: RedisLexBound, limit: RedisLimit? = nil,
        as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrevrangebylex(key, fromLex: fromLex, toLex: toLex, limit: limit, as: type))
    }

    /// Returns the members between two positions, the highest score first: an old name of one case of `zrange`.
    @inlinable
    public func zrevrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.zrevrange(key, from: from, to: to, as: type))
    }

    /// Returns the members between two positions with their scores, the highest first: an old name of one case of `zrange`.
    @inlinable
    public func zrevrange<Member: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, withScores type: Member.Type
    ) async throws -> [RedisScoredMember<Member>] {
        try await send(.zrevrange(key, from: from, to: to, withScores: type))
    }

    /// Takes the members with the lowest or highest scores from the first of several sorted sets that has one.
    ///
    /// Redis 7.0 or later.
    ///
    /// - Parameters:
    ///   - keys: The sorted sets, in the order in which they are tried.
    ///   - end: Which members to take.
    ///   - count: How many members at most; 1 by default.
    ///   - type: What to read a member as.
    /// - Returns: The members and the key that they were taken from, or `nil` when no sorted set has one.
    @inlinable
    public func zmpop<Member: RESPDecodable>(
        _ keys: [some RESPArgument], from end: RedisScoreEnd, count: Int? = nil, as type: Member.Type = Member.self
    ) async throws -> RedisPopped<[RedisScoredMember<Member>]>? {
        try await send(.zmpop(keys, from: end, count: count, as: type))
    }

    /// Takes the members with the lowest or highest scores from the first of several sorted sets that has one, and waits
    /// when none has.
    ///
    /// Redis 7.0 or later.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - keys: The sorted sets, in the order in which they are tried.
    ///   - end: Which members to take.
    ///   - count: How many members at most; 1 by default.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds; `nil` means without limit.
    ///   - type: What to read a member as.
    /// - Returns: The members and the key that they were taken from, or `nil` when the time ran out.
    @inlinable
    public func bzmpop<Member: RESPDecodable>(
        _ keys: [some RESPArgument], from end: RedisScoreEnd, count: Int? = nil, timeout: Duration?,
        as type: Member.Type = Member.self
    ) async throws -> RedisPopped<[RedisScoredMember<Member>]>? {
        try await send(.bzmpop(keys, from: end, count: count, timeout: timeout, as: type))
    }
}
