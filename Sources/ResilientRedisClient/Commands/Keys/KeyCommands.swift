extension RedisCommands {
    /// Deletes keys.
    ///
    /// ```swift
    /// try await redis.del("user:1", "user:2")
    /// let removed = try await redis.del(keys)
    /// ```
    ///
    /// - Returns: How many of the keys existed.
    @inlinable @discardableResult
    public func del<Key: RESPEncodable>(_ keys: Key...) async throws -> Int { try await send(.del(ArgumentList(keys))) }

    /// Deletes keys, and lets the server free their memory in the background: for large values.
    ///
    /// - Returns: How many of the keys existed.
    @inlinable @discardableResult
    public func unlink<Key: RESPEncodable>(_ keys: Key...) async throws -> Int {
        try await send(.unlink(ArgumentList(keys)))
    }

    /// Returns how many of the keys exist; a key given twice counts twice.
    @inlinable
    public func exists<Key: RESPEncodable>(_ keys: Key...) async throws -> Int {
        try await send(.exists(ArgumentList(keys)))
    }

    /// Marks keys as used just now, for the server's eviction.
    ///
    /// - Returns: How many of the keys exist.
    @inlinable @discardableResult
    public func touch<Key: RESPEncodable>(_ keys: Key...) async throws -> Int {
        try await send(.touch(ArgumentList(keys)))
    }

    /// Returns the kind of value that a key holds, or `nil` when there is no such key.
    @inlinable public func type(_ key: some RESPArgument) async throws -> RedisKeyType? { try await send(.type(key)) }

    /// Gives a key another name; what the new name held is deleted.
    ///
    /// - Throws: ``RedisError/Code/server`` when there is no such key.
    @inlinable
    public func rename(_ key: some RESPArgument, to newKey: some RESPArgument) async throws {
        try await send(.rename(key, to: newKey))
    }

    /// Gives a key another name if that one is free.
    ///
    /// - Returns: `false` when the new name is taken.
    /// - Throws: ``RedisError/Code/server`` when there is no such key.
    @inlinable @discardableResult
    public func renamenx(_ key: some RESPArgument, to newKey: some RESPArgument) async throws -> Bool {
        try await send(.renamenx(key, to: newKey))
    }

    /// Copies a key's value, and its expiry, to another key.
    ///
    /// - Parameters:
    ///   - key: The key to copy.
    ///   - destination: The key to copy to.
    ///   - replacing: Whether to delete what the destination holds; by default nothing is copied when it exists.
    /// - Returns: Whether it was copied.
    @inlinable @discardableResult
    public func copy(
        _ key: some RESPArgument, to destination: some RESPArgument, replacing: Bool = false
    ) async throws -> Bool {
        try await send(.copy(key, to: destination, replacing: replacing))
    }
}

extension RedisCommand {
    /// `DEL`: deletes keys; the reply is how many existed.
    @inlinable
    public static func del<Key: RESPEncodable>(_ keys: Key...) -> RedisCommand where Reply == Int {
        RedisCommand(.del, ArgumentList(keys))
    }

    /// `UNLINK`: deletes keys, freeing memory in the background; the reply is how many existed.
    @inlinable
    public static func unlink<Key: RESPEncodable>(_ keys: Key...) -> RedisCommand where Reply == Int {
        RedisCommand(.unlink, ArgumentList(keys))
    }

    /// `EXISTS`: how many of the keys exist.
    @inlinable
    public static func exists<Key: RESPEncodable>(_ keys: Key...) -> RedisCommand where Reply == Int {
        RedisCommand(.exists, ArgumentList(keys))
    }

    /// `TOUCH`: marks keys as used; the reply is how many exist.
    @inlinable
    public static func touch<Key: RESPEncodable>(_ keys: Key...) -> RedisCommand where Reply == Int {
        RedisCommand(.touch, ArgumentList(keys))
    }

    /// `TYPE`: the kind of value that a key holds, or `nil`.
    @inlinable
    public static func type(_ key: some RESPArgument) -> RedisCommand where Reply == RedisKeyType? {
        RedisCommand(.type, key) {
            let type = try RedisKeyType(resp: $0)
            return type.rawValue == "none" ? nil : type
        }
    }

    /// `RENAME`: gives a key another name.
    @inlinable
    public static func rename(
        _ key: some RESPArgument, to newKey: some RESPArgument
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.rename, key, newKey)
    }

    /// `RENAMENX`: gives a key another name if that one is free; the reply says whether it did.
    @inlinable
    public static func renamenx(
        _ key: some RESPArgument, to newKey: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.renamenx, key, newKey)
    }

    /// `COPY`: copies a key's value to another key; the reply says whether it did.
    @inlinable
    public static func copy(
        _ key: some RESPArgument, to destination: some RESPArgument, replacing: Bool = false
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.copy, key, destination, replacing ? "REPLACE" : nil)
    }
}
