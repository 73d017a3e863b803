import ResilientRedisCache
import FoundationEssentials
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Types of values in the in-process cache", .serialized, .timeLimit(.minutes(1)))
struct InProcessTypesTests {
    @Test("A value of another type in the in-process cache is passed over, and stays there for its own type")
    func otherType() async throws {
        try await expectPassedOver { await $0.cached(key: "key") { "text" } }
    }

    @Test("An encoded value of another type in the in-process cache is passed over, and stays there")
    func otherEncodedType() async throws {
        final class Box: Codable {
            var text = "text"
        }
        try await expectPassedOver { await $0.cached(key: "key") { Box() }.text }
    }

    /// Has a text kept, and asks for a number.
    private func expectPassedOver(_ text: (RedisCache) async -> String) async throws {
        let fixture = try await InProcessFixture()
        let cache = fixture.cache
        let begin = cache.statistics.inProcessHits
        while cache.statistics.inProcessHits == begin { _ = await text(cache) }
        let before = cache.statistics
        // Not stored, so that the text stays.
        #expect(await cache.cached(key: "key", cacheIf: { _ in false }) { 1 } == 1)
        let after = cache.statistics.since(before)
        #expect(after.inProcessHits == 0 && after.undecodable == 1 && after.loads == 1)
        #expect(await text(cache) == "text" && cache.statistics.since(before).inProcessHits == 1)
        await fixture.client.shutdown()
    }

    @Test("A nil value is found in the in-process cache when many optional values are read")
    func nothing() async throws {
        let fixture = try await InProcessFixture()
        let cache = fixture.cache
        func many() async -> [String: Int?] {
            await cache.cachedMany(keys: ["a", "b"]) { _ in ["a": Int?.none, "b": 2] }
        }
        let begin = cache.statistics.inProcessHits
        while cache.statistics.inProcessHits < begin + 2 { _ = await many() }
        let before = cache.statistics
        #expect(await many() == ["a": Int?.none, "b": 2])
        let after = cache.statistics.since(before)
        #expect(after.inProcessHits == 2 && after.hits == 0 && after.loads == 0)
        // A number was asked for, and none is known.
        #expect(await cache.cachedMany(keys: ["a"], cacheIf: { _ in false }) { _ in ["a": 7] } == ["a": 7])
        #expect(cache.statistics.since(before).inProcessHits == 2)
    }

    @Test("Values are read from the in-process cache by every form of call, with the coder of the cache")
    func coder() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let client = try RedisClient(server.configuration())
        let cache = try RedisCache(client, namespace: "test", coder: PlainTypesOnly(), inProcess: .init())
        let begin = cache.statistics.inProcessHits
        // Not shared, so that it is kept in its encoded form.
        while cache.statistics.inProcessHits == begin { _ = await cache.cached(key: RedisCacheKey("key")) { 1 } }
        let before = cache.statistics
        #expect(await cache.cachedMany(keys: ["key"]) { _ in ["key": 2] } == ["key": 1])
        #expect(await cache.cached(key: "key", softTimeout: .seconds(1)) { 2 } == 1)
        let after = cache.statistics.since(before)
        #expect(after.inProcessHits == 2 && after.hits == 0 && after.loads == 0)
        await client.shutdown()
    }

    /// A custom coder that supports a few types.
    private struct PlainTypesOnly: RedisValueCoder {
        struct Unknown: Error {}

        func encode<Value: Encodable>(_ value: Value) throws -> Data {
            guard Value.self == Int.self else { throw Unknown() }
            return try JSONEncoder().encode(value)
        }

        func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
            guard Value.self == Int.self else { throw Unknown() }
            return try JSONDecoder().decode(type, from: data)
        }
    }

    @Test("Escaped keys are found in the in-process cache, and dropped when another process removes them")
    func escapedKeys() async throws {
        let fixture = try await InProcessFixture()
        let cache = fixture.cache
        for beginning in ["", "_"] {
            var key = RedisCacheKey(beginning)
            key.append(literal: String("__x".dropFirst(beginning.count)))
            let begin = cache.statistics.inProcessHits
            while cache.statistics.inProcessHits == begin {
                _ = await cache.cached(key: key, share: { $0 }) { fixture.loads.next() }
            }
            await fixture.keep("other")
            #expect(try await fixture.client.del("test:__key__:__x") == 1)
            let loads = cache.statistics.loads
            while cache.statistics.loads == loads {
                _ = await cache.cached(key: key, share: { $0 }) { fixture.loads.next() }
            }
            // Only this one is dropped.
            let before = cache.statistics
            _ = await fixture.read("other")
            #expect(cache.statistics.since(before).inProcessHits == 1)
        }
    }
}
