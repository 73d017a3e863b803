// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Returns the categories of commands, or the commands of one category.
    @inlinable
    public func aclCat(
        _ category: String? = nil
    ) async throws -> [String] {
        try await send(.aclCat(category))
    }

    /// Deletes users and closes their connections.
    ///
    /// - Returns: How many were deleted.
    @inlinable @discardableResult
    public func aclDeluser(
        _ users: [String]
    ) async throws -> Int {
        try await send(.aclDeluser(users))
    }

    /// Returns `OK`, or why a user may not run a command, without running it.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func aclDryrun<Argument: RESPEncodable>(
        _ user: String, _ command: String, _ arguments: Argument...
    ) async throws -> String {
        try await send(.aclDryrun(user, command, ArgumentList(arguments)))
    }

    /// Returns a random password in hexadecimal digits, of 256 bits by default.
    @inlinable
    public func aclGenpass(
        bits: Int? = nil
    ) async throws -> String {
        try await send(.aclGenpass(bits: bits))
    }

    /// Describes a user; empty when there is none of this name.
    @inlinable
    public func aclGetuser(
        _ user: String
    ) async throws -> [String: RESPValue] {
        try await send(.aclGetuser(user))
    }

    /// Returns the rules of all users as lines of an ACL file.
    @inlinable
    public func aclList() async throws -> [String] {
        try await send(.aclList())
    }

    /// Loads the rules from the server's ACL file.
    @inlinable
    public func aclLoad() async throws {
        try await send(.aclLoad())
    }

    /// Returns the latest denials, one dictionary each.
    @inlinable
    public func aclLog(
        count: Int? = nil
    ) async throws -> [[String: RESPValue]] {
        try await send(.aclLog(count: count))
    }

    /// Clears the log of denials.
    @inlinable
    public func aclLog(
        _ action: RedisLogReset
    ) async throws {
        try await send(.aclLog(action))
    }

    /// Writes the rules to the server's ACL file.
    @inlinable
    public func aclSave() async throws {
        try await send(.aclSave())
    }

    /// Makes a user, or changes one, by rules such as `on`, `~app:*` and `+@read`.
    @inlinable
    public func aclSetuser(
        _ user: String, _ rules: [String]
    ) async throws {
        try await send(.aclSetuser(user, rules))
    }

    /// Returns the names of all users.
    @inlinable
    public func aclUsers() async throws -> [String] {
        try await send(.aclUsers())
    }

    /// Returns the name of the user that the connection is authenticated as.
    @inlinable
    public func aclWhoami() async throws -> String {
        try await send(.aclWhoami())
    }

    /// Starts to rewrite the append-only file in the background.
    ///
    /// - Returns: The server's text.
    @inlinable @discardableResult
    public func bgrewriteaof() async throws -> String {
        try await send(.bgrewriteaof())
    }

    /// Starts to save all data in the background, with `scheduling` after a rewrite of the append-only file.
    ///
    /// - Returns: The server's text.
    @inlinable @discardableResult
    public func bgsave(
        scheduling: Bool = false
    ) async throws -> String {
        try await send(.bgsave(scheduling: scheduling))
    }

    /// Saves all data before it replies; the server serves no other client meanwhile.
    @inlinable
    public func save() async throws {
        try await send(.save())
    }

    /// Returns whether the server is a primary, a replica or a Sentinel, and how replication stands.
    @inlinable
    public func role() async throws -> RedisRole {
        try await send(.role())
    }

    /// Makes the server a replica of another one.
    @inlinable
    public func replicaof(
        host: String, port: Int
    ) async throws {
        try await send(.replicaof(host: host, port: port))
    }

    /// Makes the server a primary.
    @inlinable
    public func replicaof(
        _ noPrimary: RedisNoPrimary
    ) async throws {
        try await send(.replicaof(noPrimary))
    }

    /// Makes the server a replica of another one: an old name of ``replicaof(host:port:)``.
    @inlinable
    public func slaveof(
        host: String, port: Int
    ) async throws {
        try await send(.slaveof(host: host, port: port))
    }

    /// Makes the server a primary: an old name of ``replicaof(_:)``.
    @inlinable
    public func slaveof(
        _ noPrimary: RedisNoPrimary
    ) async throws {
        try await send(.slaveof(noPrimary))
    }

    /// Starts to hand over to a replica, any or the one given.
    @inlinable
    public func failover(
        to target: RedisFailoverTarget? = nil, timeout: Duration? = nil
    ) async throws {
        try await send(.failover(to: target, timeout: timeout))
    }

    /// Ends a failover that has begun.
    @inlinable
    public func failover(
        _ action: RedisAbort
    ) async throws {
        try await send(.failover(action))
    }

    /// Ends the server; `saving` says whether it saves all data first, `nil` that its configuration decides.
    ///
    /// A successful call ends with ``RedisError/Code/connectionLost``, because the server does not reply.
    @inlinable
    public func shutdown(
        saving: Bool?, now: Bool = false, forcing: Bool = false
    ) async throws {
        try await send(.shutdown(saving: saving, now: now, forcing: forcing))
    }

    /// Ends a shutdown that waits for replicas.
    @inlinable
    public func shutdown(
        _ action: RedisAbort
    ) async throws {
        try await send(.shutdown(action))
    }

    /// Sets the server's statistics back.
    @inlinable
    public func configResetstat() async throws {
        try await send(.configResetstat())
    }

    /// Writes the settings in force to the server's configuration file.
    @inlinable
    public func configRewrite() async throws {
        try await send(.configRewrite())
    }
}
