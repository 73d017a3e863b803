import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("A tag in Redis", .timeLimit(.minutes(2)))
struct TagLifeTests {
    private let tooMany = (0...EnvelopeHeader.maximumTags).map { "tag \($0)" }

    @Test("is never left out: a value with more tags than can be stored is not stored")
    func tooManyTags() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: tooMany)
        #expect(await fixture.cache.cached(key: "k", options: options) { "old" } == "old")
        #expect(await fixture.cache.invalidate(tag: tooMany.last!) == .removed)
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
        #expect(fixture.cache.statistics.bypasses == 2)
        #expect(try await fixture.server.stored("test:k") == nil)
    }

    @Test("counts, up to as many as can be stored")
    func manyTags() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: tooMany.dropLast())
        #expect(await fixture.cache.cached(key: "k", options: options) { "old" } == "old")
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "old")
        #expect(await fixture.cache.invalidate(tag: options.tags.last!) == .removed)
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
    }

    @Test("is refused as an option of a whole cache when it is one too many")
    func refused() throws {
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "test", options: .init(tags: tooMany)) { nil }
        }
        #expect(error?.field == "cache.options.tags")
    }

    @Test("is forgotten when it is not used for a month, and prolonged when it is")
    func life() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: ["t"])
        func life() async throws -> Int { try await fixture.client.send("PTTL", "test:__tag__:t") }
        let month = 30 * 86_400_000
        _ = await fixture.cache.cached(key: "k", options: options) { 1 }
        #expect((month - 600_000...month).contains(try await life()))
        await fixture.cache.invalidate(tag: "t")
        #expect((month - 600_000...month).contains(try await life()))
        try await fixture.client.pexpire("test:__tag__:t", expiresIn: .seconds(3600))
        // One write in 256 prolongs it.
        for number in 0..<20_000 where try await life() < month / 2 {
            _ = await fixture.cache.cached(key: "\(number)", options: options) { 1 }
        }
        #expect((month - 600_000...month).contains(try await life()))
    }

    @Test("that Redis has lost makes its values count as none")
    func lost() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: ["t"])
        _ = await fixture.cache.cached(key: "k", options: options) { "old" }
        try await fixture.client.del("test:__tag__:t")
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
        #expect(await fixture.cache.cached(key: "k", options: options) { "newer" } == "new")
    }
}
