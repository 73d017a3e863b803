import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    @Suite("Invalidations", .timeLimit(.minutes(2)))
    struct RedisCacheInvalidationTests {
        @Test("An invalidation removes the value and reports whether there was one")
        func removes() async throws {
            let cache = try await CacheFixture().cache
            #expect(await cache.cached(key: "k") { "old" } == "old")
            #expect(await cache.invalidate("k") == .removed)
            #expect(await cache.invalidate("k") == .absent)
            #expect(await cache.cached(key: "k") { "new" } == "new")
            #expect(cache.statistics.pendingInvalidations == 0)
        }

        @Test("An invalidation does not affect other keys and namespaces")
        func leavesOthers() async throws {
            let fixture = try await CacheFixture()
            let other = try RedisCache(fixture.client, namespace: "other")
            for cache in [fixture.cache, other] { _ = await cache.cached(key: "k") { "old" } }
            _ = await fixture.cache.cached(key: "k2") { "old" }
            #expect(await fixture.cache.invalidate("k") == .removed)
            #expect(await other.cached(key: "k") { "new" } == "old")
            #expect(await fixture.cache.cached(key: "k2") { "new" } == "old")
        }

        @Test("An invalidation is reported as pending when the server is down")
        func killed() async throws {
            let fixture = try await CacheFixture(backoff: .milliseconds(50))
            fixture.server.kill()
            #expect(await fixture.cache.invalidate("k") == .pending)
            #expect(await fixture.cache.invalidate("k") == .pending)
            #expect(fixture.cache.statistics.pendingInvalidations == 2)
            try await fixture.server.restart()
            await fixture.client.waitUntil(available: true)
            #expect(await fixture.cache.invalidate("k") == .absent)
        }

        @Test("An invalidation is reported as pending within the command timeout when the server does not answer")
        func frozen() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500))
            #expect(await fixture.cache.cached(key: "k") { "old" } == "old")
            fixture.server.freeze()
            let start = ContinuousClock.now
            #expect(await fixture.cache.invalidate("k") == .pending)
            #expect(ContinuousClock.now - start < .milliseconds(2900))
            await fixture.client.waitUntil(available: false)
        }

        @Test("An invalidation in a cancelled task is reported as pending, and is not an outage")
        func cancelled() async throws {
            let fixture = try await CacheFixture()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await fixture.cache.invalidate("k")
            }
            #expect(await task.value == .pending)
            #expect(fixture.client.availability == .available)
        }
    }
}
