import RedisFaultInjection
import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Synchronization
import Testing

/// Which loads a call may join that another process' invalidation has overtaken.
@Suite("A call that comes while another one loads", .timeLimit(.minutes(2)))
struct JoiningTests {
    /// Begins a load of the old value, changes something, and returns what a call that begins then gets.
    private func later(
        _ cache: RedisCache, _ options: RedisCache.Options = .init(), change: () async throws -> Void
    ) async throws -> String {
        let (started, end) = (CacheGate(), CacheGate())
        let first = Task {
            await cache.cached(key: "k", options: options) {
                started.open()
                await end.pass()
                return "old"
            }
        }
        await started.pass()
        try await change()
        let later = Task { await cache.cached(key: "k", options: options) { "new" } }
        // One that joined would wait for the end of the first.
        try await Task.sleep(for: .milliseconds(200))
        end.open()
        _ = await first.value
        return await later.value
    }

    @Test("A call does not join a load from before a tag's invalidation, though the tag's stamp is lost")
    func lostStamp() async throws {
        let fixture = try await CacheFixture()
        let other = try fixture.otherProcess()
        let options = RedisCache.Options(tags: ["t"])
        let value = try await later(fixture.cache, options) {
            await other.invalidate(tag: "t")
            try await fixture.client.del("test:__tag__:t")
        }
        #expect(value == "new")
    }

    @Test("A call does not join a load from before an invalidation, though Redis has lost everything")
    func lostEverything() async throws {
        let fixture = try await CacheFixture()
        let value = try await later(fixture.cache, .init(tags: ["t"])) {
            _ = try await fixture.client.send("FLUSHALL", as: RESPValue.self)
        }
        #expect(value == "new")
    }

    @Test("A call does not join a load that began without stamps, when Redis is back")
    func loadFromAnOutage() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(2), backoff: .milliseconds(20))
        let other = try fixture.otherProcess()
        fixture.server.kill()
        await fixture.noticeOutage()
        let value = try await later(fixture.cache, .init(tags: ["t"])) {
            try await fixture.server.restart()
            await fixture.client.waitUntil(available: true)
            await other.invalidate(tag: "t")
        }
        #expect(value == "new")
    }

    @Test("A call does not join a load from before another process' invalidation of the key, with load tokens")
    func loadToken() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(namespace: "test", loadToken: .init()) { fixture.client }
        let other = try fixture.otherProcess(loadToken: .init())
        let value = try await later(cache) { await other.invalidate("k") }
        #expect(value == "new")
    }

    @Test("A call joins a load when nothing was invalidated", arguments: [false, true])
    func joins(withTokens: Bool) async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(namespace: "test", loadToken: withTokens ? .init() : nil) { fixture.client }
        #expect(try await later(cache, .init(tags: ["t"])) {} == "old")
        #expect(cache.statistics.joinedFlights == 1)
    }

    @Test("A call joins a load in an outage, whatever is known of it")
    func joinsInOutage() async throws {
        let fixture = try await CacheFixture()
        let value = try await later(fixture.cache, .init(tags: ["t"])) {
            fixture.server.kill()
            await fixture.noticeOutage()
        }
        #expect(value == "old")
    }
}
