import RedisFaultInjection
import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("An in-process level whose server is replaced", .timeLimit(.minutes(1)))
struct MovedServerTests {
    /// The old server lives on, as a primary does that was demoted, and the connection for changes to it as well.
    @Test("The in-process level follows the shared connection to another server")
    func moved() async throws {
        let (old, new) = (try await RedisServer.start(), try await RedisServer.start())
        let proxy = try await FaultProxy.start(to: old)
        var configuration = RedisConfiguration(endpoint: .tcp(host: proxy.host, port: proxy.port))
        configuration.resilience.backoff = .milliseconds(50)
        let client = try RedisClient(configuration)
        let cache = try RedisCache(namespace: "test", inProcess: .init()) { client }
        let source = Loads()
        try await keep(cache, source)

        try proxy.retarget(to: new)
        let admin = try RedisClient(old.configuration())
        let list: String = try await admin.send("CLIENT", "LIST")
        for line in list.split(separator: "\n") where !line.contains(" flags=t") && !line.contains("cmd=client") {
            let id = line.split(separator: " ")[0].dropFirst("id=".count)
            _ = try await admin.send("CLIENT", "KILL", "ID", String(id), as: RESPValue.self)
        }
        // A read of something that is not kept finds the new server.
        let deadline = ContinuousClock.now + .seconds(30)
        var number = 0
        while try await new.stored("test:other \(number)") == nil {
            try #require(ContinuousClock.now < deadline)
            number += 1
            _ = await cache.cached(key: "other \(number)") { 1 }
        }
        try await keep(cache, source)
        let other = try RedisCache(namespace: "test") { try? RedisClient(new.configuration()) }
        let before = await cache.cached(key: "key") { source.next() }
        await other.invalidate("key")
        while await cache.cached(key: "key", load: { source.next() }) == before {
            try #require(ContinuousClock.now < deadline, "the change on the new server was not noticed")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func keep(_ cache: RedisCache, _ source: Loads) async throws {
        let before = cache.statistics.inProcessHits
        while cache.statistics.inProcessHits == before {
            _ = await cache.cached(key: "key") { source.next() }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
