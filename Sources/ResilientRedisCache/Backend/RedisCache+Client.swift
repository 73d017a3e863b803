public import Logging
package import RedisTransport
public import ResilientRedisClient

extension RedisCache {
    /// Makes a cache that keeps its values with one client.
    ///
    /// - Parameters:
    ///   - client: The client; its deadlines and its backoff are those of the cache.
    ///   - namespace: What to put before every key, such as `"reports"`; ``Namespace/none`` for keys as they are.
    ///   - ttl: How long a value lives when the call does not say. Default: 5 minutes.
    ///   - options: How values are treated when the call does not say.
    ///   - coder: Turns values into bytes and back. Default: JSON.
    ///   - journal: How invalidations are remembered that did not reach Redis.
    ///   - loadToken: Fences slow loaders across processes; all caches of the namespace must agree. Default: `nil`, off.
    ///   - compression: When values are compressed. Default: `nil`, never.
    ///   - inProcess: Keeps values in this process, before Redis is asked. Default: `nil`, off.
    ///   - logger: Gets one line for each new kind of fault that would otherwise go unnoticed, such as a missing
    ///     permission.
    /// - Throws: ``RedisConfigurationError`` for an empty namespace, or a time to live that is not positive.
    public init(
        _ client: RedisClient,
        namespace: Namespace,
        ttl: Duration = .seconds(300),
        options: Options = Options(),
        coder: any RedisValueCoder = RedisJSONCoder(),
        journal: Journal = Journal(),
        loadToken: LoadToken? = nil,
        compression: Compression? = nil,
        inProcess: InProcess? = nil,
        logger: Logger = Logger(label: "ResilientRedis")
    ) throws(RedisConfigurationError) {
        try self.init(
            namespace: namespace, ttl: ttl, options: options, coder: coder, journal: journal, loadToken: loadToken,
            compression: compression, inProcess: inProcess, logger: logger, time: client.timeSource
        ) { client }
    }

    /// Makes a cache that asks for its client again whenever it is about to use one.
    ///
    /// ```swift
    /// let redis = try RedisReloadableClient()
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
    ///   - loadToken: Fences slow loaders across processes; all caches of the namespace must agree. Default: `nil`, off.
    ///   - compression: When values are compressed. Default: `nil`, never.
    ///   - inProcess: Keeps values in this process, before Redis is asked. Default: `nil`, off.
    ///   - logger: Gets one line for each new kind of fault that would otherwise go unnoticed, such as a missing
    ///     permission.
    ///   - client: Gives the client to use now, or `nil` when there is none: values then come from their source. It is
    ///     called several times for every call and must be quick.
    /// - Throws: ``RedisConfigurationError`` for an empty namespace, or a time to live that is not positive.
    public init(
        namespace: Namespace,
        ttl: Duration = .seconds(300),
        options: Options = Options(),
        coder: any RedisValueCoder = RedisJSONCoder(),
        journal: Journal = Journal(),
        loadToken: LoadToken? = nil,
        compression: Compression? = nil,
        inProcess: InProcess? = nil,
        logger: Logger = Logger(label: "ResilientRedis"),
        client: @escaping @Sendable () -> RedisClient?
    ) throws(RedisConfigurationError) {
        try self.init(
            namespace: namespace, ttl: ttl, options: options, coder: coder, journal: journal, loadToken: loadToken,
            compression: compression, inProcess: inProcess, logger: logger, time: TimeSource(), client: client)
    }

    /// Makes a cache of a client with a time source, which tests move instead of waiting.
    package init(
        namespace: Namespace, ttl: Duration = .seconds(300), options: Options = Options(),
        coder: any RedisValueCoder = RedisJSONCoder(), journal: Journal = Journal(), loadToken: LoadToken? = nil,
        compression: Compression? = nil, inProcess: InProcess? = nil,
        logger: Logger = Logger(label: "ResilientRedis"), time: TimeSource,
        client: @escaping @Sendable () -> RedisClient?
    ) throws(RedisConfigurationError) {
        try self.init(
            namespace: namespace, ttl: ttl, options: options, coder: coder, journal: journal, loadToken: loadToken,
            compression: compression, inProcess: inProcess, logger: logger, time: time,
            backend: { () -> (any CacheBackend)? in client() }, identity: { client()?.identity })
    }
}
