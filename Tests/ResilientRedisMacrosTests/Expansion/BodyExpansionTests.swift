#if Macros
    import Testing

    @Suite("The expansion of @cached")
    struct BodyExpansionTests {
        @Test("asks the cache with the old body as its loader, and adds the key's function")
        func method() {
            expectExpansion(
                of: #"""
                    struct Reports {
                        @cached(ttl: .seconds(300), in: \Reports.cache)
                        func summary(project: Int) async throws -> Summary {
                            // Slow.
                            let rows = try await database.rows(project)
                            return Summary(rows)
                        }
                    }
                    """#,
                to: #"""
                    struct Reports {
                        func summary(project: Int) async throws -> Summary {
                        var __macro_local_3keyfMu_ = ResilientRedis.RedisCacheKey("Shop/Shop.swift#Reports.summary(project:Int)->Summary")
                        #sourceLocation(file: "Shop.swift", line: 3)
                        __macro_local_3keyfMu_.append(project)
                        #sourceLocation(file: "Shop.swift", line: 2)
                        let __macro_local_6callerfMu_ = self.cache
                        #if hasFeature(NonisolatedNonsendingByDefault)
                        .nonsending
                        #endif
                        #sourceLocation(file: "Shop.swift", line: 3)
                        return try await __macro_local_6callerfMu_.cached(key: __macro_local_3keyfMu_, ttl: .seconds(300), share: { ResilientRedis.RedisCache.shareable($0) }) { () async throws -> Summary in
                        #sourceLocation(file: "Shop.swift", line: 5)
                                let rows = try await database.rows(project)
                                return Summary(rows)
                        #sourceLocation()
                        }
                        }

                        /// The key under which `summary(project:)` keeps its result.
                        nonisolated func summaryCacheKey(project: Int) -> String {
                        var __macro_local_3keyfMu0_ = ResilientRedis.RedisCacheKey("Shop/Shop.swift#Reports.summary(project:Int)->Summary")
                        #sourceLocation(file: "Shop.swift", line: 3)
                        __macro_local_3keyfMu0_.append(project)
                        #sourceLocation()
                        return __macro_local_3keyfMu0_.text
                        }
                    }
                    """#)
        }
    }
#endif
