import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Synchronization

/// A cache that keeps values in the process, and its server.
struct InProcessFixture {
    let server: RedisServer
    let client: RedisClient
    /// What another process would use.
    let other: RedisCache
    let cache: RedisCache
    let offset = TimeSource.Offset()
    let loads = Loads()

    init(
        _ settings: RedisCache.InProcess = .init(), options: RedisCache.Options = .init(),
        loadToken: RedisCache.LoadToken? = nil
    ) async throws {
        let server = try await RedisServer.start()
        let client = try RedisClient(server.configuration(backoff: .milliseconds(50)))
        self.server = server
        self.client = client
        other = try RedisCache(client, namespace: "test", options: options, loadToken: loadToken)
        cache = try RedisCache(
            namespace: "test", options: options, loadToken: loadToken, inProcess: settings,
            time: TimeSource(offset: offset)
        ) { client }
        // A value is kept once the server reports changes.
        while cache.statistics.inProcessHits == 0 {
            _ = await cache.cached(key: "warm") { 1 }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Reads a key whose source returns the number of its loads.
    func read(_ key: String = "key") async -> Int { await cache.cached(key: key) { loads.next() } }

    /// Reads until the value is kept in the process.
    func keep(_ key: String = "key") async {
        let before = cache.statistics.inProcessHits
        while cache.statistics.inProcessHits == before { _ = await read(key) }
    }

    /// Waits until a read gives a value.
    func becomes(_ value: Int, _ key: String = "key") async throws {
        while await read(key) != value { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// Counts the loads of a source, whose value is that number.
final class Loads: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
