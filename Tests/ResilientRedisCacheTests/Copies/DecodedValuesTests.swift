import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("Cache of decoded values", .timeLimit(.minutes(1)))
struct DecodedValuesTests {
    /// How often any value of the tests was decoded, by its text.
    private static let decodings = Mutex<[String: Int]>([:])

    private struct Counted: Codable, Equatable {
        var text: String

        init(_ text: String) { self.text = text }

        init(from decoder: any Decoder) throws {
            text = try decoder.singleValueContainer().decode(String.self)
            let text = text
            DecodedValuesTests.decodings.withLock { $0[text, default: 0] += 1 }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }

        var decodings: Int { DecodedValuesTests.decodings.withLock { $0[text] ?? 0 } }
    }

    @Test("A value that is read from Redis again and again is decoded twice")
    func hit() async throws {
        let fixture = try await CacheFixture()
        let value = Counted("hit")
        for _ in 0..<100 { #expect(await fixture.cache.cached(key: "key") { value } == value) }
        #expect(value.decodings == 2)
        #expect(fixture.cache.statistics.hits == 99)
    }

    @Test("A value that is kept decoded is not decoded again by cachedMany or with a soft timeout")
    func otherForms() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        let value = Counted("other forms")
        for _ in 0..<5 { _ = await cache.cached(key: "key") { value } }
        #expect(value.decodings == 2)
        for _ in 0..<5 {
            let found = await cache.cachedMany(keys: ["key"]) { (_: [String]) -> [String: Counted] in [:] }
            #expect(found == ["key": value])
            #expect(await cache.cached(key: "key", softTimeout: .seconds(60)) { Counted("loaded anew") } == value)
        }
        #expect(value.decodings == 2)
    }

    @Test("A new value under the same key is served at once, whichever process stored it")
    func change() async throws {
        let fixture = try await CacheFixture()
        let (client, server) = (fixture.client, fixture.server)
        let other = try RedisCache(namespace: "test") { withExtendedLifetime(server) { client } }
        for round in 0..<20 {
            let value = Counted("change \(round)")
            let (writer, reader) = round.isMultiple(of: 2) ? (fixture.cache, other) : (other, fixture.cache)
            await writer.invalidate("key")
            #expect(await writer.cached(key: "key") { value } == value)
            for cache in [reader, writer, reader, writer] {
                #expect(await cache.cached(key: "key") { Counted("loaded anew") } == value)
            }
        }
    }

    @Test("A value that was removed from Redis is loaded although it is still kept decoded")
    func gone() async throws {
        let fixture = try await CacheFixture()
        for _ in 0..<5 { _ = await fixture.cache.cached(key: "key") { Counted("gone") } }
        _ = try await fixture.client.del("test:key")
        #expect(await fixture.cache.cached(key: "key") { Counted("new") } == Counted("new"))
    }

    @Test("A value is decoded as the type that the caller asks for")
    func type() async throws {
        let fixture = try await CacheFixture()
        for _ in 0..<5 {
            #expect(await fixture.cache.cached(key: "number") { 7 } == 7)
            #expect(await fixture.cache.cached(key: "number") { 8.5 } == 7.0)
            #expect(await fixture.cache.cached(key: "number") { Int?.some(9) } == 7)
            #expect(await fixture.cache.cached(key: "nothing") { Int?.none } == nil)
        }
        #expect(fixture.cache.statistics.undecodable == 0)
        #expect(fixture.cache.statistics.loads == 2)
    }

    @Test("Every caller gets an object of its own")
    func objects() async throws {
        final class Shared: Codable, Sendable {}
        final class Unshared: Codable { var text = "" }
        struct Holder: Codable { var object = Unshared() }
        let fixture = try await CacheFixture()
        var shared: [Shared] = []
        var optional: [Shared?] = []
        var held: [Holder] = []
        for _ in 0..<5 {
            shared.append(await fixture.cache.cached(key: "shared") { Shared() })
            optional.append(await fixture.cache.cached(key: "optional") { Shared?.some(Shared()) })
            held.append(await fixture.cache.cached(key: "held") { Holder() })
        }
        #expect(Set(shared.map(ObjectIdentifier.init)).count == 5)
        #expect(Set(optional.compactMap { $0 }.map(ObjectIdentifier.init)).count == 5)
        #expect(Set(held.map { ObjectIdentifier($0.object) }).count == 5)
        #expect(fixture.cache.statistics.hits == 12)
    }
}
