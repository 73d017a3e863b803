extension RedisCommands {
    /// Returns the values of a list between two positions, both included; empty when there is no such list.
    ///
    /// ```swift
    /// let newest = try await redis.lrange("news", from: 0, to: 9, as: String.self)
    /// let all: [String] = try await redis.lrange("news")
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - from: The first position; negative positions count from the end, -1 is the last value.
    ///   - to: The last position, which is included.
    ///   - type: What to read a value as.
    @inlinable
    public func lrange<Value: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, as type: Value.Type = Value.self
    ) async throws -> [Value] {
        try await send(.lrange(key, from: from, to: to, as: type))
    }

    /// Returns the value at a position, or `nil` when there is none; negative positions count from the end.
    @inlinable
    public func lindex<Value: RESPDecodable>(
        _ key: some RESPArgument, _ position: Int, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await send(.lindex(key, position, as: type))
    }

    /// Returns the length of a list, 0 when there is no such list.
    @inlinable public func llen(_ key: some RESPArgument) async throws -> Int { try await send(.llen(key)) }

    /// Replaces the value at a position; negative positions count from the end.
    ///
    /// - Throws: ``RedisError/Code/server`` when there is no such list or position.
    @inlinable
    public func lset(_ key: some RESPArgument, _ position: Int, _ value: some RESPArgument) async throws {
        try await send(.lset(key, position, value))
    }

    /// Puts a value before the first occurrence of another one.
    ///
    /// - Returns: The list's new length, 0 when there is no such list, -1 when it does not have the other value.
    @inlinable @discardableResult
    public func linsert(
        _ key: some RESPArgument, _ value: some RESPArgument, before pivot: some RESPArgument
    ) async throws -> Int {
        try await send(.linsert(key, value, before: pivot))
    }

    /// Puts a value after the first occurrence of another one.
    ///
    /// - Returns: The list's new length, 0 when there is no such list, -1 when it does not have the other value.
    @inlinable @discardableResult
    public func linsert(
        _ key: some RESPArgument, _ value: some RESPArgument, after pivot: some RESPArgument
    ) async throws -> Int {
        try await send(.linsert(key, value, after: pivot))
    }

    /// Removes occurrences of a value.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value to remove.
    ///   - count: How many at most: from the head, or from the tail when negative; 0, the default, means all.
    /// - Returns: How many were removed.
    @inlinable @discardableResult
    public func lrem(_ key: some RESPArgument, _ value: some RESPArgument, count: Int = 0) async throws -> Int {
        try await send(.lrem(key, value, count: count))
    }

    /// Keeps only the values between two positions, both included; negative positions count from the end.
    @inlinable
    public func ltrim(_ key: some RESPArgument, from: Int, to: Int) async throws {
        try await send(.ltrim(key, from: from, to: to))
    }

    /// Returns the position of a value, or `nil` when the list does not have it.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value to look for.
    ///   - rank: Which occurrence: 1 is the first, -1 the last; by default the first.
    @inlinable
    public func lpos(_ key: some RESPArgument, _ value: some RESPArgument, rank: Int? = nil) async throws -> Int? {
        try await send(.lpos(key, value, rank: rank))
    }

    /// Returns the positions of a value.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value to look for.
    ///   - count: How many positions at most; 0 means all.
    ///   - rank: The occurrence to begin with: 1 is the first, -1 the last, from which on it goes backwards.
    @inlinable
    public func lpos(
        _ key: some RESPArgument, _ value: some RESPArgument, count: Int, rank: Int? = nil
    ) async throws -> [Int] {
        try await send(.lpos(key, value, count: count, rank: rank))
    }
}

extension RedisCommand {
    /// `LRANGE`: the values between two positions, both included.
    @inlinable
    public static func lrange<Value: RESPDecodable>(
        _ key: some RESPArgument, from: Int = 0, to: Int = -1, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value] {
        RedisCommand(.lrange, key, from, to)
    }

    /// `LINDEX`: the value at a position, or `nil`.
    @inlinable
    public static func lindex<Value: RESPDecodable>(
        _ key: some RESPArgument, _ position: Int, as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == Value? {
        RedisCommand(.lindex, key, position)
    }

    /// `LLEN`: the length of a list.
    @inlinable
    public static func llen(_ key: some RESPArgument) -> RedisCommand where Reply == Int { RedisCommand(.llen, key) }

    /// `LSET`: replaces the value at a position.
    @inlinable
    public static func lset(
        _ key: some RESPArgument, _ position: Int, _ value: some RESPArgument
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.lset, key, position, value)
    }

    /// `LINSERT` with `BEFORE`: puts a value before another one; the reply is the new length, or -1.
    @inlinable
    public static func linsert(
        _ key: some RESPArgument, _ value: some RESPArgument, before pivot: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.linsert, key, "BEFORE", pivot, value)
    }

    /// `LINSERT` with `AFTER`: puts a value after another one; the reply is the new length, or -1.
    @inlinable
    public static func linsert(
        _ key: some RESPArgument, _ value: some RESPArgument, after pivot: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.linsert, key, "AFTER", pivot, value)
    }

    /// `LREM`: removes occurrences of a value; the reply is how many.
    @inlinable
    public static func lrem(
        _ key: some RESPArgument, _ value: some RESPArgument, count: Int = 0
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.lrem, key, count, value)
    }

    /// `LTRIM`: keeps only the values between two positions, both included.
    @inlinable
    public static func ltrim(_ key: some RESPArgument, from: Int, to: Int) -> RedisCommand where Reply == Void {
        RedisCommand(.ltrim, key, from, to)
    }

    /// `LPOS`: the position of a value, or `nil`.
    @inlinable
    public static func lpos(
        _ key: some RESPArgument, _ value: some RESPArgument, rank: Int? = nil
    ) -> RedisCommand where Reply == Int? {
        RedisCommand(.lpos, key, value, KeywordArgument("RANK", rank))
    }

    /// `LPOS` with a count: the positions of a value.
    @inlinable
    public static func lpos(
        _ key: some RESPArgument, _ value: some RESPArgument, count: Int, rank: Int? = nil
    ) -> RedisCommand where Reply == [Int] {
        RedisCommand(
            .lpos, key, value, KeywordArgument("RANK", rank), KeywordArgument("COUNT", count))
    }
}
