extension RedisCommands {
    /// Adds members to a set, which is made when it does not exist.
    ///
    /// - Returns: How many of the members are new.
    @inlinable @discardableResult
    public func sadd<Member: RESPEncodable>(_ key: some RESPArgument, _ members: Member...) async throws -> Int {
        try await send(.sadd(key, ArgumentList(members)))
    }

    /// Removes members from a set, and the set with its last member.
    ///
    /// - Returns: How many of the members were in the set.
    @inlinable @discardableResult
    public func srem<Member: RESPEncodable>(_ key: some RESPArgument, _ members: Member...) async throws -> Int {
        try await send(.srem(key, ArgumentList(members)))
    }

    /// Returns whether a set has a member.
    @inlinable
    public func sismember(_ key: some RESPArgument, _ member: some RESPArgument) async throws -> Bool {
        try await send(.sismember(key, member))
    }

    /// Returns for each of several members whether a set has it.
    @inlinable
    public func smismember<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) async throws -> [Bool] {
        try await send(.smismember(key, ArgumentList(members)))
    }

    /// Returns how many members a set has, 0 when there is no such set.
    @inlinable public func scard(_ key: some RESPArgument) async throws -> Int { try await send(.scard(key)) }

    /// Returns all members of a set; empty when there is no such set.
    @inlinable
    public func smembers<Member: RESPDecodable & Hashable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) async throws -> Set<Member> {
        try await send(.smembers(key, as: type))
    }

    /// Moves a member from one set to another.
    ///
    /// - Returns: `false` when the set does not have the member.
    @inlinable @discardableResult
    public func smove(
        _ source: some RESPArgument, to destination: some RESPArgument, _ member: some RESPArgument
    ) async throws -> Bool {
        try await send(.smove(source, to: destination, member))
    }
}

extension RedisCommand {
    /// `SADD`: adds members to a set; the reply is how many are new.
    @inlinable
    public static func sadd<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.sadd, key, ArgumentList(members))
    }

    /// `SREM`: removes members from a set; the reply is how many it had.
    @inlinable
    public static func srem<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.srem, key, ArgumentList(members))
    }

    /// `SISMEMBER`: whether a set has a member.
    @inlinable
    public static func sismember(
        _ key: some RESPArgument, _ member: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.sismember, key, member)
    }

    /// `SMISMEMBER`: for each member whether a set has it.
    @inlinable
    public static func smismember<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == [Bool] {
        RedisCommand(.smismember, key, ArgumentList(members))
    }

    /// `SCARD`: how many members a set has.
    @inlinable
    public static func scard(_ key: some RESPArgument) -> RedisCommand where Reply == Int { RedisCommand(.scard, key) }

    /// `SMEMBERS`: all members of a set.
    @inlinable
    public static func smembers<Member: RESPDecodable & Hashable>(
        _ key: some RESPArgument, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Set<Member> {
        RedisCommand(.smembers, key)
    }

    /// `SMOVE`: moves a member from one set to another; the reply says whether it did.
    @inlinable
    public static func smove(
        _ source: some RESPArgument, to destination: some RESPArgument, _ member: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.smove, source, destination, member)
    }
}
