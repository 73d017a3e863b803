import RedisFaultInjection
import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("A cache whose user or server lacks a command", .timeLimit(.minutes(2)))
struct CommandFallbackTests {
    private func forbid(_ commands: [String], _ fixture: CacheFixture) async throws {
        var encoder = RESPEncoder("ACL")
        for word in ["SETUSER", "default"] + commands.map({ "-\($0)" }) { encoder.append(word) }
        let admin = try RedisClient(fixture.server.configuration())
        _ = try await admin.send(RedisCommand<String>(encoder, traits: []))
    }

    @Test(
        "An invalidation uses the command that is allowed",
        arguments: [["del"], ["del", "unlink"], ["del", "unlink", "pexpire"]])
    func deletion(forbidden: [String]) async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "k") { "old" }
        try await forbid(forbidden, fixture)
        #expect(await fixture.cache.invalidate("k") == .removed)
        try await Task.sleep(for: .milliseconds(20))
        #expect(try await fixture.server.stored("test:k") == nil)
        #expect(await fixture.cache.cached(key: "k") { "new" } == "new")
    }

    @Test("An invalidation with load tokens uses the command that is allowed")
    func loadTokens() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(namespace: "test", loadToken: .init()) { fixture.client }
        _ = await cache.cached(key: "k") { "old" }
        try await forbid(["del"], fixture)
        #expect(await cache.invalidate("k") == .removed)
        #expect(await cache.cached(key: "k") { "new" } == "new")
    }

    @Test("A tag is invalidated although the server is full")
    func fullServer() async throws {
        let fixture = try await CacheFixture()
        let other = try fixture.otherProcess()
        let options = RedisCache.Options(tags: ["t"])
        _ = await fixture.cache.cached(key: "k", options: options) { "old" }
        try await fill(fixture)
        #expect(await fixture.cache.invalidate(tag: "t") == .removed)
        #expect(await other.cached(key: "k", options: options) { "new" } == "new")
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
    }

    @Test("Everything is invalidated although the server is full")
    func everythingOnFullServer() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(1), backoff: .milliseconds(20))
        let cache = try RedisCache(namespace: "test", journal: .init(maximumEntries: 0)) { fixture.client }
        _ = await cache.cached(key: "k") { "old" }
        fixture.server.freeze()
        #expect(await cache.invalidate("other") == .pending)
        fixture.server.thaw()
        try await fill(fixture)
        let deadline = ContinuousClock.now + .seconds(20)
        while cache.backlog > 0 {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(await cache.cached(key: "k") { "new" } == "new")
    }

    private func fill(_ fixture: CacheFixture) async throws {
        let admin = try RedisClient(fixture.server.configuration())
        let _: String = try await admin.send("CONFIG", "SET", "maxmemory-policy", "noeviction")
        let _: String = try await admin.send("CONFIG", "SET", "maxmemory", "1")
    }

    @Test("Without MGET, values are read with GET")
    func reads() async throws {
        let fixture = try await CacheFixture()
        try await forbid(["mget"], fixture)
        let options = RedisCache.Options(tags: ["t"])
        for _ in 0..<2 { #expect(await fixture.cache.cached(key: "k", options: options) { "k" } == "k") }
        #expect(fixture.cache.statistics.hits == 1)
        let many = await fixture.cache.cachedMany(keys: ["k", "l"], options: options) { missing in
            Dictionary(uniqueKeysWithValues: missing.map { ($0, $0) })
        }
        #expect(many == ["k": "k", "l": "l"])
        #expect(fixture.cache.statistics.hits == 2)
    }

    @Test(
        "Something else under a key of the cache's own is replaced",
        arguments: [["SET", "garbage"], ["LPUSH", "garbage"], ["SET", ""], ["SET", "0"]])
    func garbage(write: [String]) async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: ["t"])
        for key in ["test:__epoch__", "test:__tag__:t"] {
            try await fixture.client.del(key)
            _ = try await fixture.client.send(write[0], key, write[1], as: RESPValue.self)
            let cache = try fixture.otherProcess()
            for _ in 0..<2 { #expect(await cache.cached(key: "k", options: options) { "k" } == "k") }
            #expect(cache.statistics.hits == 1, "\(key)")
            await cache.invalidate("k")
        }
    }

    @Test("Something else under the key of a load token is replaced")
    func garbageToken() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(namespace: "test", loadToken: .init()) { fixture.client }
        _ = try await fixture.client.send("LPUSH", "test:__lease__:k", "garbage", as: RESPValue.self)
        for _ in 0..<2 { #expect(await cache.cached(key: "k") { "k" } == "k") }
        #expect(cache.statistics.hits == 1)
    }
}
