extension RedisCommands {
    /// Returns the members that all of several sets have.
    @inlinable
    public func sinter<Key: RESPEncodable, Member: RESPDecodable & Hashable>(
        _ keys: Key..., as type: Member.Type = Member.self
    ) async throws -> Set<Member> {
        try await send(.sinter(ArgumentList(keys), as: type))
    }

    /// Returns the members that any of several sets has.
    @inlinable
    public func sunion<Key: RESPEncodable, Member: RESPDecodable & Hashable>(
        _ keys: Key..., as type: Member.Type = Member.self
    ) async throws -> Set<Member> {
        try await send(.sunion(ArgumentList(keys), as: type))
    }

    /// Returns the members of the first set that none of the others has.
    @inlinable
    public func sdiff<Key: RESPEncodable, Member: RESPDecodable & Hashable>(
        _ keys: Key..., as type: Member.Type = Member.self
    ) async throws -> Set<Member> {
        try await send(.sdiff(ArgumentList(keys), as: type))
    }

    /// Stores the members that all of several sets have under a key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func sinterstore<Key: RESPEncodable>(_ destination: some RESPArgument, of keys: Key...) async throws -> Int {
        try await send(.sinterstore(destination, of: ArgumentList(keys)))
    }

    /// Stores the members that any of several sets has under a key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func sunionstore<Key: RESPEncodable>(_ destination: some RESPArgument, of keys: Key...) async throws -> Int {
        try await send(.sunionstore(destination, of: ArgumentList(keys)))
    }

    /// Stores the members of the first set that none of the others has under a key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func sdiffstore<Key: RESPEncodable>(_ destination: some RESPArgument, of keys: Key...) async throws -> Int {
        try await send(.sdiffstore(destination, of: ArgumentList(keys)))
    }

    /// Returns how many members all of several sets have (Redis 7.0 or later).
    ///
    /// - Parameters:
    ///   - keys: The sets.
    ///   - limit: The number at which the server may stop counting; by default it counts them all.
    @inlinable
    public func sintercard(_ keys: [some RESPArgument], limit: Int? = nil) async throws -> Int {
        try await send(.sintercard(keys, limit: limit))
    }
}

extension RedisCommand {
    /// `SINTER`: the members that all of several sets have.
    @inlinable
    public static func sinter<Key: RESPEncodable, Member: RESPDecodable & Hashable>(
        _ keys: Key..., as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Set<Member> {
        RedisCommand(.sinter, ArgumentList(keys))
    }

    /// `SUNION`: the members that any of several sets has.
    @inlinable
    public static func sunion<Key: RESPEncodable, Member: RESPDecodable & Hashable>(
        _ keys: Key..., as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Set<Member> {
        RedisCommand(.sunion, ArgumentList(keys))
    }

    /// `SDIFF`: the members of the first set that none of the others has.
    @inlinable
    public static func sdiff<Key: RESPEncodable, Member: RESPDecodable & Hashable>(
        _ keys: Key..., as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == Set<Member> {
        RedisCommand(.sdiff, ArgumentList(keys))
    }

    /// `SINTERSTORE`: stores what `SINTER` gives; the reply is how many members.
    @inlinable
    public static func sinterstore<Key: RESPEncodable>(
        _ destination: some RESPArgument, of keys: Key...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.sinterstore, destination, ArgumentList(keys))
    }

    /// `SUNIONSTORE`: stores what `SUNION` gives; the reply is how many members.
    @inlinable
    public static func sunionstore<Key: RESPEncodable>(
        _ destination: some RESPArgument, of keys: Key...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.sunionstore, destination, ArgumentList(keys))
    }

    /// `SDIFFSTORE`: stores what `SDIFF` gives; the reply is how many members.
    @inlinable
    public static func sdiffstore<Key: RESPEncodable>(
        _ destination: some RESPArgument, of keys: Key...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.sdiffstore, destination, ArgumentList(keys))
    }

    /// `SINTERCARD`: how many members all of several sets have.
    @inlinable
    public static func sintercard(_ keys: [some RESPArgument], limit: Int? = nil) -> RedisCommand where Reply == Int {
        RedisCommand(
            .sintercard, keys.count, ArgumentList(keys), KeywordArgument("LIMIT", limit))
    }
}
