import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    @Suite("An invalidation", .timeLimit(.minutes(2)))
    struct RedisCacheInvalidationTests {
        @Test("removes the value, and says whether there was one")
        func removes() async throws {
            let cache = try await CacheFixture().cache
            #expect(await cache.cached(key: "k") { "old" } == "old")
            #expect(await cache.invalidate("k") == .removed)
            #expect(await cache.invalidate("k") == .absent)
            #expect(await cache.cached(key: "k") { "new" } == "new")
            #expect(cache.statistics.pendingInvalidations == 0)
        }

        @Test("leaves other keys and namespaces alone")
        func leavesOthers() async throws {
            let fixture = try await CacheFixture()
            let other = try RedisCache(fixture.client, namespace: "other")
            for cache in [fixture.cache, other] { _ = await cache.cached(key: "k") { "old" } }
            _ = await fixture.cache.cached(key: "k2") { "old" }
            #expect(await fixture.cache.invalidate("k") == .removed)
            #expect(await other.cached(key: "k") { "new" } == "old")
            #expect(await fixture.cache.cached(key: "k2") { "new" } == "old")
        }

        @Test("is said not to be done when the server is gone")
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

        @Test("is said not to be done when the server does not answer, within the command timeout")
        func frozen() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500))
            #expect(await fixture.cache.cached(key: "k") { "old" } == "old")
            fixture.server.freeze()
            let start = ContinuousClock.now
            #expect(await fixture.cache.invalidate("k") == .pending)
            #expect(ContinuousClock.now - start < .milliseconds(2900))
            await fixture.client.waitUntil(available: false)
        }

        @Test("is said not to be done in a cancelled task, without blaming Redis")
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
