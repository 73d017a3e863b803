import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Values asked for together", .timeLimit(.minutes(2)))
struct CachedManyTests {
    private let keys = ["a", "b", "c", "d"]

    private func load(_ missing: [String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: missing.map { ($0, "of \($0)") })
    }

    @Test("cost one read, and one load for what is missing, in order")
    func oneOfEach() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        _ = await cache.cached(key: "b") { "of b" }
        let _: String = try await fixture.client.send("CONFIG", "RESETSTAT")
        var asked: [[String]] = []
        for _ in 1...2 {
            let values = await cache.cachedMany(keys: keys + ["a"]) { missing in
                asked.append(missing)
                return load(missing)
            }
            #expect(values == load(keys))
        }
        #expect(asked == [["a", "c", "d"]])
        #expect(try await fixture.calls(of: "mget") == 2)
        #expect(try await fixture.calls(of: "get") == 0)
        #expect(cache.statistics.hits == 5 && cache.statistics.misses == 4)
        #expect(cache.statistics.loads == 2 && cache.statistics.writes == 4)
        #expect(await cache.cached(key: "c") { "not loaded" } == "of c")
    }

    @Test("may be missing from the source as well")
    func missing() async throws {
        let fixture = try await CacheFixture()
        let values = await fixture.cache.cachedMany(keys: keys) { _ in ["a": 1] }
        #expect(values == ["a": 1])
        #expect(try await fixture.server.stored("test:b") == nil)
        let none = await fixture.cache.cachedMany(keys: []) { _ in ["a": 1] }
        #expect(none.isEmpty)
    }

    @Test("come from the source while Redis is away")
    func outage() async throws {
        let fixture = try await CacheFixture()
        fixture.server.kill()
        for _ in 1...2 { #expect(await fixture.cache.cachedMany(keys: keys, load: load) == load(keys)) }
        #expect(fixture.cache.statistics.writes == 0)
    }

    @Test("throw the source's error, of its type, and nothing is stored")
    func error() async throws {
        let fixture = try await CacheFixture()
        do {
            _ = try await fixture.cache.cachedMany(keys: keys) { (_) throws(SourceError) -> [String: Int] in
                throw SourceError(reason: "typed")
            }
            Issue.record("no error")
        } catch {
            #expect(error.reason == "typed")
        }
        #expect(try await fixture.client.exists(keys.map { "test:\($0)" }) == 0)
    }

    @Test("are served although expired when the source fails and there is one for each key")
    func stale() async throws {
        let fixture = try await CacheFixture()
        let offset = TimeSource.Offset()
        let cache = try RedisCache(
            namespace: "test", ttl: .seconds(60), options: .init(staleIfError: .seconds(600)),
            time: TimeSource(offset: offset)
        ) { fixture.client }
        _ = await cache.cachedMany(keys: keys, load: load)
        offset.advance(by: .seconds(61))
        let values = try await cache.cachedMany(keys: keys) { (_) throws -> [String: String] in
            throw SourceError(reason: "down")
        }
        #expect(values == load(keys))
        await #expect(throws: SourceError.self) {
            try await cache.cachedMany(keys: keys + ["e"]) { (_) throws -> [String: String] in
                throw SourceError(reason: "down")
            }
        }
    }

    @Test("are not stored when one is invalidated during the load, but for the others")
    func fenced() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        let values = await cache.cachedMany(keys: keys) { missing in
            await cache.invalidate("b")
            return load(missing)
        }
        #expect(values == load(keys))
        #expect(try await fixture.server.stored("test:b") == nil)
        #expect(try await fixture.server.stored("test:c") == #""of c""#)
        #expect(cache.statistics.writesFenced == 1 && cache.statistics.writes == 3)
    }

    @Test("are loaded for those who ask for one of them meanwhile, also when this call is cancelled")
    func shared() async throws {
        let cache = try await CacheFixture().cache
        let gate = CacheGate()
        let many = Task {
            await cache.cachedMany(keys: ["a", "b"]) { missing in
                await gate.pass()
                return ["a": "of a"]
            }
        }
        try await cache.waits { _ in gate.arrivals == 1 }
        let one = Task { await cache.cached(key: "a") { "not loaded" } }
        let absent = Task { await cache.cached(key: "b") { "its own" } }
        try await cache.waits { $0.joinedFlights == 2 }
        gate.open()
        #expect(await many.value == ["a": "of a"])
        #expect(await one.value == "of a")
        #expect(await absent.value == "its own")
    }

    @Test("go with tags and load tokens")
    func tagsAndLoadTokens() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(
            fixture.client, namespace: "test", options: .init(tags: ["t"]), loadToken: .init())
        let other = try fixture.otherProcess(loadToken: .init())
        _ = await cache.cachedMany(keys: keys) { missing in
            await other.invalidate("b")
            return load(missing)
        }
        #expect(cache.statistics.writes == 3 && cache.statistics.writesFenced == 1)
        #expect(await cache.cachedMany(keys: ["a", "c"]) { _ in [String: String]() } == load(["a", "c"]))
        await cache.invalidate(tag: "t")
        #expect(await cache.cachedMany(keys: ["a", "c"]) { _ in [String: String]() }.isEmpty)
    }
}
