// Made by scripts/generate from Sources/CommandGenerator. Do not edit.
public import FoundationEssentials

extension RedisCommands {
    /// Sets the time until a key expires in whole seconds, rounded up.
    ///
    /// - Returns: Whether it was set; `false` when there is no such key or the condition was not met.
    @inlinable @discardableResult
    public func expire(
        _ key: some RESPArgument, expiresIn: Duration, condition: RedisExpireCondition? = nil
    ) async throws -> Bool {
        try await send(.expire(key, expiresIn: expiresIn, condition: condition))
    }

    /// Sets the time at which a key expires, to the nearest second.
    ///
    /// - Returns: Whether it was set; `false` when there is no such key or the condition was not met.
    @inlinable @discardableResult
    public func expireat(
        _ key: some RESPArgument, expiresAt: Date, condition: RedisExpireCondition? = nil
    ) async throws -> Bool {
        try await send(.expireat(key, expiresAt: expiresAt, condition: condition))
    }

    /// Returns when a key expires, precise to the second.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func expiretime(
        _ key: some RESPArgument
    ) async throws -> RedisExpirationTime {
        try await send(.expiretime(key))
    }

    /// Returns when a key expires, precise to the millisecond.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func pexpiretime(
        _ key: some RESPArgument
    ) async throws -> RedisExpirationTime {
        try await send(.pexpiretime(key))
    }

    /// Returns how long a key has left, in whole seconds.
    @inlinable
    public func ttl(
        _ key: some RESPArgument
    ) async throws -> RedisTimeToLive {
        try await send(.ttl(key))
    }

    /// Returns the value of a key in the server's own serialised form, or `nil` when there is no such key.
    @inlinable
    public func dump(
        _ key: some RESPArgument
    ) async throws -> [UInt8]? {
        try await send(.dump(key))
    }

    /// Stores a value in the form that ``dump(_:)`` returned.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - serialized: The value in the server's serialised form.
    ///   - expiresIn: The time until the key expires; by default it does not.
    ///   - replacing: Whether to replace a key that exists; otherwise the server refuses with `BUSYKEY`.
    ///   - idleTime: How long ago the key counts as used.
    ///   - frequency: How often the key counts as used, from 0 to 255.
    @inlinable
    public func restore(
        _ key: some RESPArgument, _ serialized: some RESPArgument, expiresIn: Duration? = nil, replacing: Bool = false,
        idleTime: Duration? = nil, frequency: Int? = nil
    ) async throws {
        try await send(
            .restore(
                key, serialized, expiresIn: expiresIn, replacing: replacing, idleTime: idleTime, frequency: frequency))
    }

    /// Moves a key to another database.
    ///
    /// - Returns: Whether it was moved; `false` when there is no such key or the other database has it.
    @inlinable @discardableResult
    public func move(
        _ key: some RESPArgument, toDatabase database: Int
    ) async throws -> Bool {
        try await send(.move(key, toDatabase: database))
    }

    /// Exchanges two databases for all clients.
    @inlinable
    public func swapdb(
        _ database: Int, _ other: Int
    ) async throws {
        try await send(.swapdb(database, other))
    }

    /// Returns the server's internal form of a value, or `nil` when there is no such key.
    @inlinable
    public func objectEncoding(
        _ key: some RESPArgument
    ) async throws -> String? {
        try await send(.objectEncoding(key))
    }

    /// Returns how often a key was used, as a logarithm; the server refuses it unless its eviction policy is an LFU one.
    @inlinable
    public func objectFreq(
        _ key: some RESPArgument
    ) async throws -> Int? {
        try await send(.objectFreq(key))
    }

    /// Returns how long a key was not used, or `nil` when there is no such key.
    @inlinable
    public func objectIdletime(
        _ key: some RESPArgument
    ) async throws -> Duration? {
        try await send(.objectIdletime(key))
    }

    /// Returns how many references the server has to a value, or `nil` when there is no such key.
    @inlinable
    public func objectRefcount(
        _ key: some RESPArgument
    ) async throws -> Int? {
        try await send(.objectRefcount(key))
    }

    /// Returns the elements of a list, set or sorted set, sorted as numbers unless the options say otherwise.
    @inlinable
    public func sort<Value: RESPDecodable>(
        _ key: some RESPArgument, _ options: RedisSortOptions = RedisSortOptions(), as type: Value.Type = Value.self
    ) async throws -> [Value?] {
        try await send(.sort(key, options, as: type))
    }

    /// Stores the sorted elements of a list, set or sorted set as a list.
    ///
    /// - Returns: How many elements were stored.
    @inlinable @discardableResult
    public func sort(
        _ key: some RESPArgument, _ options: RedisSortOptions = RedisSortOptions(),
        storingIn destination: some RESPArgument
    ) async throws -> Int {
        try await send(.sort(key, options, storingIn: destination))
    }

    /// Returns the sorted elements of a list, set or sorted set without changing anything, so that replicas serve it.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func sortRo<Value: RESPDecodable>(
        _ key: some RESPArgument, _ options: RedisSortOptions = RedisSortOptions(), as type: Value.Type = Value.self
    ) async throws -> [Value?] {
        try await send(.sortRo(key, options, as: type))
    }

    /// Moves keys to another server.
    ///
    /// - Parameters:
    ///   - keys: The keys.
    ///   - host: The other server's host, as this server resolves it.
    ///   - port: The other server's port.
    ///   - database: The database there.
    ///   - timeout: How long the two servers may be silent to each other.
    ///   - copying: Whether the keys stay on this server as well.
    ///   - replacing: Whether to replace keys that the other server has.
    ///   - credentials: What the other server demands.
    /// - Returns: Whether keys were moved; `false` when none of them exists.
    @inlinable @discardableResult
    public func migrate(
        _ keys: [some RESPArgument], toHost host: String, port: Int, database: Int = 0, timeout: Duration,
        copying: Bool = false, replacing: Bool = false, credentials: RedisMigrationCredentials? = nil
    ) async throws -> Bool {
        try await send(
            .migrate(
                keys, toHost: host, port: port, database: database, timeout: timeout, copying: copying,
                replacing: replacing, credentials: credentials))
    }

    /// Waits until replicas have confirmed all writes of this connection; only on a leased connection.
    ///
    /// - Parameters:
    ///   - replicas: How many replicas to wait for.
    ///   - timeout: How long to wait at most; `nil` means without limit.
    /// - Returns: How many replicas have confirmed them.
    @inlinable @discardableResult
    public func wait(
        replicas: Int, timeout: Duration?
    ) async throws -> Int {
        try await send(.wait(replicas: replicas, timeout: timeout))
    }

    /// Waits until all writes of this connection are on disk; only on a leased connection.
    ///
    /// Redis 7.2 or later.
    ///
    /// - Parameters:
    ///   - locally: Whether to wait for the server's own append-only file.
    ///   - replicas: How many replicas' files to wait for.
    ///   - timeout: How long to wait at most; `nil` means without limit.
    /// - Returns: Two numbers: 1 when the writes are in the server's file, and how many replicas have them in theirs.
    @inlinable @discardableResult
    public func waitaof(
        locally: Bool, replicas: Int, timeout: Duration?
    ) async throws -> [Int] {
        try await send(.waitaof(locally: locally, replicas: replicas, timeout: timeout))
    }
}
