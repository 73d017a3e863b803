import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Lifetime of tags in Redis", .timeLimit(.minutes(2)))
struct TagLifeTests {
    private let tooMany = (0...EnvelopeHeader.maximumTags).map { "tag \($0)" }

    @Test("A value with more tags than can be stored is not stored")
    func tooManyTags() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: tooMany)
        #expect(await fixture.cache.cached(key: "k", options: options) { "old" } == "old")
        #expect(await fixture.cache.invalidate(tag: tooMany.last!) == .removed)
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
        #expect(fixture.cache.statistics.bypasses == 2)
        #expect(try await fixture.server.stored("test:k") == nil)
    }

    @Test("A value with the maximum number of tags is stored, and its last tag can be invalidated")
    func manyTags() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: tooMany.dropLast())
        #expect(await fixture.cache.cached(key: "k", options: options) { "old" } == "old")
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "old")
        #expect(await fixture.cache.invalidate(tag: options.tags.last!) == .removed)
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
    }

    @Test("A cache whose options have one tag too many is refused")
    func refused() throws {
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "test", options: .init(tags: tooMany)) { nil }
        }
        #expect(error?.field == "cache.options.tags")
    }

    @Test("A tag in Redis expires after a month, and is prolonged while it is used")
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

    @Test("The values of a tag that Redis has lost are misses")
    func lost() async throws {
        let fixture = try await CacheFixture()
        let options = RedisCache.Options(tags: ["t"])
        _ = await fixture.cache.cached(key: "k", options: options) { "old" }
        try await fixture.client.del("test:__tag__:t")
        #expect(await fixture.cache.cached(key: "k", options: options) { "new" } == "new")
        #expect(await fixture.cache.cached(key: "k", options: options) { "newer" } == "new")
    }
}
