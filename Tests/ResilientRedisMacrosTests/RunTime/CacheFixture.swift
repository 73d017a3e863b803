#if Macros
    import RedisFaultInjection
    import ResilientRedis
    import Synchronization

    /// A server of its own, a client, a cache, and a source that counts what it is asked for.
    struct CacheFixture: Sendable {
        let server: RedisServer
        let client: RedisClient
        let cache: RedisCache
        let source = CountingSource()

        init() async throws {
            let server = try await RedisServer.start()
            var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
            configuration.resilience.commandTimeout = .seconds(10)
            configuration.resilience.connectTimeout = .seconds(10)
            self.server = server
            client = try RedisClient(configuration)
            cache = try RedisCache(client, namespace: "stage")
        }

        /// Whether the cache answered so many calls from Redis and loaded so many values.
        func counted(hits: Int, loads: Int) -> Bool {
            let statistics = cache.statistics
            return statistics.hits == hits && statistics.loads == loads && source.calls == loads
        }
    }

    /// The source of values, which counts its calls.
    final class CountingSource: Sendable {
        private let count = Mutex(0)

        var calls: Int { count.withLock { $0 } }

        @discardableResult
        func call() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    struct SourceError: Error, Equatable {
        var code: Int
    }
#endif
