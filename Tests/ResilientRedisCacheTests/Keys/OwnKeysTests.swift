import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Keys that look like the cache's own", .timeLimit(.minutes(1)))
struct OwnKeysTests {
    @Test("Keys that look like the cache's own keys are escaped, however they are built")
    func escaped() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let client = try RedisClient(server.configuration(backoff: .milliseconds(50)))
        let cache = try RedisCache(client, namespace: "test")
        var loads = 0
        for beginning in ["", "_", "__", "__epo"] {
            var key = RedisCacheKey(beginning)
            key.append(literal: String("__epoch__".dropFirst(beginning.count)))
            let value = await cache.cached(key: key) {
                loads += 1
                return "value"
            }
            #expect(value == "value")
        }
        #expect(loads == 1)
        #expect(try await client.exists("test:__key__:__epoch__") == 1)
        // The epoch is a number still.
        #expect(try await client.get("test:__epoch__", as: UInt64.self) != nil)
        #expect(await cache.invalidate("__epoch__") == .removed)
        await client.shutdown()
    }

    @Test("A cache without a namespace does not escape keys")
    func withoutNamespace() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let client = try RedisClient(server.configuration(backoff: .milliseconds(50)))
        let cache = try RedisCache(client, namespace: .none)
        #expect(await cache.cached(key: "__epoch__") { "value" } == "value")
        #expect(try await client.exists("__epoch__") == 1)
        await client.shutdown()
    }
}
