import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("In-process cache", .serialized, .timeLimit(.minutes(1)))
struct InProcessLevelTests {
    private final class Source: Sendable {
        private let state = Mutex((value: 0, isOver: false))

        var value: Int {
            get { state.withLock { $0.value } }
            set { state.withLock { $0.value = newValue } }
        }

        var isOver: Bool {
            get { state.withLock { $0.isOver } }
            set { state.withLock { $0.isOver = newValue } }
        }
    }

    @Test("Reading a value that cannot be decoded ends the read in the in-process cache")
    func undecodable() async throws {
        let fixture = try await InProcessFixture()
        _ = await fixture.other.cached(key: "key") { "a text" }
        // Not stored: the invalidation that follows a write would end the read as well.
        let value = await fixture.cache.cached(key: "key", cacheIf: { _ in false }) { 1 }
        #expect(value == 1 && fixture.cache.statistics.undecodable == 1)
        #expect(fixture.cache.readsUnderWay == 0)
    }

    @Test("A value in the in-process cache is returned without a command to Redis")
    func hit() async throws {
        let fixture = try await InProcessFixture()
        await fixture.keep()
        let before = fixture.cache.statistics
        for _ in 0..<100 { #expect(await fixture.read() == 1) }
        let after = fixture.cache.statistics.since(before)
        #expect(after.inProcessHits == 100)
        #expect(after.hits == 0 && after.loads == 0)
    }

    @Test("The in-process cache tells keys with the same check value apart")
    func collision() async throws {
        let (first, second) = ReferenceHash.collision(after: "test:")
        try #require(CacheKey("test:" + first).check == CacheKey("test:" + second).check)
        let fixture = try await InProcessFixture()
        await fixture.keep(first)
        #expect(await fixture.read(second) == 2)
        await fixture.keep(second)
        #expect(await fixture.read(first) == 1)
        await fixture.keep(first)
        await fixture.cache.invalidate(first)
        #expect(await fixture.read(second) == 2)
        #expect(await fixture.read(first) == 3)
    }

    @Test("The in-process cache keeps values of types that are not Sendable in their encoded form")
    func notSendable() async throws {
        final class Box: Codable {
            var text: String

            init(_ text: String) { self.text = text }
        }
        let fixture = try await InProcessFixture()
        let before = fixture.cache.statistics.inProcessHits
        var boxes: [Box] = []
        while fixture.cache.statistics.inProcessHits < before + 2 {
            boxes.append(await fixture.cache.cached(key: "box") { Box("text") })
        }
        #expect(boxes.allSatisfy { $0.text == "text" })
        #expect(Set(boxes.map(ObjectIdentifier.init)).count == boxes.count)
    }

    @Test("A value in the in-process cache is refreshed ahead, as it is without this level")
    func refreshAhead() async throws {
        let fixture = try await InProcessFixture(options: .init(jitter: 0, refreshAhead: .inLast(fraction: 0.5)))
        func read() async -> Int {
            await fixture.cache.cached(key: "key", ttl: .seconds(40)) { fixture.loads.next() }
        }
        let before = fixture.cache.statistics.inProcessHits
        while fixture.cache.statistics.inProcessHits == before { _ = await read() }
        fixture.offset.advance(by: .seconds(15))
        #expect(await read() == 1)
        fixture.offset.advance(by: .seconds(10))
        #expect(await read() == 2)
        #expect(fixture.cache.statistics.refreshes == 1)
    }

    @Test("The in-process cache drops a value that another process invalidates or changes")
    func change() async throws {
        let fixture = try await InProcessFixture()
        await fixture.keep()
        await fixture.other.invalidate("key")
        try await fixture.becomes(2)
        await fixture.keep()
        _ = try await fixture.client.del("test:key")
        try await fixture.becomes(3)
    }

    @Test("The in-process cache drops a value at once when this process invalidates it")
    func ownChange() async throws {
        let fixture = try await InProcessFixture()
        for load in 1...20 {
            #expect(await fixture.read() == load)
            await fixture.keep()
            await fixture.cache.invalidate("key")
        }
    }

    @Test("The in-process cache drops the values with a tag that another process invalidates")
    func tag() async throws {
        let fixture = try await InProcessFixture(options: .init(tags: ["all"]))
        await fixture.keep()
        await fixture.other.invalidate(tag: "all")
        try await fixture.becomes(2)
    }

    @Test("The in-process cache keeps values when other tags are created or invalidated")
    func otherTag() async throws {
        let fixture = try await InProcessFixture()
        await fixture.keep()
        for number in 0..<3 {
            _ = await fixture.other.cached(key: "new \(number)", options: .init(tags: ["tag \(number)"])) { 1 }
            await fixture.other.invalidate(tag: "tag \(number)")
        }
        // Invalidations arrive in order: the earlier ones have been processed.
        await fixture.keep("last")
        await fixture.other.invalidate("last")
        try await fixture.becomes(3, "last")
        let before = fixture.cache.statistics.inProcessHits
        #expect(await fixture.read() == 1)
        #expect(fixture.cache.statistics.inProcessHits == before + 1)
    }

    @Test("The in-process cache drops everything when its tracking connection is cut, and refills by itself")
    func cut() async throws {
        let fixture = try await InProcessFixture()
        await fixture.keep()
        let before = fixture.cache.statistics.hits
        _ = try await fixture.client.send("CLIENT", "KILL", "TYPE", "pubsub", as: Int.self)
        while fixture.cache.statistics.hits == before { _ = await fixture.read() }
        await fixture.keep()
        #expect(await fixture.read() == 1)
    }

    @Test("The in-process cache serves nothing during an outage")
    func outage() async throws {
        let fixture = try await InProcessFixture()
        await fixture.keep()
        fixture.server.kill()
        await fixture.client.waitUntil(available: false)
        try await fixture.becomes(2)
        let before = fixture.cache.statistics.inProcessHits
        #expect(await fixture.read() == 3)
        #expect(fixture.cache.statistics.inProcessHits == before)
        try await fixture.server.restart()
        await fixture.keep()
    }

    @Test("The in-process cache serves nothing from the server of a client that was replaced")
    func otherClient() async throws {
        let (old, new) = (try await InProcessFixture(), try await InProcessFixture())
        let holder = ClientHolder(old.client)
        let cache = try RedisCache(namespace: "test", inProcess: .init()) { holder.current }
        while cache.statistics.inProcessHits == 0 { _ = await cache.cached(key: "key") { 1 } }
        holder.current = new.client
        #expect(await cache.cached(key: "key") { 2 } == 2)
        _ = try await old.client.ping()
    }

    @Test("The in-process cache keeps no value longer than its maximum age")
    func age() async throws {
        let fixture = try await InProcessFixture(.init(maximumAge: .seconds(5)))
        await fixture.keep()
        let before = fixture.cache.statistics.hits
        fixture.offset.advance(by: .seconds(6))
        #expect(await fixture.read() == 1)
        #expect(fixture.cache.statistics.hits == before + 1)
    }

    @Test("The in-process cache keeps a nil result no longer than its jittered negative TTL")
    func negativeAge() async throws {
        let fixture = try await InProcessFixture(options: .init(jitter: 0.5, negativeTTL: .seconds(40)))
        func read() async -> Int? { await fixture.cache.cached(key: "none") { nil } }
        let before = fixture.cache.statistics.inProcessHits
        while fixture.cache.statistics.inProcessHits == before { _ = await read() }
        let kept = fixture.cache.statistics.inProcessHits
        fixture.offset.advance(by: .seconds(21))
        _ = await read()
        #expect(fixture.cache.statistics.inProcessHits == kept)
    }

    @Test("The in-process cache does not serve a value of another version")
    func version() async throws {
        let fixture = try await InProcessFixture()
        await fixture.keep()
        let newer = await fixture.cache.cached(key: "key", options: .init(version: 2)) { fixture.loads.next() }
        #expect(newer == 2)
    }

    @Test("Reading many values asks Redis only for those that are not in the in-process cache")
    func many() async throws {
        let fixture = try await InProcessFixture()
        for key in ["a", "b"] { await fixture.keep(key) }
        let before = fixture.cache.statistics
        let values = await fixture.cache.cachedMany(keys: ["a", "b", "c"]) { missing in
            Dictionary(uniqueKeysWithValues: missing.map { ($0, 100) })
        }
        #expect(values["c"] == 100 && values.count == 3)
        #expect(fixture.cache.statistics.since(before).inProcessHits == 2)
        #expect(fixture.cache.statistics.since(before).misses == 1)
    }

    @Test("The in-process cache does not keep serving a value that changed while it was read")
    func race() async throws {
        // Load tokens, so that no load of an older value is stored in Redis after the invalidation.
        let fixture = try await InProcessFixture(loadToken: .init())
        let source = Source()
        let (cache, other) = (fixture.cache, fixture.other)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    while !source.isOver {
                        _ = await cache.cached(key: "raced") { source.value }
                        await Task.yield()
                    }
                }
            }
            group.addTask {
                for round in 1...300 {
                    source.value = round
                    await other.invalidate("raced")
                    // The invalidation is on its way. A stale value would stay for the maximum age, a minute.
                    let end = ContinuousClock.now + .seconds(10)
                    var value = 0
                    repeat {
                        value = await cache.cached(key: "raced") { source.value }
                    } while value != round
                        && ContinuousClock.now < end
                    #expect(value == round)
                }
                source.isOver = true
            }
        }
        #expect(fixture.cache.statistics.inProcessHits > 0)
    }

    @Test("An in-process cache with bounds that keep nothing is refused")
    func bounds() async throws {
        let client = try RedisClient()
        for settings in [
            RedisCache.InProcess(maximumEntries: 0), .init(maximumBytes: -1), .init(maximumAge: .zero),
        ] {
            #expect(throws: RedisConfigurationError.self) {
                try RedisCache(client, namespace: "test", inProcess: settings)
            }
        }
    }
}
