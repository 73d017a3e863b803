// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommand {
    /// `ACL CAT`: returns the categories of commands, or the commands of one category.
    @inlinable
    public static func aclCat(
        _ category: String? = nil
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.aclCat, category)
    }

    /// `ACL DELUSER`: deletes users and closes their connections.
    @inlinable
    public static func aclDeluser(
        _ users: [String]
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.aclDeluser, NonEmpty(users))
    }

    /// `ACL DRYRUN`: returns `OK`, or why a user may not run a command, without running it.
    @inlinable
    public static func aclDryrun<Argument: RESPEncodable>(
        _ user: String, _ command: String, _ arguments: Argument...
    ) -> RedisCommand where Reply == String {
        RedisCommand(.aclDryrun, user, command, ArgumentList(arguments))
    }

    /// `ACL GENPASS`: returns a random password in hexadecimal digits, of 256 bits by default.
    @inlinable
    public static func aclGenpass(
        bits: Int? = nil
    ) -> RedisCommand where Reply == String {
        RedisCommand(.aclGenpass, bits.map(Positive.init))
    }

    /// `ACL GETUSER`: describes a user; empty when there is none of this name.
    @inlinable
    public static func aclGetuser(
        _ user: String
    ) -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.aclGetuser, user)
    }

    /// `ACL LIST`: returns the rules of all users as lines of an ACL file.
    @inlinable
    public static func aclList() -> RedisCommand where Reply == [String] {
        RedisCommand(.aclList)
    }

    /// `ACL LOAD`: loads the rules from the server's ACL file.
    @inlinable
    public static func aclLoad() -> RedisCommand where Reply == Void {
        RedisCommand(.aclLoad)
    }

    /// `ACL LOG`: returns the latest denials, one dictionary each.
    @inlinable
    public static func aclLog(
        count: Int? = nil
    ) -> RedisCommand where Reply == [[String: RESPValue]] {
        RedisCommand(.aclLog, count.map(NonNegative.init))
    }

    /// `ACL LOG`: clears the log of denials.
    @inlinable
    public static func aclLog(
        _ action: RedisLogReset
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.aclLog, action)
    }

    /// `ACL SAVE`: writes the rules to the server's ACL file.
    @inlinable
    public static func aclSave() -> RedisCommand where Reply == Void {
        RedisCommand(.aclSave)
    }

    /// `ACL SETUSER`: makes a user, or changes one, by rules such as `on`, `~app:*` and `+@read`.
    @inlinable
    public static func aclSetuser(
        _ user: String, _ rules: [String]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.aclSetuser, user, ArgumentList(rules))
    }

    /// `ACL USERS`: returns the names of all users.
    @inlinable
    public static func aclUsers() -> RedisCommand where Reply == [String] {
        RedisCommand(.aclUsers)
    }

    /// `ACL WHOAMI`: returns the name of the user that the connection is authenticated as.
    @inlinable
    public static func aclWhoami() -> RedisCommand where Reply == String {
        RedisCommand(.aclWhoami)
    }

    /// `BGREWRITEAOF`: starts to rewrite the append-only file in the background.
    @inlinable
    public static func bgrewriteaof() -> RedisCommand where Reply == String {
        RedisCommand(.bgrewriteaof)
    }

    /// `BGSAVE`: starts to save all data in the background, with `scheduling` after a rewrite of the append-only file.
    @inlinable
    public static func bgsave(
        scheduling: Bool = false
    ) -> RedisCommand where Reply == String {
        RedisCommand(.bgsave, scheduling ? "SCHEDULE" : nil)
    }

    /// `SAVE`: saves all data before it replies; the server serves no other client meanwhile.
    @inlinable
    public static func save() -> RedisCommand where Reply == Void {
        RedisCommand(.save)
    }

    /// `ROLE`: returns whether the server is a primary, a replica or a Sentinel, and how replication stands.
    @inlinable
    public static func role() -> RedisCommand where Reply == RedisRole {
        RedisCommand(.role)
    }

    /// `REPLICAOF`: makes the server a replica of another one.
    @inlinable
    public static func replicaof(
        host: String, port: Int
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.replicaof, host, port)
    }

    /// `REPLICAOF`: makes the server a primary.
    @inlinable
    public static func replicaof(
        _ noPrimary: RedisNoPrimary
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.replicaof, noPrimary)
    }

    /// `SLAVEOF`: makes the server a replica of another one: an old name of ``replicaof(host:port:)``.
    @inlinable
    public static func slaveof(
        host: String, port: Int
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.slaveof, host, port)
    }

    /// `SLAVEOF`: makes the server a primary: an old name of ``replicaof(_:)``.
    @inlinable
    public static func slaveof(
        _ noPrimary: RedisNoPrimary
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.slaveof, noPrimary)
    }

    /// `FAILOVER`: starts to hand over to a replica, any or the one given.
    @inlinable
    public static func failover(
        to target: RedisFailoverTarget? = nil, timeout: Duration? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.failover, target, KeywordArgument("TIMEOUT", timeout.map(WholeMilliseconds.init)))
    }

    /// `FAILOVER`: ends a failover that has begun.
    @inlinable
    public static func failover(
        _ action: RedisAbort
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.failover, action)
    }

    /// `SHUTDOWN`: ends the server; `saving` says whether it saves all data first, `nil` that its configuration decides.
    @inlinable
    public static func shutdown(
        saving: Bool?, now: Bool = false, forcing: Bool = false
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.shutdown, saving.map { $0 ? "SAVE" : "NOSAVE" }, now ? "NOW" : nil, forcing ? "FORCE" : nil)
    }

    /// `SHUTDOWN`: ends a shutdown that waits for replicas.
    @inlinable
    public static func shutdown(
        _ action: RedisAbort
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.shutdown, action)
    }

    /// `CONFIG RESETSTAT`: sets the server's statistics back.
    @inlinable
    public static func configResetstat() -> RedisCommand where Reply == Void {
        RedisCommand(.configResetstat)
    }

    /// `CONFIG REWRITE`: writes the settings in force to the server's configuration file.
    @inlinable
    public static func configRewrite() -> RedisCommand where Reply == Void {
        RedisCommand(.configRewrite)
    }
}
