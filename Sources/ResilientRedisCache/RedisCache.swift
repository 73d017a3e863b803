public import ResilientRedisClient
package import RedisTransport
public import Logging

/// Keeps the results of expensive calls in Redis, and never fails because of Redis.
///
/// ```swift
/// let cache = try RedisCache(redis, namespace: "reports")
///
/// let report = try await cache.cached(key: "sales:\(region)", ttl: .seconds(60)) {
///     try await database.salesReport(region: region)
/// }
/// ```
///
/// While Redis is away, every call goes to the source at once; when it is back, it is used again, without a restart and
/// without anybody's help. Copies are cheap and share their ``statistics``.
///
/// Values are stored as the coder writes them, JSON by default. Give the namespace a new name when the form of the values
/// changes in a way that older and newer versions of a service cannot both read.
public struct RedisCache: Sendable {
    /// What stands before every key of this cache in Redis, followed by a colon.
    public let namespace: Namespace
    /// How long a value lives when the call does not say.
    public let ttl: Duration
    /// How values are treated when the call does not say.
    public let options: Options

    let core: CacheCore

    /// Makes a cache that keeps its values with one client.
    ///
    /// - Parameters:
    ///   - client: The client; its deadlines and its backoff are those of the cache.
    ///   - namespace: What to put before every key, such as `"reports"`; ``Namespace/none`` for keys as they are.
    ///   - ttl: How long a value lives when the call does not say. Default: 5 minutes.
    ///   - options: How values are treated when the call does not say.
    ///   - coder: Turns values into bytes and back. Default: JSON.
    ///   - journal: How invalidations are remembered that did not reach Redis.
    ///   - lease: Fences slow loaders across processes; all caches of the namespace must agree. Default: `nil`, off.
    ///   - compression: When values are compressed. Default: `nil`, never.
    ///   - inProcess: Keeps values in this process, before Redis is asked. Default: `nil`, off.
    ///   - logger: Gets one line for each new kind of fault that no one would otherwise hear of, such as a missing
    ///     permission.
    /// - Throws: ``RedisConfigurationError`` for an empty namespace, or a time to live that is not positive.
    public init(
        _ client: RedisClient,
        namespace: Namespace,
        ttl: Duration = .seconds(300),
        options: Options = Options(),
        coder: any RedisValueCoder = JSONRedisCoder(),
        journal: Journal = Journal(),
        lease: Lease? = nil,
        compression: Compression? = nil,
        inProcess: InProcess? = nil,
        logger: Logger = Logger(label: "ResilientRedis")
    ) throws(RedisConfigurationError) {
        try self.init(
            namespace: namespace, ttl: ttl, options: options, coder: coder, journal: journal, lease: lease,
            compression: compression, inProcess: inProcess, logger: logger, time: client.timeSource
        ) { client }
    }

    /// Makes a cache that asks for its client again whenever it is about to use one.
    ///
    /// ```swift
    /// let redis = try ReloadableRedisClient()
    /// let cache = try RedisCache(namespace: "reports") { redis.current }
    /// ```
    ///
    /// So a client that is replaced while a value is being loaded gets the value, and not the one that was thrown away.
    ///
    /// - Parameters:
    ///   - namespace: What to put before every key, such as `"reports"`; ``Namespace/none`` for keys as they are.
    ///   - ttl: How long a value lives when the call does not say. Default: 5 minutes.
    ///   - options: How values are treated when the call does not say.
    ///   - coder: Turns values into bytes and back. Default: JSON.
    ///   - journal: How invalidations are remembered that did not reach Redis.
    ///   - lease: Fences slow loaders across processes; all caches of the namespace must agree. Default: `nil`, off.
    ///   - compression: When values are compressed. Default: `nil`, never.
    ///   - inProcess: Keeps values in this process, before Redis is asked. Default: `nil`, off.
    ///   - logger: Gets one line for each new kind of fault that no one would otherwise hear of, such as a missing
    ///     permission.
    ///   - client: Gives the client to use now, or `nil` when there is none: values then come from their source. It is
    ///     called several times for every call and must be quick.
    /// - Throws: ``RedisConfigurationError`` for an empty namespace, or a time to live that is not positive.
    public init(
        namespace: Namespace,
        ttl: Duration = .seconds(300),
        options: Options = Options(),
        coder: any RedisValueCoder = JSONRedisCoder(),
        journal: Journal = Journal(),
        lease: Lease? = nil,
        compression: Compression? = nil,
        inProcess: InProcess? = nil,
        logger: Logger = Logger(label: "ResilientRedis"),
        client: @escaping @Sendable () -> RedisClient?
    ) throws(RedisConfigurationError) {
        try self.init(
            namespace: namespace, ttl: ttl, options: options, coder: coder, journal: journal, lease: lease,
            compression: compression, inProcess: inProcess, logger: logger, time: TimeSource(), client: client)
    }

    /// Makes a cache with a time source, which tests move instead of waiting.
    package init(
        namespace: Namespace, ttl: Duration = .seconds(300), options: Options = Options(),
        coder: any RedisValueCoder = JSONRedisCoder(), journal: Journal = Journal(), lease: Lease? = nil,
        compression: Compression? = nil, inProcess: InProcess? = nil,
        logger: Logger = Logger(label: "ResilientRedis"), time: TimeSource,
        client: @escaping @Sendable () -> RedisClient?
    ) throws(RedisConfigurationError) {
        guard ttl > .zero else {
            throw RedisConfigurationError(
                field: "cache.ttl", read: "\(ttl)", problem: "values would be gone before they can be read",
                advice: "Set a duration above zero, such as .seconds(300)")
        }
        try options.validate()
        self.namespace = namespace
        self.ttl = ttl
        self.options = options
        core = try CacheCore(
            prefix: namespace.prefix, name: namespace.description,
            coding: CacheCoding(coder, compression: compression), journal: journal, lease: lease,
            inProcess: inProcess, logger: logger, time: time, client: client)
    }

    /// A cache without a client: every value comes from its source.
    init(withoutRedis name: String) {
        namespace = Namespace(name)
        ttl = .seconds(300)
        options = Options()
        core = CacheCore(withoutRedis: name)
    }

    /// How often each outcome occurred, since this cache was made.
    public var statistics: Statistics { core.counters.snapshot }

    /// How many keys are being read whose values may be kept in this process, for tests.
    package var readsUnderWay: Int { core.copies.inProcess?.readsUnderWay ?? 0 }

    /// How many invalidations wait for Redis; `Int.max` when everything in the namespace is to be invalidated.
    public var backlog: Int { core.fences.backlog }
}
