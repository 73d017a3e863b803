import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Statistics of a cache", .timeLimit(.minutes(2)))
struct CacheStatisticsTests {
    @Test("The description of cache statistics lists hit rate, load times and counts")
    func summary() async throws {
        let fixture = try await CacheFixture()
        #expect(fixture.cache.statistics.description == "0 lookups, 0.0 % hits\nloads: none")
        for _ in 1...3 { _ = await fixture.cache.cached(key: "k") { 1 } }
        let lines = fixture.cache.statistics.description.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first == "3 lookups, 66.7 % hits")
        #expect(lines.dropFirst().first?.hasPrefix("loads: 1, ") == true)
        #expect(lines.last == "misses 1, writes 1")
    }

    @Test("Cache statistics report the average and the slowest load time")
    func loadTime() async throws {
        let cache = try await CacheFixture().cache
        for number in 1...2 {
            _ = try await cache.cached(key: "\(number)") {
                try await Task.sleep(for: .milliseconds(10 * number))
                return number
            }
        }
        let statistics = cache.statistics
        #expect(statistics.slowestLoad >= .milliseconds(20) && statistics.loadTime >= .milliseconds(30))
        #expect(statistics.averageLoadTime >= .milliseconds(15))
        #expect(statistics.averageLoadTime <= statistics.slowestLoad)
    }

    @Test("Cache statistics count each outcome of a lookup separately, and the counts add up")
    func outcomes() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        for _ in 1...2 { _ = await cache.cached(key: "hit") { 1 } }
        _ = await cache.cached(key: "hit") { "undecodable" }
        try await fixture.client.set("test:foreign", "theirs")
        _ = await cache.cached(key: "foreign") { 1 }
        _ = await cache.cached(key: "bypass", options: .init(bypass: true)) { 1 }
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = await cache.cached(key: "cancelled") { 1 }
        }.value
        let before = cache.statistics
        #expect(before.hits == 1 && before.misses == 1 && before.undecodable == 1 && before.foreign == 1)
        #expect(before.bypasses == 1 && before.cancellations == 1 && before.lookups == 6)
        fixture.server.kill()
        _ = await cache.cached(key: "fault") { 1 }
        let later = cache.statistics.since(before)
        #expect(later.faults + later.bypasses == 1 && later.lookups == 1 && later.loads == 1)
    }
}

@Suite("Default cache of the process", .timeLimit(.minutes(2)))
struct DefaultCacheTests {
    /// In a process of its own, because other tests have theirs in this one.
    @Test("The default cache loads from the source until it is bootstrapped, which is possible once")
    func bootstrap() async {
        await #expect(processExitsWith: .success) {
            let early = [
                await RedisCache.default.cached(key: "k") { 1 }, await RedisCache.default.cached(key: "k") { 2 },
            ]
            try #require(early == [1, 2])
            try #require(RedisCache.default.statistics.bypasses == 2)
            let fixture = try await CacheFixture()
            try RedisCache.bootstrap(fixture.cache)
            let late = [
                await RedisCache.default.cached(key: "k") { 3 }, await RedisCache.default.cached(key: "k") { 4 },
            ]
            try #require(late == [3, 3])
            do {
                try RedisCache.bootstrap(fixture.cache)
                try #require(Bool(false), "the second one was taken")
            } catch let error as RedisConfigurationError {
                try #require(error.field == "cache.default")
            }
        }
    }
}
