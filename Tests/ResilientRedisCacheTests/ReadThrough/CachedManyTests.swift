import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Reads of many values", .timeLimit(.minutes(2)))
struct CachedManyTests {
    private let keys = ["a", "b", "c", "d"]

    private func load(_ missing: [String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: missing.map { ($0, "of \($0)") })
    }

    @Test("Reading many values costs one read and one load for the missing ones, in order")
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

    @Test("Keys that the source does not return are missing from the result, and are not stored")
    func missing() async throws {
        let fixture = try await CacheFixture()
        let values = await fixture.cache.cachedMany(keys: keys) { _ in ["a": 1] }
        #expect(values == ["a": 1])
        #expect(try await fixture.server.stored("test:b") == nil)
        let none = await fixture.cache.cachedMany(keys: []) { _ in ["a": 1] }
        #expect(none.isEmpty)
    }

    @Test("Many values are loaded from the source while Redis is unavailable")
    func outage() async throws {
        let fixture = try await CacheFixture()
        fixture.server.kill()
        for _ in 1...2 { #expect(await fixture.cache.cachedMany(keys: keys, load: load) == load(keys)) }
        #expect(fixture.cache.statistics.writes == 0)
    }

    @Test("A failed load of many values throws the source's typed error and stores nothing")
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

    @Test("Expired values are served when the source fails, if there is one for every key")
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

    @Test("A value that is invalidated during a load of many is not stored, but the others are")
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

    @Test("Callers that ask for one of many values being loaded share that load")
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

    @Test("Tags and load tokens apply to many values read together")
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
