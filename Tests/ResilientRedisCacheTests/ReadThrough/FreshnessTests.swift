import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Time to live and refresh of cached values", .timeLimit(.minutes(2)))
struct FreshnessTests {
    @Test("Jitter shortens the time to live at random, so that values do not expire together")
    func jitter() async throws {
        let fixture = try await CacheFixture()
        var lives: Set<Int> = []
        for number in 0..<30 {
            _ = await fixture.cache.cached(key: "\(number)", ttl: .seconds(1000), options: .init(jitter: 0.5)) { 1 }
            lives.insert(try await fixture.client.send("PTTL", "test:\(number)") as Int)
        }
        #expect(lives.count > 20 && lives.allSatisfy { (490_000...1_000_000).contains($0) })
        #expect(lives.max()! - lives.min()! > 100_000)
        _ = await fixture.cache.cached(key: "exact", ttl: .seconds(1000), options: .init(jitter: 0)) { 1 }
        #expect((990_000...1_000_000).contains(try await fixture.client.send("PTTL", "test:exact") as Int))
    }

    @Test("A nil result has the negative TTL, or is not stored if that is zero")
    func negative() async throws {
        let fixture = try await CacheFixture()
        let short: Int? = await fixture.cache.cached(key: "short", options: .init(negativeTTL: .seconds(5))) { nil }
        #expect(short == nil)
        #expect((1...5000).contains(try await fixture.client.send("PTTL", "test:short") as Int))
        let none: Int? = await fixture.cache.cached(key: "none", options: .init(negativeTTL: .zero)) { nil }
        #expect(none == nil)
        #expect(try await fixture.server.stored("test:none") == nil)
        let some: Int? = await fixture.cache.cached(key: "some", options: .init(negativeTTL: .zero)) { 1 }
        #expect(some == 1)
        #expect(try await fixture.server.stored("test:some") == "1")
    }

    @Test("A value that cacheIf rejects is returned but not stored")
    func cacheIf() async throws {
        let fixture = try await CacheFixture()
        for number in [5, 50] {
            let value = await fixture.cache.cached(key: "\(number)", cacheIf: { $0 > 10 }) { number }
            #expect(value == number)
        }
        #expect(try await fixture.server.stored("test:5") == nil)
        #expect(try await fixture.server.stored("test:50") == "50")
    }

    @Test("A call that bypasses the cache loads its own value and leaves the stored one as it is")
    func bypass() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "k") { 1 }
        #expect(await fixture.cache.cached(key: "k", options: .init(bypass: true)) { 2 } == 2)
        #expect(await fixture.cache.cached(key: "k") { 3 } == 1)
        #expect(fixture.cache.statistics.bypasses == 1)
    }

    @Test("A value of another version is a miss")
    func version() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "k") { 1 }
        #expect(await fixture.cache.cached(key: "k", options: .init(version: 2)) { 2 } == 2)
        #expect(await fixture.cache.cached(key: "k", options: .init(version: 2)) { 3 } == 2)
        #expect(fixture.cache.statistics.misses == 2)
    }

    @Test("The time to live begins when the value is written, however long the load took")
    func slowLoad() async throws {
        let fixture = try await CacheFixture()
        let offset = TimeSource.Offset()
        let cache = try RedisCache(
            namespace: "test", options: .init(jitter: 0, staleIfError: .seconds(60)), time: TimeSource(offset: offset)
        ) { fixture.client }
        func read(_ value: Int, afterLoad duration: Duration = .zero) async -> Int {
            await cache.cached(key: "k", ttl: .seconds(10)) {
                offset.advance(by: duration)
                return value
            }
        }
        #expect(await read(1, afterLoad: .seconds(100)) == 1)
        offset.advance(by: .seconds(8))
        #expect(await read(2) == 1)
        offset.advance(by: .seconds(3))
        #expect(await read(3) == 3)
    }

    @Test("One caller refreshes a value ahead of its expiry while others are served the old one")
    func refreshAhead() async throws {
        let cache = try await CacheFixture().cache
        let options = RedisCache.Options(refreshAhead: .inLast(fraction: 1))
        _ = await cache.cached(key: "k", options: options) { "old" }
        let gate = CacheGate()
        let refresh = Task {
            await cache.cached(key: "k", options: options) {
                await gate.pass()
                return "new"
            }
        }
        try await cache.waits { _ in gate.arrivals == 1 }
        #expect(await cache.cached(key: "k", options: options) { "not loaded" } == "old")
        gate.open()
        #expect(await refresh.value == "new")
        #expect(await cache.cached(key: "k") { "not loaded" } == "new")
        #expect(cache.statistics.refreshes == 1 && cache.statistics.hits == 3)
    }

    @Test("A value of another type is loaded, and not refreshed ahead")
    func refreshUndecodable() async throws {
        let cache = try await CacheFixture().cache
        let options = RedisCache.Options(refreshAhead: .inLast(fraction: 1))
        _ = await cache.cached(key: "k", options: options) { "old" }
        #expect(await cache.cached(key: "k", options: options) { 1 } == 1)
        let statistics = cache.statistics
        #expect(statistics.undecodable == 1 && statistics.refreshes == 0 && statistics.hits == 0)
        #expect(statistics.loads == 2 && statistics.writes == 2)
    }

    @Test("A refresh ahead that fails returns the stored value")
    func refreshFails() async throws {
        let cache = try await CacheFixture().cache
        let options = RedisCache.Options(refreshAhead: .inLast(fraction: 1))
        _ = await cache.cached(key: "k", options: options) { "old" }
        let value = try await cache.cached(key: "k", options: options) { () throws -> String in
            throw SourceError(reason: "down")
        }
        #expect(value == "old" && cache.statistics.stale == 0)
    }

    @Test("A refresh ahead runs in the background if the call has a soft timeout")
    func refreshInBackground() async throws {
        let cache = try await CacheFixture().cache
        let options = RedisCache.Options(refreshAhead: .inLast(fraction: 1))
        _ = await cache.cached(key: "k", options: options) { "old" }
        let gate = CacheGate()
        let value = await cache.cached(key: "k", options: options, softTimeout: .seconds(60)) {
            await gate.pass()
            return "new"
        }
        #expect(value == "old")
        gate.open()
        try await cache.waits { $0.writes == 2 }
        #expect(await cache.cached(key: "k") { "not loaded" } == "new")
    }

    @Test("A refresh by load cost becomes likelier near the expiry and with longer loads")
    func byLoadCost() {
        func share(remaining: Duration, cost: Duration, beta: Double = 1) -> Double {
            let due = (0..<1000).filter { step in
                RedisCache.RefreshAhead.byLoadCost(beta: beta).isDue(
                    remaining: remaining, ttl: .seconds(60), cost: cost, random: Double(step) / 1000)
            }
            return Double(due.count) / 1000
        }
        #expect(share(remaining: .seconds(1 << 40), cost: .seconds(4000), beta: .greatestFiniteMagnitude) < 0.01)
        // The share is exp(-remaining / (beta * cost)).
        #expect(abs(share(remaining: .seconds(1), cost: .seconds(1)) - 0.368) < 0.01)
        #expect(abs(share(remaining: .seconds(2), cost: .seconds(1), beta: 2) - 0.368) < 0.01)
        #expect(share(remaining: .seconds(50), cost: .milliseconds(10)) == 0)
        #expect(share(remaining: .milliseconds(1), cost: .seconds(10)) > 0.99)
        #expect(
            !RedisCache.RefreshAhead.never.isDue(remaining: .zero, ttl: .seconds(1), cost: .seconds(9), random: 0.9))
    }

    @Test(
        "Cache options out of their range are refused",
        arguments: [
            RedisCache.Options(jitter: 2), .init(jitter: .nan), .init(staleIfError: .seconds(-1)),
            .init(negativeTTL: .seconds(-1)), .init(redisTimeout: .seconds(-1)),
        ])
    func impossible(options: RedisCache.Options) {
        #expect(throws: RedisConfigurationError.self) { try RedisCache(namespace: "test", options: options) { nil } }
    }
}

@Suite("Values with tags", .timeLimit(.minutes(2)))
struct CacheTagTests {
    private let options = RedisCache.Options(tags: ["sales", "north"])

    @Test("Invalidating a tag invalidates all values with it, and no others")
    func together() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        for key in ["a", "b"] { _ = await cache.cached(key: key, options: options) { "old" } }
        _ = await cache.cached(key: "c", options: .init(tags: ["south"])) { "old" }
        #expect(await cache.cached(key: "a", options: options) { "new" } == "old")
        #expect(await cache.invalidate(tag: "sales") == .removed)
        for key in ["a", "b"] { #expect(await cache.cached(key: key, options: options) { "new" } == "new") }
        #expect(await cache.cached(key: "c", options: .init(tags: ["south"])) { "new" } == "old")
        #expect(await cache.cached(key: "a", options: .init(tags: ["north", "sales"])) { "newer" } == "new")
    }

    @Test("Another process can invalidate a tag")
    func elsewhere() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "a", options: options) { "old" }
        #expect(await (try fixture.otherProcess()).invalidate(tag: "north") == .removed)
        #expect(await fixture.cache.cached(key: "a", options: options) { "new" } == "new")
    }

    @Test("A value is not served if its tag was invalidated during the load, by any process")
    func duringLoad() async throws {
        let fixture = try await CacheFixture()
        let other = try fixture.otherProcess()
        _ = await fixture.cache.cached(key: "a", options: options) {
            await other.invalidate(tag: "sales")
            return "old"
        }
        #expect(await fixture.cache.cached(key: "a", options: options) { "new" } == "new")
    }

    @Test("A caller that asks after a tag was invalidated does not share a load from before")
    func notJoined() async throws {
        let cache = try await CacheFixture().cache
        let gate = CacheGate()
        let early = Task {
            await cache.cached(key: "a", options: options) {
                await gate.pass()
                return "old"
            }
        }
        try await cache.waits { _ in gate.arrivals == 1 }
        await cache.invalidate(tag: "sales")
        #expect(await cache.cached(key: "a", options: options) { "new" } == "new")
        gate.open()
        #expect(await early.value == "old")
        #expect(await cache.cached(key: "a", options: options) { "newer" } == "new")
    }

    @Test("A tagged value is a miss for a call that does not name its tags")
    func notNamed() async throws {
        let cache = try await CacheFixture().cache
        _ = await cache.cached(key: "a", options: options) { "old" }
        #expect(await cache.cached(key: "a") { "new" } == "new")
    }

    @Test("A tagged value is a miss when Redis has lost the tag's stamp")
    func lostStamp() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "a", options: options) { "old" }
        for value in ["new", "newer", "newest"] {
            try await fixture.client.del("test:__tag__:sales")
            #expect(await fixture.cache.cached(key: "a", options: options) { value } == value)
        }
        #expect(await fixture.cache.cached(key: "a", options: options) { "not loaded" } == "newest")
    }
}

@Suite("A clock that is ahead", .timeLimit(.minutes(1)))
struct ClockTests {
    @Test("A value from a process whose clock is ahead has expired for others")
    func ahead() async throws {
        let fixture = try await CacheFixture()
        let offset = TimeSource.Offset()
        let ahead = try fixture.otherProcess(time: TimeSource(offset: offset))
        offset.advance(by: .seconds(3600))
        let options = RedisCache.Options(staleIfError: .seconds(3600))
        _ = await ahead.cached(key: "k", ttl: .seconds(1), options: options) { "old" }
        #expect(await fixture.cache.cached(key: "k", ttl: .seconds(1), options: options) { "new" } == "new")
    }

    @Test("A value from a process whose clock is a little ahead lives no longer than others")
    func littleAhead() async throws {
        let fixture = try await CacheFixture()
        let (offset, other) = (TimeSource.Offset(), TimeSource.Offset())
        let ahead = try fixture.otherProcess(time: TimeSource(offset: offset))
        let reader = try fixture.otherProcess(time: TimeSource(offset: other))
        offset.advance(by: .seconds(5))
        let options = RedisCache.Options(jitter: 0, staleIfError: .seconds(3600))
        _ = await ahead.cached(key: "k", ttl: .seconds(20), options: options) { "old" }
        #expect(await reader.cached(key: "k", ttl: .seconds(20), options: options) { "new" } == "old")
        other.advance(by: .seconds(26))
        #expect(await reader.cached(key: "k", ttl: .seconds(20), options: options) { "new" } == "new")
    }
}
