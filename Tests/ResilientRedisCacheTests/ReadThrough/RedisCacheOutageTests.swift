import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    @Suite("Cache during an outage", .timeLimit(.minutes(2)))
    struct RedisCacheOutageTests {
        @Test("The cache waits for a frozen server once, then loads from the source until the server recovers")
        func frozen() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500), backoff: .milliseconds(500))
            let cache = fixture.cache
            #expect(await cache.cached(key: "k") { "stored" } == "stored")
            fixture.server.freeze()

            let start = ContinuousClock.now
            #expect(await cache.cached(key: "k") { "from the source" } == "from the source")
            let waited = ContinuousClock.now - start
            #expect(waited >= .milliseconds(1500) && waited < .milliseconds(2900), "waited \(waited)")
            #expect(cache.statistics.faults == 1 && cache.statistics.writesSkipped == 1)
            await fixture.client.waitUntil(available: false)

            let calls = 200
            let beginning = ContinuousClock.now
            for _ in 1...calls { #expect(await cache.cached(key: "k") { "from the source" } == "from the source") }
            #expect(ContinuousClock.now - beginning < .seconds(5))
            #expect(cache.statistics.bypasses == calls && cache.statistics.faults == 1)
            #expect(cache.statistics.writesSkipped == calls + 1)

            fixture.server.thaw()
            await fixture.client.waitUntil(available: true)
            #expect(await cache.cached(key: "k") { "from the source" } == "stored")
        }

        @Test("The cache loads from the source while the server is down, and stores again after its restart")
        func killedAndRestarted() async throws {
            let fixture = try await CacheFixture(backoff: .milliseconds(50))
            let cache = fixture.cache
            #expect(await cache.cached(key: "k") { 1 } == 1)
            fixture.server.kill()
            #expect(await cache.cached(key: "k") { 2 } == 2)
            #expect(await cache.cached(key: "k") { 3 } == 3)
            #expect(cache.statistics.hits == 0 && cache.statistics.writes == 1)

            try await fixture.server.restart()
            await fixture.client.waitUntil(available: true)
            #expect(await cache.cached(key: "k") { 4 } == 4)
            #expect(await cache.cached(key: "k") { 5 } == 4)
            #expect(cache.statistics.writes == 2)
        }

        @Test("The cache loads from the source when the server was never available")
        func neverThere() async throws {
            let fixture = try await CacheFixture()
            fixture.server.kill()
            #expect(await fixture.cache.cached(key: "k") { "from the source" } == "from the source")
            #expect(await fixture.cache.cached(key: "k") { "from the source" } == "from the source")
            #expect(fixture.cache.statistics.loads == 2 && fixture.cache.statistics.writes == 0)
        }

        @Test("A failed write of a loaded value is not reported to the caller")
        func frozenDuringLoad() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500))
            #expect(await fixture.cache.cached(key: "other") { 0 } == 0)
            let start = ContinuousClock.now
            let value = await fixture.cache.cached(key: "k") {
                fixture.server.freeze()
                return "loaded"
            }
            #expect(value == "loaded")
            #expect(ContinuousClock.now - start < .milliseconds(2900))
            #expect(fixture.cache.statistics.writeFailures == 1)
            await fixture.client.waitUntil(available: false)
        }

        @Test("The cache writes nothing after a load during which an outage began")
        func outageDuringLoad() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500))
            let value = await fixture.cache.cached(key: "k") {
                fixture.server.kill()
                _ = try? await fixture.client.get("noticed", as: String.self)
                return "loaded"
            }
            #expect(value == "loaded")
            #expect(fixture.cache.statistics.misses == 1 && fixture.cache.statistics.writesSkipped == 1)
            #expect(fixture.cache.statistics.writeFailures == 0)
        }

        @Test("The cache writes nothing after a load that began during an outage, even if Redis has recovered")
        func recoveryDuringLoad() async throws {
            let fixture = try await CacheFixture(backoff: .milliseconds(50))
            fixture.server.kill()
            _ = try? await fixture.client.get("noticed", as: String.self)
            let value = try await fixture.cache.cached(key: "k") {
                try await fixture.server.restart()
                await fixture.client.waitUntil(available: true)
                return "loaded"
            }
            #expect(value == "loaded")
            #expect(fixture.cache.statistics.bypasses == 1 && fixture.cache.statistics.writesSkipped == 1)
            #expect(try await fixture.server.stored("test:k") == nil)
        }

        @Test("The cache does not wait for Redis again after a caller's own short deadline has passed")
        func ownDeadline() async throws {
            let fixture = try await CacheFixture(commandTimeout: .seconds(60))
            let cache = try RedisCache(fixture.client.withTimeout(.milliseconds(1500)), namespace: "test")
            #expect(await fixture.cache.cached(key: "other") { 0 } == 0)
            fixture.server.freeze()
            let start = ContinuousClock.now
            #expect(await cache.cached(key: "k") { "loaded" } == "loaded")
            let waited = ContinuousClock.now - start
            #expect(waited >= .milliseconds(1500) && waited < .milliseconds(2900), "waited \(waited)")
            #expect(cache.statistics.faults == 1 && cache.statistics.writesSkipped == 1)
            #expect(fixture.client.availability.isAvailable)
            fixture.server.thaw()
            #expect(try await fixture.server.stored("test:k") == nil)
        }

        @Test("The cache returns every value under load while the server is frozen, killed and restarted")
        func underLoad() async throws {
            let fixture = try await CacheFixture(commandTimeout: .seconds(1), backoff: .milliseconds(100))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<20 {
                    group.addTask {
                        var call = task
                        while !Task.isCancelled {
                            let key = "key \(call % 10)"
                            call += 1
                            #expect(await fixture.cache.cached(key: key) { key } == key)
                            await Task.yield()
                        }
                    }
                }
                try await fixture.passes(20) { $0.hits }
                fixture.server.freeze()
                try await fixture.passes(20) { $0.bypasses }
                fixture.server.thaw()
                try await fixture.passes(20) { $0.hits }
                fixture.server.kill()
                try await fixture.passes(20) { $0.bypasses }
                try await fixture.server.restart()
                try await fixture.passes(20) { $0.hits }
                group.cancelAll()
            }
        }
    }
}

extension CacheFixture {
    /// Waits until something has been counted some times more.
    fileprivate func passes(_ count: Int, _ counter: (RedisCache.Statistics) -> Int) async throws {
        let start = counter(cache.statistics)
        let deadline = ContinuousClock.now + .seconds(20)
        while counter(cache.statistics) - start < count {
            try #require(ContinuousClock.now < deadline, "did not happen within 20 s: \(cache.statistics)")
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
