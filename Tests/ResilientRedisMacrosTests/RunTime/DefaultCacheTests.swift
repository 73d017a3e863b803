#if Macros
    import ResilientRedis
    import Testing

    /// The one suite that changes the default cache of the process.
    @Suite("Cached functions that name no cache", .serialized, .timeLimit(.minutes(2)))
    struct DefaultCacheTests {
        @Test(
            "A cached function that names no cache uses the default cache of the process, and none before that is set")
        func defaultCache() async throws {
            let fixture = try await CacheFixture()
            await Weather.$fixture.withValue(fixture) {
                #expect(await plain(1) == 2)
                #expect(await plain(1) == 3)
            }
            RedisCache.replaceDefault(fixture.cache)
            defer { RedisCache.replaceDefault(nil) }
            await Weather.$fixture.withValue(fixture) {
                for _ in 1...2 { #expect(await plain(1) == 4) }
            }
            #expect(fixture.cache.statistics.hits == 1 && fixture.cache.statistics.loads == 1)
            #expect(await RedisCache.default.invalidate(plainCacheKey(1)) == .removed)
        }
    }
#endif
