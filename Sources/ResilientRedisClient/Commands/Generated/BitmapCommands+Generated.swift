// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Returns how many bits of a string are 1, in all of it or in a range.
    @inlinable
    public func bitcount(
        _ key: some RESPArgument, _ range: RedisBitRange? = nil
    ) async throws -> Int {
        try await send(.bitcount(key, range))
    }

    /// Returns the position of the first bit that is 1 (`true`) or 0 (`false`), or `nil` when there is none.
    @inlinable
    public func bitpos(
        _ key: some RESPArgument, of bit: Bool, _ range: RedisBitRange? = nil
    ) async throws -> Int? {
        try await send(.bitpos(key, of: bit, range))
    }

    /// Stores the bits of several strings, joined by an operation.
    ///
    /// - Returns: The length of the result in bytes.
    @inlinable @discardableResult
    public func bitop(
        _ operation: RedisBitOperation, _ destination: some RESPArgument, of keys: [some RESPArgument]
    ) async throws -> Int {
        try await send(.bitop(operation, destination, of: keys))
    }

    /// Returns the bit at an offset; `false` beyond the string's end.
    @inlinable
    public func getbit(
        _ key: some RESPArgument, at offset: Int
    ) async throws -> Bool {
        try await send(.getbit(key, at: offset))
    }

    /// Sets the bit at an offset; the string grows as needed.
    ///
    /// - Returns: The bit before.
    @inlinable @discardableResult
    public func setbit(
        _ key: some RESPArgument, at offset: Int, _ bit: Bool
    ) async throws -> Bool {
        try await send(.setbit(key, at: offset, bit))
    }

    /// Reads and changes integers of any width inside a string.
    ///
    /// - Returns: One number for each operation, in order; `nil` where ``RedisBitfieldOperation/overflow(_:)`` with
    ///   `.fail` prevented a change.
    @inlinable
    public func bitfield(
        _ key: some RESPArgument, _ operations: [RedisBitfieldOperation]
    ) async throws -> [Int?] {
        try await send(.bitfield(key, operations))
    }

    /// Reads integers of any width inside a string; the server refuses operations that change it.
    @inlinable
    public func bitfieldRo(
        _ key: some RESPArgument, _ operations: [RedisBitfieldOperation]
    ) async throws -> [Int?] {
        try await send(.bitfieldRo(key, operations))
    }
}

extension RedisCommand {
    /// `BITCOUNT`: returns how many bits of a string are 1, in all of it or in a range.
    @inlinable
    public static func bitcount(
        _ key: some RESPArgument, _ range: RedisBitRange? = nil
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.bitcount, key, range)
    }

    /// `BITPOS`: returns the position of the first bit that is 1 (`true`) or 0 (`false`), or `nil` when there is none.
    @inlinable
    public static func bitpos(
        _ key: some RESPArgument, of bit: Bool, _ range: RedisBitRange? = nil
    ) -> RedisCommand where Reply == Int? {
        RedisCommand(.bitpos, key, bit, range) { try Int.position($0) }
    }

    /// `BITOP`: stores the bits of several strings, joined by an operation.
    @inlinable
    public static func bitop(
        _ operation: RedisBitOperation, _ destination: some RESPArgument, of keys: [some RESPArgument]
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.bitop, operation, destination, NonEmpty(keys))
    }

    /// `GETBIT`: returns the bit at an offset; `false` beyond the string's end.
    @inlinable
    public static func getbit(
        _ key: some RESPArgument, at offset: Int
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.getbit, key, NonNegative(offset))
    }

    /// `SETBIT`: sets the bit at an offset; the string grows as needed.
    @inlinable
    public static func setbit(
        _ key: some RESPArgument, at offset: Int, _ bit: Bool
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.setbit, key, NonNegative(offset), bit)
    }

    /// `BITFIELD`: reads and changes integers of any width inside a string.
    @inlinable
    public static func bitfield(
        _ key: some RESPArgument, _ operations: [RedisBitfieldOperation]
    ) -> RedisCommand where Reply == [Int?] {
        RedisCommand(.bitfield, key, ArgumentList(operations))
    }

    /// `BITFIELD_RO`: reads integers of any width inside a string; the server refuses operations that change it.
    @inlinable
    public static func bitfieldRo(
        _ key: some RESPArgument, _ operations: [RedisBitfieldOperation]
    ) -> RedisCommand where Reply == [Int?] {
        RedisCommand(.bitfieldRo, key, ArgumentList(operations))
    }
}
