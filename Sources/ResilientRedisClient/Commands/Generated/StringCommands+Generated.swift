// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Stores a value if there is no such key; ``set(_:_:expires:condition:)`` with `.ifAbsent` can set an expiry as well.
    ///
    /// - Returns: Whether the value was stored.
    @inlinable @discardableResult
    public func setnx(
        _ key: some RESPArgument, _ value: some RESPArgument
    ) async throws -> Bool {
        try await send(.setnx(key, value))
    }

    /// Stores a value that expires after a time in whole seconds, rounded up.
    @inlinable
    public func setex(
        _ key: some RESPArgument, _ value: some RESPArgument, expiresIn: Duration
    ) async throws {
        try await send(.setex(key, value, expiresIn: expiresIn))
    }

    /// Stores a value that expires after a time in whole milliseconds, rounded up.
    @inlinable
    public func psetex(
        _ key: some RESPArgument, _ value: some RESPArgument, expiresIn: Duration
    ) async throws {
        try await send(.psetex(key, value, expiresIn: expiresIn))
    }

    /// Returns the bytes of a value between two positions, both included: an old name of ``getrange(_:from:to:as:)``.
    @inlinable
    public func substr<Value: RESPDecodable>(
        _ key: some RESPArgument, from: Int, to: Int, as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.substr(key, from: from, to: to, as: type))
    }

    /// Returns the longest sequence of bytes that two values have in common, gaps allowed.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func lcs<Value: RESPDecodable>(
        _ key: some RESPArgument, _ other: some RESPArgument, as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.lcs(key, other, as: type))
    }

    /// Returns the length of the longest sequence of bytes that two values have in common, gaps allowed.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func lcs(
        lengthOf key: some RESPArgument, _ other: some RESPArgument
    ) async throws -> Int {
        try await send(.lcs(lengthOf: key, other))
    }

    /// Returns where two values have the bytes of their longest common sequence, the last match first.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func lcs(
        positionsOf key: some RESPArgument, _ other: some RESPArgument, minimumLength: Int? = nil
    ) async throws -> RedisCommonSequence {
        try await send(.lcs(positionsOf: key, other, minimumLength: minimumLength))
    }

    /// Deletes a key if it holds this value.
    ///
    /// Valkey 9.0 or later; Redis 8.0 does not have it.
    ///
    /// - Returns: Whether the key was deleted.
    @inlinable @discardableResult
    public func delifeq(
        _ key: some RESPArgument, _ value: some RESPArgument
    ) async throws -> Bool {
        try await send(.delifeq(key, value))
    }

    /// Stores several values with one expiry, all at once.
    ///
    /// Valkey 9.1 or later; Redis 8.0 does not have it.
    ///
    /// - Returns: Whether the values were stored: all of them or none.
    @inlinable @discardableResult
    public func msetex<Key: RESPArgument, Value: RESPArgument>(
        _ values: [Key: Value], expires: RedisExpiration = .never, condition: RedisSetCondition? = nil
    ) async throws -> Bool {
        try await send(.msetex(values, expires: expires, condition: condition))
    }
}

extension RedisCommand {
    /// `SETNX`: stores a value if there is no such key; ``set(_:_:expires:condition:)`` with `.ifAbsent` can set an expiry as well.
    @inlinable
    public static func setnx(
        _ key: some RESPArgument, _ value: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.setnx, key, value)
    }

    /// `SETEX`: stores a value that expires after a time in whole seconds, rounded up.
    @inlinable
    public static func setex(
        _ key: some RESPArgument, _ value: some RESPArgument, expiresIn: Duration
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.setex, key, WholeSeconds(expiresIn), value)
    }

    /// `PSETEX`: stores a value that expires after a time in whole milliseconds, rounded up.
    @inlinable
    public static func psetex(
        _ key: some RESPArgument, _ value: some RESPArgument, expiresIn: Duration
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.psetex, key, WholeMilliseconds(expiresIn), value)
    }

    /// `SUBSTR`: returns the bytes of a value between two positions, both included: an old name of ``getrange(_:from:to:as:)``.
    @inlinable
    public static func substr(
        _ key: some RESPArgument, from: Int, to: Int, as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.substr, key, from, to)
    }

    /// `LCS`: returns the longest sequence of bytes that two values have in common, gaps allowed.
    @inlinable
    public static func lcs(
        _ key: some RESPArgument, _ other: some RESPArgument, as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.lcs, key, other)
    }

    /// `LCS`: returns the length of the longest sequence of bytes that two values have in common, gaps allowed.
    @inlinable
    public static func lcs(
        lengthOf key: some RESPArgument, _ other: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.lcs, key, other, "LEN")
    }

    /// `LCS`: returns where two values have the bytes of their longest common sequence, the last match first.
    @inlinable
    public static func lcs(
        positionsOf key: some RESPArgument, _ other: some RESPArgument, minimumLength: Int? = nil
    ) -> RedisCommand where Reply == RedisCommonSequence {
        RedisCommand(
            .lcs, key, other, "IDX", KeywordArgument("MINMATCHLEN", minimumLength.map(NonNegative.init)), "WITHMATCHLEN"
        )
    }

    /// `DELIFEQ`: deletes a key if it holds this value.
    @inlinable
    public static func delifeq(
        _ key: some RESPArgument, _ value: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.delifeq, key, value)
    }

    /// `MSETEX`: stores several values with one expiry, all at once.
    @inlinable
    public static func msetex<Key: RESPArgument, Value: RESPArgument>(
        _ values: [Key: Value], expires: RedisExpiration = .never, condition: RedisSetCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.msetex, CountedPairs(values), condition, RedisExpiration.ForSet(expires))
    }
}
