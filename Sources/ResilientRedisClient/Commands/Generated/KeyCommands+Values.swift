// Made by scripts/generate from Sources/CommandGenerator. Do not edit.
public import FoundationEssentials

extension RedisCommand {
    /// `EXPIRE`: sets the time until a key expires in whole seconds, rounded up.
    @inlinable
    public static func expire(
        _ key: some RESPArgument, expiresIn: Duration, condition: RedisExpireCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.expire, key, WholeSeconds(expiresIn), condition)
    }

    /// `EXPIREAT`: sets the time at which a key expires, to the nearest second.
    @inlinable
    public static func expireat(
        _ key: some RESPArgument, expiresAt: Date, condition: RedisExpireCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.expireat, key, WholeSeconds(expiresAt), condition)
    }

    /// `EXPIRETIME`: returns when a key expires, precise to the second.
    @inlinable
    public static func expiretime(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == RedisExpirationTime {
        RedisCommand(.expiretime, key) { try RedisExpirationTime(seconds: $0) }
    }

    /// `PEXPIRETIME`: returns when a key expires, precise to the millisecond.
    @inlinable
    public static func pexpiretime(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == RedisExpirationTime {
        RedisCommand(.pexpiretime, key) { try RedisExpirationTime(milliseconds: $0) }
    }

    /// `TTL`: returns how long a key has left, in whole seconds.
    @inlinable
    public static func ttl(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == RedisTimeToLive {
        RedisCommand(.ttl, key) { try RedisTimeToLive(seconds: $0) }
    }

    /// `DUMP`: returns the value of a key in the server's own serialised form, or `nil` when there is no such key.
    @inlinable
    public static func dump(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == [UInt8]? {
        RedisCommand(.dump, key)
    }

    /// `RESTORE`: stores a value in the form that ``dump(_:)`` returned.
    @inlinable
    public static func restore(
        _ key: some RESPArgument, _ serialized: some RESPArgument, expiresIn: Duration? = nil, replacing: Bool = false,
        idleTime: Duration? = nil, frequency: Int? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(
            .restore, key, expiresIn.map(WholeMilliseconds.init)?.count ?? 0, serialized, replacing ? "REPLACE" : nil,
            KeywordArgument("IDLETIME", idleTime.map(WholeSeconds.init)),
            KeywordArgument("FREQ", frequency.map(NonNegative.init)))
    }

    /// `MOVE`: moves a key to another database.
    @inlinable
    public static func move(
        _ key: some RESPArgument, toDatabase database: Int
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.move, key, NonNegative(database))
    }

    /// `SWAPDB`: exchanges two databases for all clients.
    @inlinable
    public static func swapdb(
        _ database: Int, _ other: Int
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.swapdb, NonNegative(database), NonNegative(other))
    }

    /// `OBJECT ENCODING`: returns the server's internal form of a value, or `nil` when there is no such key.
    @inlinable
    public static func objectEncoding(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == String? {
        RedisCommand(.objectEncoding, key)
    }

    /// `OBJECT FREQ`: returns how often a key was used, as a logarithm; the server refuses it unless its eviction policy is an LFU one.
    @inlinable
    public static func objectFreq(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == Int? {
        RedisCommand(.objectFreq, key)
    }

    /// `OBJECT IDLETIME`: returns how long a key was not used, or `nil` when there is no such key.
    @inlinable
    public static func objectIdletime(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == Duration? {
        RedisCommand(.objectIdletime, key) { try Duration.seconds(orNil: $0) }
    }

    /// `OBJECT REFCOUNT`: returns how many references the server has to a value, or `nil` when there is no such key.
    @inlinable
    public static func objectRefcount(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == Int? {
        RedisCommand(.objectRefcount, key)
    }

    /// `SORT`: returns the elements of a list, set or sorted set, sorted as numbers unless the options say otherwise.
    @inlinable
    public static func sort<Value: RESPDecodable>(
        _ key: some RESPArgument, _ options: RedisSortOptions = RedisSortOptions(), as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value?] {
        RedisCommand(.sort, key, options)
    }

    /// `SORT`: stores the sorted elements of a list, set or sorted set as a list.
    @inlinable
    public static func sort(
        _ key: some RESPArgument, _ options: RedisSortOptions = RedisSortOptions(),
        storingIn destination: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.sort, key, options, "STORE", destination)
    }

    /// `SORT_RO`: returns the sorted elements of a list, set or sorted set without changing anything, so that replicas serve it.
    @inlinable
    public static func sortRo<Value: RESPDecodable>(
        _ key: some RESPArgument, _ options: RedisSortOptions = RedisSortOptions(), as type: Value.Type = Value.self
    ) -> RedisCommand where Reply == [Value?] {
        RedisCommand(.sortRo, key, options)
    }

    /// `MIGRATE`: moves keys to another server.
    @inlinable
    public static func migrate(
        _ keys: [some RESPArgument], toHost host: String, port: Int, database: Int = 0, timeout: Duration,
        copying: Bool = false, replacing: Bool = false, credentials: RedisMigrationCredentials? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(
            .migrate, host, port, "", NonNegative(database), WholeMilliseconds(timeout), copying ? "COPY" : nil,
            replacing ? "REPLACE" : nil, credentials, "KEYS", NonEmpty(keys)
        ) { try $0.isMigrated() }
    }

    /// `WAIT`: waits until replicas have confirmed all writes of this connection; only on a leased connection.
    @inlinable
    public static func wait(
        replicas: Int, timeout: Duration?
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.wait, NonNegative(replicas), timeout.map { max(1, WholeMilliseconds($0).count) } ?? 0)
    }

    /// `WAITAOF`: waits until all writes of this connection are on disk; only on a leased connection.
    @inlinable
    public static func waitaof(
        locally: Bool, replicas: Int, timeout: Duration?
    ) -> RedisCommand where Reply == [Int] {
        RedisCommand(.waitaof, locally, NonNegative(replicas), timeout.map { max(1, WholeMilliseconds($0).count) } ?? 0)
    }
}
