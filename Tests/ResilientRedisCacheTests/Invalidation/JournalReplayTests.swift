import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    @Suite("Pending invalidations", .timeLimit(.minutes(5)))
    struct JournalReplayTests {
        /// A server that holds values and is frozen, and a cache whose client has noticed.
        private func frozen(journal: RedisCache.Journal = .init()) async throws -> (CacheFixture, RedisCache) {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500), backoff: .milliseconds(100))
            let cache = try RedisCache(fixture.client, namespace: "test", journal: journal)
            for number in 0..<20 { _ = await cache.cached(key: "k\(number)") { "old" } }
            fixture.server.freeze()
            await fixture.noticeOutage()
            return (fixture, cache)
        }

        @Test("A pending invalidation is replayed before the key is read again")
        func replayed() async throws {
            let (fixture, cache) = try await frozen()
            #expect(await cache.invalidate("k0") == .pending)
            fixture.server.thaw()
            await fixture.client.waitUntil(available: true)
            #expect(await cache.cached(key: "k0") { "new" } == "new")
            #expect(await cache.cached(key: "k1") { "new" } == "old")
            #expect(cache.statistics.replayedInvalidations == 1 && cache.statistics.epochs == 0)
        }

        @Test("A pending invalidation is replayed without a read")
        func withoutReads() async throws {
            let (fixture, cache) = try await frozen()
            #expect(await cache.invalidate("k0") == .pending)
            fixture.server.thaw()
            try await cache.waits { $0.replayedInvalidations == 1 }
            #expect(try await fixture.server.stored("test:k0") == nil)
        }

        @Test("A key is a miss while Redis refuses its invalidation, and other keys are not")
        func refused() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            for key in ["k", "other"] { _ = await cache.cached(key: key) { "old" } }
            let admin = try RedisClient(fixture.server.configuration())
            let _: String = try await admin.send("ACL", "SETUSER", "default", "-del", "-unlink", "-pexpire", "-set")
            #expect(await cache.invalidate("k") == .pending)
            #expect(await cache.cached(key: "k") { "new" } == "new")
            #expect(await cache.cached(key: "k") { "newer" } == "newer")
            #expect(await cache.cached(key: "other") { "new" } == "old")
            #expect(cache.statistics.fenced == 2)
            let _: String = try await admin.send("ACL", "SETUSER", "default", "+@all")
            #expect(await cache.invalidate("k") == .removed)
            #expect(await cache.cached(key: "k") { "newest" } == "newest")
            #expect(await cache.cached(key: "k") { "no" } == "newest")
        }

        @Test("A pending invalidation of a tag is replayed before its values are read again")
        func tag() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500), backoff: .milliseconds(100))
            let cache = try RedisCache(fixture.client, namespace: "test", options: .init(tags: ["t"]))
            _ = await cache.cached(key: "k") { "old" }
            fixture.server.freeze()
            await fixture.noticeOutage()
            #expect(await cache.invalidate(tag: "t") == .pending)
            fixture.server.thaw()
            await fixture.client.waitUntil(available: true)
            #expect(await cache.cached(key: "k") { "new" } == "new")
        }

        @Test("A full journal invalidates all values in every process")
        func overflow() async throws {
            let (fixture, cache) = try await frozen(journal: .init(maximumEntries: 5))
            let offset = TimeSource.Offset()
            fixture.server.thaw()
            let other = try fixture.otherProcess(time: TimeSource(offset: offset))
            #expect(await other.cached(key: "k19") { "new" } == "old")
            fixture.server.freeze()
            await fixture.noticeOutage()
            for number in 0..<10 { #expect(await cache.invalidate("k\(number)") == .pending) }
            fixture.server.thaw()
            await fixture.client.waitUntil(available: true)
            for number in 0..<20 { #expect(await cache.cached(key: "k\(number)") { "new" } == "new") }
            #expect(cache.statistics.epochs == 1)
            offset.advance(by: EpochKeeper.period)
            #expect(await other.cached(key: "k18") { "of no matter" } == "new")
            let raw = try #require(try await fixture.client.get("test:k18", as: [UInt8].self))
            #expect(!raw.isEmpty)
        }

        @Test("A million pending invalidations overflow the journal and end in one new epoch")
        func million() async throws {
            let (fixture, cache) = try await frozen(journal: .init(maximumEntries: 1000, maximumBytes: 100_000))
            for number in 0..<1_000_000 {
                // Tests of time run beside this one.
                if number.isMultiple(of: 500) { await Task.yield() }
                await cache.invalidate("key \(number)")
            }
            #expect(cache.statistics.pendingInvalidations == 1_000_000)
            #expect(cache.backlog == .max)
            fixture.server.thaw()
            try await cache.waits { $0.epochs == 1 }
            #expect(await cache.cached(key: "k1") { "new" } == "new")
            #expect(cache.statistics.epochs == 1 && cache.backlog == 0)
        }

        @Test("A pending invalidation is not retried after the client was shut down")
        func shutDown() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500))
            let asked = CacheTally()
            let cache = try RedisCache(namespace: "test") {
                asked.add()
                return fixture.client
            }
            fixture.server.freeze()
            await fixture.noticeOutage()
            #expect(await cache.invalidate("k") == .pending)
            await fixture.client.shutdown(gracePeriod: .zero)
            let before = asked.value
            for _ in 1...10_000 { await Task.yield() }
            #expect(asked.value - before <= 5)
            #expect(cache.backlog == 1)
        }

        @Test("A pending invalidation is replayed with the client that replaces an unavailable one")
        func replacedClient() async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500))
            let holder = ClientHolder(fixture.client)
            let cache = try RedisCache(namespace: "test") { holder.current }
            _ = await cache.cached(key: "k") { "old" }
            fixture.server.freeze()
            await fixture.noticeOutage()
            #expect(await cache.invalidate("k") == .pending)
            fixture.server.thaw()
            holder.current = try RedisClient(fixture.server.configuration())
            try await cache.waits { $0.replayedInvalidations == 1 }
            #expect(try await fixture.server.stored("test:k") == nil)
        }

        @Test("A journal with negative bounds is refused")
        func refusedBounds() {
            #expect(throws: RedisConfigurationError.self) {
                try RedisCache(namespace: "test", journal: .init(maximumEntries: -1)) { nil }
            }
        }
    }
}
