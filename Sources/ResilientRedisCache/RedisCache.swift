package import Logging
package import RedisTransport
package import ResilientRedisClient

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
/// without any help. Copies are cheap and share their ``statistics``.
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

    /// Makes a cache with a time source, which tests move instead of waiting, and any back end.
    package init(
        namespace: Namespace, ttl: Duration, options: Options, coder: any RedisValueCoder, journal: Journal,
        loadToken: LoadToken?, compression: Compression?, inProcess: InProcess?, logger: Logger, time: TimeSource,
        backend: @escaping @Sendable () -> (any CacheBackend)?, identity: @escaping @Sendable () -> UInt64?
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
            coding: CacheCoding(coder, compression: compression, maximumSize: options.maximumValueSize),
            journal: journal, loadToken: loadToken, inProcess: inProcess, logger: logger, time: time, backend: backend,
            identity: identity)
    }

    /// A cache without a client: every value comes from its source.
    init(withoutRedis name: String) {
        namespace = Namespace(name)
        ttl = .seconds(300)
        options = Options()
        core = CacheCore(withoutRedis: name)
    }

    /// How often each outcome occurred, since this cache was made.
    public var statistics: Statistics { core.context.counters.snapshot }

    /// How many keys are being read whose values may be kept in this process, for tests.
    package var readsUnderWay: Int { core.reader.copies.inProcess?.readsUnderWay ?? 0 }

    /// How many invalidations wait for Redis; `Int.max` when everything in the namespace is to be invalidated.
    public var backlog: Int { core.invalidator.fences.backlog }
}

extension RedisCache {
    /// What a cache puts before its keys, so that caches that share a Redis do not read each other's values.
    ///
    /// The key `sales:north` of the namespace `"reports"` is `reports:sales:north` in Redis. A namespace that itself
    /// contains colons is fine, as long as no other one is its beginning.
    public struct Namespace: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
        private let name: String?

        /// Keys as they are, without anything before them.
        ///
        /// For a Redis that this cache has to itself, or for keys whose form another caller has decided.
        public static let none = Namespace(name: nil)

        /// A namespace with a name. It must not be empty: a cache refuses it, and ``none`` says so on purpose.
        public init(_ name: String) {
            self.init(name: name)
        }

        /// A namespace with a name, written as a literal.
        public init(stringLiteral name: String) {
            self.init(name: name)
        }

        private init(name: String?) {
            self.name = name
        }

        /// The name, or `none`.
        public var description: String { name ?? "none" }

        /// What stands before the keys.
        var prefix: String {
            get throws(RedisConfigurationError) {
                guard let name else { return "" }
                guard !name.isEmpty else {
                    throw RedisConfigurationError(
                        field: "cache.namespace", read: "", problem: "the namespace is empty",
                        advice: "Give it a name, or use .none if keys are to be stored as they are")
                }
                return name + ":"
            }
        }
    }
}
