#if Macros
    import ResilientRedis
    import Testing

    /// The one suite that changes the default cache of the process.
    @Suite("A cached function that names no cache", .serialized, .timeLimit(.minutes(2)))
    struct DefaultCacheTests {
        @Test("uses the default cache of the process, and none before that is set")
        func defaultCache() async throws {
            let stage = try await CacheStage()
            await Weather.$stage.withValue(stage) {
                #expect(await plain(1) == 2)
                #expect(await plain(1) == 3)
            }
            RedisCache.replaceDefault(stage.cache)
            defer { RedisCache.replaceDefault(nil) }
            await Weather.$stage.withValue(stage) {
                for _ in 1...2 { #expect(await plain(1) == 4) }
            }
            #expect(stage.cache.statistics.hits == 1 && stage.cache.statistics.loads == 1)
            #expect(await RedisCache.default.invalidate(plainCacheKey(1)) == .removed)
        }
    }
#endif
