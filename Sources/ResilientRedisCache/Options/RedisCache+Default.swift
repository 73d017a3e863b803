import RedisTransport
public import ResilientRedisClient
import Synchronization

extension RedisCache {
    /// The cache of the process, for functions that have no object to keep one.
    ///
    /// Before ``bootstrap(_:)`` it is a cache without Redis: every value comes from its source and is counted as a
    /// bypass. Ask for it at every call rather than keeping it, so that what was made early finds the real one.
    public static var `default`: RedisCache {
        processWide.withLock { $0 } ?? withoutRedis
    }

    /// Sets the cache of the process, once, where the program starts.
    ///
    /// ```swift
    /// try RedisCache.bootstrap(RedisCache(redis, namespace: "shop"))
    /// ```
    ///
    /// - Throws: ``RedisConfigurationError`` when there is one already: two parts of a program disagree.
    public static func bootstrap(_ cache: RedisCache) throws(RedisConfigurationError) {
        let isFirst = processWide.withLock { current in
            guard current == nil else { return false }
            current = cache
            return true
        }
        guard isFirst else {
            throw RedisConfigurationError(
                field: "cache.default", read: "\(cache.namespace)", problem: "the process has a default cache already",
                advice: "Call bootstrap once, where the program starts, and pass other caches around")
        }
    }

    /// Sets the cache of the process to another one, or to none, for tests.
    package static func replaceDefault(_ cache: RedisCache?) {
        processWide.withLock { $0 = cache }
    }

    private static let processWide = Mutex<RedisCache?>(nil)
    private static let withoutRedis = RedisCache(withoutRedis: "default")
}
