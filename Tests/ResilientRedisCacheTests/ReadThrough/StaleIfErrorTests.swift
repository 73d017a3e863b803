import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Stale values when the source fails", .timeLimit(.minutes(2)))
struct StaleIfErrorTests {
    private let offset = TimeSource.Offset()
    private let options = RedisCache.Options(jitter: 0, staleIfError: .seconds(600))

    private func cache(_ fixture: CacheFixture, _ options: RedisCache.Options? = nil) throws -> RedisCache {
        try RedisCache(
            namespace: "test", ttl: .seconds(60), options: options ?? self.options, time: TimeSource(offset: offset)
        ) { withExtendedLifetime(fixture) { fixture.client } }
    }

    private func fail() throws -> String { throw SourceError(reason: "down") }

    @Test("An expired value is served from Redis while the source fails")
    func fromRedis() async throws {
        let cache = try cache(try await CacheFixture())
        #expect(await cache.cached(key: "k") { "old" } == "old")
        offset.advance(by: .seconds(30))
        #expect(try await cache.cached(key: "k") { try fail() } == "old")
        #expect(cache.statistics.hits == 1 && cache.statistics.loads == 1)
        offset.advance(by: .seconds(31))
        #expect(try await cache.cached(key: "k") { try fail() } == "old")
        #expect(cache.statistics.stale == 1 && cache.statistics.loadErrors == 1 && cache.statistics.misses == 2)
        #expect(await cache.cached(key: "k") { "new" } == "new")
        #expect(await cache.cached(key: "k") { "newer" } == "new")
    }

    @Test("A process that read a value serves it when Redis and the source are both unavailable")
    func bothAway() async throws {
        let fixture = try await CacheFixture()
        _ = try await cache(fixture).cached(key: "k") { "old" }
        let cache = try cache(fixture)
        #expect(try await cache.cached(key: "k") { try fail() } == "old")
        fixture.server.kill()
        offset.advance(by: .seconds(61))
        #expect(try await cache.cached(key: "k") { try fail() } == "old")
        #expect(cache.statistics.stale == 1)
        offset.advance(by: .seconds(600))
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
    }

    @Test("An expired value is served to all callers that share the failed load")
    func shared() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let gate = CacheGate()
        let tasks = (1...10).map { _ in
            Task {
                try await cache.cached(key: "k") {
                    await gate.pass()
                    return try fail()
                }
            }
        }
        try await cache.waits { $0.joinedFlights == 9 }
        gate.open()
        for task in tasks { #expect(try await task.value == "old") }
        #expect(cache.statistics.stale == 10 && cache.statistics.loads == 2)
    }

    @Test("An expired value is not served to a call without staleIfError")
    func notAsked() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        await #expect(throws: SourceError.self) {
            try await cache.cached(key: "k", options: .init()) { try fail() }
        }
    }

    @Test(
        "An expired value is not served to a call whose staleIfError is shorter than its age",
        arguments: [false, true])
    func tooOld(isOutage: Bool) async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(90))
        if isOutage { fixture.server.kill() }
        let young = RedisCache.Options(jitter: 0, staleIfError: .seconds(20))
        await #expect(throws: SourceError.self) {
            try await cache.cached(key: "k", options: young) { try fail() }
        }
        // The source is asked, and waited for.
        let soft = try await cache.cached(key: "k", options: young, softTimeout: .zero) {
            () async throws -> String in "new"
        }
        #expect(soft == "new")
    }

    @Test("An expired value is served to a call whose staleIfError covers its age", arguments: [false, true])
    func youngEnough(isOutage: Bool) async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(90))
        if isOutage { fixture.server.kill() }
        let options = RedisCache.Options(jitter: 0, staleIfError: .seconds(40))
        #expect(try await cache.cached(key: "k", options: options) { try fail() } == "old")
    }

    @Test("An expired value is not served to a call that bypasses the cache")
    func bypass() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        var past = options
        past.bypass = true
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k", options: past) { try fail() } }
        await #expect(throws: SourceError.self) {
            try await cache.cachedMany(keys: ["k"], options: past) { (_) throws -> [String: String] in
                throw SourceError(reason: "down")
            }
        }
    }

    @Test("A value that another process invalidated during its load is not served when the source fails")
    func invalidatedElsewhereDuringLoad() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(
            namespace: "test", ttl: .seconds(60), options: options, loadToken: .init(), time: TimeSource(offset: offset)
        ) { withExtendedLifetime(fixture) { fixture.client } }
        let other = try RedisCache(fixture.client, namespace: "test", loadToken: .init())
        let loaded = await cache.cached(key: "k") {
            _ = await other.invalidate("k")
            return "old"
        }
        #expect(loaded == "old")
        try await cache.waits { $0.writesFenced == 1 }
        fixture.server.kill()
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
    }

    @Test("An invalidated value is not served when the source fails, even during an outage")
    func invalidated() async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        for key in ["k", "other"] { _ = await cache.cached(key: key) { "old" } }
        fixture.server.kill()
        #expect(try await cache.cached(key: "k") { try fail() } == "old")
        #expect(await cache.invalidate("k") == .pending)
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
        #expect(try await cache.cached(key: "other") { try fail() } == "old")
    }

    @Test("A value that is invalidated while the source is failing is not served")
    func invalidatedMeanwhile() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        await #expect(throws: SourceError.self) {
            try await cache.cached(key: "k") {
                await cache.invalidate("k")
                return try fail()
            }
        }
    }

    @Test("Only an invalidation of its own tag stops an expired value from being served when the source fails")
    func tagMeanwhile() async throws {
        var options = options
        options.tags = ["own"]
        let cache = try cache(try await CacheFixture(), options)
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let value = try await cache.cached(key: "k") {
            await cache.invalidate(tag: "other")
            return try fail()
        }
        #expect(value == "old")
        await #expect(throws: SourceError.self) {
            try await cache.cached(key: "k") {
                await cache.invalidate(tag: "own")
                return try fail()
            }
        }
    }

    @Test("A value whose tag was invalidated is not served when the source fails")
    func tag() async throws {
        let fixture = try await CacheFixture()
        var options = options
        options.tags = ["t"]
        let cache = try cache(fixture, options)
        _ = await cache.cached(key: "k") { "old" }
        fixture.server.kill()
        #expect(try await cache.cached(key: "k") { try fail() } == "old")
        await cache.invalidate(tag: "t")
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
    }

    @Test("A value that another process removed is not served once a read has missed it")
    func invalidatedElsewhere() async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        _ = await cache.cached(key: "k") { "old" }
        #expect(await (try fixture.otherProcess()).invalidate("k") == .removed)
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
        fixture.server.kill()
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
    }

    enum Change: CaseIterable {
        case tagInvalidated, overwritten, ofAnotherType, undecodable
    }

    @Test(
        "A value is not served when the source fails after a read has found it changed in Redis",
        arguments: Change.allCases)
    func disproved(change: Change) async throws {
        let fixture = try await CacheFixture()
        var options = options
        options.tags = ["t"]
        let cache = try cache(fixture, options)
        _ = await cache.cached(key: "k") { "old" }
        switch change {
        case .tagInvalidated: #expect(await (try fixture.otherProcess()).invalidate(tag: "t") == .removed)
        case .overwritten: try await fixture.client.set("test:k", "something else")
        case .ofAnotherType:
            try await fixture.client.del("test:k")
            try await fixture.client.hset("test:k", fields: ["field": "value"])
        case .undecodable:
            let bytes = [0xFF, 0x52, 0x7F] + [UInt8](repeating: 0, count: 60)
            try await fixture.client.set("test:k", bytes)
        }
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
        fixture.server.kill()
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
    }

    @Test("A value is not served when the source fails after a read has found another type in its place")
    func replaced() async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        let keys = ["alone", "of many"]
        for key in keys { _ = await cache.cached(key: key) { "old" } }
        for key in keys {
            let bytes = try await fixture.client.get("test:\(key)", as: [UInt8].self)
            // The same envelope, of the same load.
            try await fixture.client.set(
                "test:\(key)", Array(try #require(bytes).prefix(EnvelopeHeader.fixedSize)) + Array("[1]".utf8))
        }
        await #expect(throws: SourceError.self) { try await cache.cached(key: "alone") { try fail() } }
        await #expect(throws: SourceError.self) {
            try await cache.cachedMany(keys: ["of many"]) { _ in ["of many": try fail()] }
        }
        #expect(cache.statistics.undecodable == 2)
        fixture.server.kill()
        for key in keys {
            await #expect(throws: SourceError.self) { try await cache.cached(key: key) { try fail() } }
        }
    }

    @Test("A value that is invalidated before its reader resumes is not kept for an outage")
    func invalidatedBeforeKept() async throws {
        let fixture = try await CacheFixture()
        _ = try await cache(fixture).cached(key: "k") { "old" }
        let cache = try cache(fixture)
        let executor = HeldExecutor()
        let reader = Task(executorPreference: executor) {
            defer { executor.release() }
            return await cache.cached(key: "k") { "not loaded" }
        }
        try await cache.waits { _ in executor.count == 1 }
        // The answer must not be faster than the task that is about to wait for it.
        fixture.server.freeze()
        executor.runNext()
        fixture.server.thaw()
        try await cache.waits { _ in executor.count == 1 }
        #expect(await cache.invalidate("k") == .removed)
        await executor.runToEnd()
        #expect(await reader.value == "old")
        fixture.server.kill()
        await #expect(throws: SourceError.self) { try await cache.cached(key: "k") { try fail() } }
    }

    @Test("A cancelled caller gets the error instead of an expired value")
    func cancelled() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let gate = CacheGate()
        let task = Task {
            try await cache.cached(key: "k") {
                await gate.pass()
                try Task.checkCancellation()
                return "new"
            }
        }
        try await cache.waits { _ in gate.arrivals == 1 }
        task.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

@Suite("Stale value store")
struct StaleStoreTests {
    private func stored(_ count: Int, sequence: UInt32 = 0) -> StoredValue {
        var header = EnvelopeHeader()
        header.sequence = sequence
        return [UInt8](repeating: 1, count: count).withUnsafeBytes { StoredValue(header, payload: $0) }
    }

    private let now = MonotonicTime(nanoseconds: 0)

    @Test("The stale store is bounded by number and drops the oldest value first")
    func entries() {
        var store = StaleStore(maximumEntries: 3, maximumBytes: 1 << 20)
        for number in 0..<10 { store.store(stored(10), for: CacheKey("\(number)"), until: now + .seconds(1)) }
        #expect(store.count == 3 && store.bytes == 3 * (10 + EnvelopeHeader.fixedSize))
        #expect(store.value(for: CacheKey("6"), now: now) == nil && store.value(for: CacheKey("7"), now: now) != nil)
    }

    @Test("The stale store is bounded by bytes")
    func bytes() {
        var store = StaleStore(maximumEntries: 100, maximumBytes: 1000)
        for number in 0..<50 { store.store(stored(100), for: CacheKey("\(number)"), until: now + .seconds(1)) }
        #expect(store.bytes <= 1000 && store.count == 6)
        store.store(stored(2000), for: CacheKey("49"), until: now + .seconds(1))
        #expect(store.value(for: CacheKey("49"), now: now) == nil && store.count == 5)
    }

    @Test("Storing the same key again does not make the stale store grow")
    func replaced() {
        var store = StaleStore(maximumEntries: 10, maximumBytes: 10_000)
        for number in 0..<1000 {
            store.store(stored(10, sequence: UInt32(number)), for: CacheKey("k"), until: now + .seconds(1))
        }
        #expect(store.count == 1 && store.bytes == 10 + EnvelopeHeader.fixedSize)
        #expect(store.value(for: CacheKey("k"), now: now + .seconds(1)) == nil && store.bytes == 0)
    }
}
