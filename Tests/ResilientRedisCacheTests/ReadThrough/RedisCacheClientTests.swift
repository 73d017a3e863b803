import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("The client of a cache", .timeLimit(.minutes(2)))
struct RedisCacheClientTests {
    @Test("The cache asks for its client again before a write, so that it writes with a replaced one")
    func replaced() async throws {
        let old = try await CacheFixture()
        let new = try await CacheFixture()
        let holder = ClientHolder(old.client)
        let cache = try RedisCache(namespace: "test") { holder.current }
        let value = await cache.cached(key: "k") {
            holder.current = new.client
            return "loaded"
        }
        #expect(value == "loaded" && cache.statistics.writes == 1)
        #expect(try await old.server.stored("test:k") == nil)
        #expect(try await new.server.stored("test:k") == #""loaded""#)
    }

    @Test("The cache does not write when the client that replaced another is in backoff")
    func replacedByOneInBackoff() async throws {
        let healthy = try await CacheFixture()
        let broken = try await CacheFixture()
        broken.server.kill()
        _ = try? await broken.client.get("noticed", as: String.self)
        let holder = ClientHolder(healthy.client)
        let cache = try RedisCache(namespace: "test") { holder.current }
        let value = await cache.cached(key: "k") {
            holder.current = broken.client
            return "loaded"
        }
        #expect(value == "loaded" && cache.statistics.writesSkipped == 1)
        #expect(try await healthy.server.stored("test:k") == nil)
    }

    @Test("The cache stores a value whose client was reset during the load")
    func reset() async throws {
        let fixture = try await CacheFixture()
        let value = await fixture.cache.cached(key: "k") {
            await fixture.client.reset()
            return "loaded"
        }
        #expect(value == "loaded" && fixture.cache.statistics.writes == 1)
        #expect(try await fixture.server.stored("test:k") == #""loaded""#)
    }

    @Test("The cache works without a client, and uses one that appears later")
    func missing() async throws {
        let fixture = try await CacheFixture()
        let holder = ClientHolder(nil)
        let cache = try RedisCache(namespace: "test") { holder.current }
        #expect(await cache.cached(key: "k") { 1 } == 1)
        #expect(await cache.invalidate("k") == .pending)
        #expect(cache.statistics.bypasses == 1 && cache.statistics.writesSkipped == 1)

        holder.current = fixture.client
        #expect(await cache.cached(key: "k") { 2 } == 2)
        #expect(await cache.cached(key: "k") { 3 } == 2)
    }

    @Test("The cache loads values from the source after its client was shut down")
    func shutDown() async throws {
        let fixture = try await CacheFixture()
        #expect(await fixture.cache.cached(key: "k") { 1 } == 1)
        await fixture.client.shutdown()
        #expect(await fixture.cache.cached(key: "k") { 2 } == 2)
        #expect(fixture.cache.statistics.bypasses == 1 && fixture.cache.statistics.writesSkipped == 1)
    }
}
