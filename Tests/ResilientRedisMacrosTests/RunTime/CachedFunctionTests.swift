#if Macros
    import Foundation
    import RedisFaultInjection
    import ResilientRedis
    import Testing

    @Suite("A cached function", .timeLimit(.minutes(2)))
    struct CachedFunctionTests {
        private func reports(_ stage: CacheStage) -> Reports { Reports(cache: stage.cache, source: stage.source) }

        @Test("is run once for the same arguments, and again after an invalidation")
        func method() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            for _ in 1...3 {
                #expect(try await reports.summary(project: 42) == Summary(project: 42, text: "number 42"))
            }
            #expect(stage.counted(hits: 2, loads: 1))
            _ = try await reports.summary(project: 43)
            #expect(stage.counted(hits: 2, loads: 2))
            #expect(await reports.cache.invalidate(reports.summaryCacheKey(project: 42)) == .removed)
            _ = try await reports.summary(project: 42)
            #expect(stage.counted(hits: 2, loads: 3))
        }

        @Test("throws what its body throws, and keeps nothing then")
        func errors() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            for _ in 1...2 {
                await #expect(throws: SourceError(code: -1)) { try await reports.summary(project: -1) }
            }
            do throws(SourceError) {
                _ = try await reports.typed(0)
                Issue.record("nothing was thrown")
            } catch {
                #expect(error.code == 0)
            }
            #expect(stage.cache.statistics.loadErrors == 3 && stage.cache.statistics.writes == 0)
            let value = try await reports.typed(7)
            let again = try await reports.typed(7)
            #expect(value == 7 && again == 7 && stage.cache.statistics.hits == 1 && stage.source.calls == 2)
        }

        @Test("tells arguments, defaults and overloads apart")
        func arguments() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            #expect(await reports.implicit(1) == 1)
            #expect(await reports.implicit(1, doubled: true) == 4)
            #expect(await reports.implicit(1, doubled: false) == 1)
            #expect(await reports.overloaded(5) == "Int 3")
            #expect(await reports.overloaded("5") == "String 4")
            #expect(await reports.overloaded(5) == "Int 3")
            #expect(await reports.sum(of: 1, 2) == 3)
            #expect(await reports.sum(of: 12) == 12)
            #expect(await reports.sum() == 0)
            #expect(await reports.sum(of: 1, 2) == 3)
            #expect(stage.counted(hits: 3, loads: 7))
        }

        @Test("remembers nil")
        func optional() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            #expect(await reports.optional(1) == nil)
            #expect(await reports.optional(1) == nil)
            #expect(await reports.optional(2) == 2)
            #expect(stage.counted(hits: 1, loads: 2))
        }

        @Test("keeps values under the key of its template")
        func template() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            var calls = 0
            for id in [1, 1, 2] { _ = await reports.user("a:b", id: id, trace: UUID()) { calls += 1 } }
            #expect(calls == 2 && stage.counted(hits: 1, loads: 2))
            #expect(reports.userCacheKey("a:b", id: 1) == "user:a%3Ab:1@2")
            #expect(try await stage.client.exists("stage:user:a%3Ab:1@2", "stage:user:a%3Ab:2@2") == 2)

            #expect(await reports.settings() == "settings of a")
            var other = reports
            other.tenant = "b"
            #expect(await other.settings() == "settings of b")
            #expect(other.settingsCacheKey() == "settings:b")
        }

        @Test("takes types, enumerations, optionals, arrays and dates as arguments")
        func components() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            for _ in 1...2 {
                #expect(try await reports.decoded(Int.self, from: "7") == 7)
                #expect(try await reports.decoded(Double.self, from: "7") == 7.0)
            }
            #expect(stage.counted(hits: 2, loads: 2))
            let date = Date(timeIntervalSinceReferenceDate: 0.1)
            let first = await reports.ranked(.low, kinds: [.plain, .fancy], at: date)
            let other = await reports.ranked(.high, kinds: nil, at: date)
            let again = await reports.ranked(.low, kinds: [.plain, .fancy], at: date)
            #expect(first == "low 3" && other == "high 4" && again == first)
        }

        @Test("tells arguments of different types apart that have the same text")
        func opaqueTypes() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            let (user, order) = (UserID(cacheKeyText: "1"), OrderID(cacheKeyText: "1"))
            for _ in 1...2 {
                #expect(await reports.named(user, or: [user]) == "UserID Array<UserID> 1")
                #expect(await reports.named(order, or: [user]) == "OrderID Array<UserID> 2")
                #expect(await reports.named(user, or: [order]) == "UserID Array<OrderID> 3")
                #expect(await reports.templated(user) == "UserID 4")
                #expect(await reports.templated(order) == "OrderID 5")
            }
            #expect(stage.counted(hits: 5, loads: 5))
            #expect(reports.templatedCacheKey(user) != reports.templatedCacheKey(order))
            #expect(reports.templatedCacheKey(user).hasPrefix("named:1:"))
        }

        @Test("may have a name in backticks")
        func backticks() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            for _ in 1...2 { #expect(await reports.repeat(in: "a") == "aa") }
            #expect(stage.counted(hits: 1, loads: 1))
            #expect(await stage.cache.invalidate(reports.repeatCacheKey(in: "a")) == .removed)
        }

        @Test("may be static or free")
        func staticAndFree() async throws {
            let stage = try await CacheStage()
            try await Weather.$stage.withValue(stage) {
                for _ in 1...2 {
                    #expect(await Weather.now(in: "Oslo") == "Oslo 1")
                    let days = try await forecast(for: 2)
                    #expect(days == ["day 0", "day 1"])
                }
            }
            #expect(stage.counted(hits: 2, loads: 2))
            #expect(await stage.cache.invalidate(Weather.nowCacheKey(in: "Oslo")) == .removed)
            #expect(await stage.cache.invalidate(forecastCacheKey(for: 2)) == .removed)
        }

        @Test("may be local, and sees what is around it")
        func local() async throws {
            let stage = try await CacheStage()
            let factor = 10
            @cached(in: Weather.cache)
            func scaled(_ number: Int) async -> Int { stage.source.call() * 0 + number * factor }
            await Weather.$stage.withValue(stage) {
                for _ in 1...2 { #expect(await scaled(4) == 40) }
                if factor > 1 {
                    @cached(in: Weather.cache)
                    func scaled(_ number: Int) async -> Int { stage.source.call() * 0 + number }
                    #expect(await scaled(4) == 4)
                }
            }
            #expect(stage.counted(hits: 1, loads: 2))
        }

        @Test("is treated as its attribute says")
        func options() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            for _ in 1...2 { #expect(await reports.tagged(shop: 7) == 1) }
            await stage.cache.invalidate(tag: "shop:8")
            #expect(await reports.tagged(shop: 7) == 1)
            await stage.cache.invalidate(tag: "shop:7")
            #expect(await reports.tagged(shop: 7) == 2)

            #expect(await reports.ifGood(0) == 3)
            #expect(await reports.ifGood(0) == 4)
            #expect(await reports.ifGood(100) == 105)
            #expect(await reports.ifGood(100) == 105)

            #expect(await reports.switched(1) == 6)
            let switchedOff = await Reports.$isOff.withValue(true) { await reports.switched(1) }
            #expect(switchedOff == 7)
            #expect(await reports.switched(1) == 6)
        }

        @Test("gives up on a body that is slower than its hard timeout")
        func hardTimeout() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            await #expect(throws: RedisCache.LoadTimeout.self) { try await reports.slow(.seconds(60)) }
            let value = try await reports.slow(.zero)
            #expect(value == 1)
        }

        @Test("runs its body when its Redis is gone")
        func outage() async throws {
            let stage = try await CacheStage()
            let reports = reports(stage)
            _ = await reports.implicit(1)
            stage.server.kill()
            #expect(await reports.implicit(1) == 2)
            #expect(await reports.implicit(1) == 3)
            #expect(stage.cache.statistics.loads == 3 && stage.cache.statistics.hits == 0)
        }
    }
#endif
