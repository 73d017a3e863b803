import RedisFaultInjection
import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Testing

/// What was invalidated is in the snapshot that the server has been restarted from, or on the replica that took its place.
@Suite("A server whose state goes back", .timeLimit(.minutes(3)))
struct ServerRunTests {
    private func fixture() async throws -> CacheFixture {
        try await CacheFixture(commandTimeout: .seconds(5), backoff: .milliseconds(20))
    }

    private func snapshot(_ server: RedisServer) async throws {
        _ = try await RedisClient(server.configuration()).send("SAVE", as: RESPValue.self)
    }

    private func restart(_ fixture: CacheFixture) async throws {
        fixture.server.kill()
        try await fixture.server.restart()
    }

    @Test("A key that was invalidated stays so when the server is restarted from an older snapshot")
    func key() async throws {
        let fixture = try await fixture()
        _ = await fixture.cache.cached(key: "k", ttl: .seconds(600)) { "old" }
        try await snapshot(fixture.server)
        #expect(await fixture.cache.invalidate("k") == .removed)
        try await restart(fixture)
        #expect(try await fixture.server.stored("test:k") == "\"old\"")
        await fixture.client.waitUntil(available: true)
        #expect(await fixture.cache.cached(key: "k") { "new" } == "new")
        #expect(await fixture.cache.cached(key: "k") { "newer" } == "new")
    }

    @Test("A tag that was invalidated stays so when the server is restarted from an older snapshot")
    func tag() async throws {
        let fixture = try await fixture()
        let options = RedisCache.Options(tags: ["t"])
        _ = await fixture.cache.cached(key: "k", ttl: .seconds(600), options: options) { "old" }
        try await snapshot(fixture.server)
        #expect(await fixture.cache.invalidate(tag: "t") == .removed)
        try await restart(fixture)
        await fixture.client.waitUntil(available: true)
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
    }

    @Test("Many keys that were invalidated stay so, read together, when the server is restarted from an older snapshot")
    func many() async throws {
        let fixture = try await fixture()
        let keys = (0..<20).map { "k\($0)" }
        let old = await fixture.cache.cachedMany(keys: keys, ttl: .seconds(600)) { missing in
            Dictionary(uniqueKeysWithValues: missing.map { ($0, "old") })
        }
        #expect(old.count == 20)
        try await snapshot(fixture.server)
        for key in keys { #expect(await fixture.cache.invalidate(key) == .removed) }
        try await restart(fixture)
        await fixture.client.waitUntil(available: true)
        let new = await fixture.cache.cachedMany(keys: keys) { missing in
            Dictionary(uniqueKeysWithValues: missing.map { ($0, "new") })
        }
        #expect(new.values.allSatisfy { $0 == "new" } && new.count == 20)
    }

    @Test("Everything that was invalidated stays so when the server is restarted from an older snapshot")
    func everything() async throws {
        let fixture = try await fixture()
        let cache = try RedisCache(namespace: "test", journal: .init(maximumEntries: 0)) { fixture.client }
        for key in ["k", "l"] { _ = await cache.cached(key: key, ttl: .seconds(600)) { "old" } }
        try await snapshot(fixture.server)
        fixture.server.kill()
        #expect(await cache.invalidate("k") == .pending)
        try await fixture.server.restart()
        try await cache.waits { $0.epochs == 1 }
        #expect(await cache.cached(key: "l") { "new" } == "new")
        // It takes the snapshot from before the new epoch once more.
        try await restart(fixture)
        await fixture.client.waitUntil(available: true)
        #expect(await cache.cached(key: "k") { "newer" } == "newer")
        #expect(await cache.cached(key: "l") { "newer" } == "newer")
    }

    @Test("A process that saw a new epoch does not take the one before it from an older snapshot")
    func seenEpoch() async throws {
        let fixture = try await fixture()
        let time = TimeSource.Offset()
        let other = try fixture.otherProcess(time: TimeSource(offset: time))
        _ = await other.cached(key: "k", ttl: .seconds(600)) { "old" }
        try await snapshot(fixture.server)
        // Another process, which is gone afterwards, begins a new epoch.
        try await RedisClient(fixture.server.configuration()).set("test:__epoch__", "12345")
        time.advance(by: .seconds(2))
        #expect(await other.cached(key: "k") { "new" } == "new")
        try await restart(fixture)
        for _ in 0..<20 {
            #expect(await other.cached(key: "k") { "newer" } != "old")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("Other processes do not wait for the one that has invalidated to read something")
    func idle() async throws {
        let fixture = try await fixture()
        _ = await fixture.cache.cached(key: "k", ttl: .seconds(600)) { "old" }
        try await snapshot(fixture.server)
        #expect(await fixture.cache.invalidate("k") == .removed)
        try await restart(fixture)
        let deadline = ContinuousClock.now + .seconds(30)
        while try await fixture.server.stored("test:k") != nil {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("A key that was invalidated stays so when a replica without the last writes takes over")
    func promotion() async throws {
        let fixture = try await fixture()
        let replica = try await fixture.server.startReplica()
        let holder = ClientHolder(fixture.client)
        let cache = try RedisCache(namespace: "test") { holder.current }
        _ = await cache.cached(key: "k", ttl: .seconds(600)) { "old" }
        let operatorClient = try RedisClient(replica.configuration())
        let deadline = ContinuousClock.now + .seconds(20)
        while try await replica.stored("test:k") == nil {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
        _ = try await operatorClient.send("REPLICAOF", "NO", "ONE", as: RESPValue.self)
        #expect(await cache.invalidate("k") == .removed)
        holder.current = try RedisClient(replica.configuration())
        #expect(await cache.cached(key: "k") { "new" } == "new")
    }

    @Test("A lost connection to the same run of the server carries nothing out again")
    func sameRun() async throws {
        let fixture = try await fixture()
        _ = await fixture.cache.cached(key: "k") { "old" }
        await fixture.cache.invalidate("k")
        _ = try await RedisClient(fixture.server.configuration()).send(
            "CLIENT", "KILL", "TYPE", "normal", as: RESPValue.self)
        #expect(await fixture.cache.cached(key: "k") { "new" } == "new")
        #expect(await fixture.cache.cached(key: "k") { "newer" } == "new")
        #expect(fixture.cache.statistics.replayedInvalidations == 0)
    }

    @Test("Without the right to ask for the run, every new connection may lead to another one")
    func notAllowed() async throws {
        let server = try await RedisServer.start(
            users: [.init("app", password: "p", rules: ["~*", "&*", "+@all", "-info"])])
        var configuration = server.configuration(backoff: .milliseconds(20))
        configuration.credentials = .init(username: "app", password: "p")
        let client = try RedisClient(configuration)
        let cache = try RedisCache(namespace: "test") { client }
        _ = await cache.cached(key: "k", ttl: .seconds(600)) { "old" }
        try await snapshot(server)
        #expect(await cache.invalidate("k") == .removed)
        #expect(await cache.cached(key: "l") { "l" } == "l")
        #expect(await cache.cached(key: "l") { "m" } == "l")
        server.kill()
        try await server.restart()
        await client.waitUntil(available: true)
        #expect(await cache.cached(key: "k") { "new" } == "new")
    }
}
