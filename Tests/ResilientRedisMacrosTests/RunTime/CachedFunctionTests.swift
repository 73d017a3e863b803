#if Macros
    import Foundation
    import RedisFaultInjection
    import ResilientRedis
    import Testing

    @Suite("Cached functions", .timeLimit(.minutes(2)))
    struct CachedFunctionTests {
        private func reports(_ fixture: CacheFixture) -> Reports {
            Reports(cache: fixture.cache, source: fixture.source)
        }

        @Test("A cached function runs once for the same arguments, and again after an invalidation")
        func method() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            for _ in 1...3 {
                #expect(try await reports.summary(project: 42) == Summary(project: 42, text: "number 42"))
            }
            #expect(fixture.counted(hits: 2, loads: 1))
            _ = try await reports.summary(project: 43)
            #expect(fixture.counted(hits: 2, loads: 2))
            #expect(await reports.cache.invalidate(reports.summaryCacheKey(project: 42)) == .removed)
            _ = try await reports.summary(project: 42)
            #expect(fixture.counted(hits: 2, loads: 3))
        }

        @Test("A cached function throws what its body throws, and stores nothing then")
        func errors() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            for _ in 1...2 {
                await #expect(throws: SourceError(code: -1)) { try await reports.summary(project: -1) }
            }
            do throws(SourceError) {
                _ = try await reports.typed(0)
                Issue.record("nothing was thrown")
            } catch {
                #expect(error.code == 0)
            }
            #expect(fixture.cache.statistics.loadErrors == 3 && fixture.cache.statistics.writes == 0)
            let value = try await reports.typed(7)
            let again = try await reports.typed(7)
            #expect(value == 7 && again == 7 && fixture.cache.statistics.hits == 1 && fixture.source.calls == 2)
        }

        @Test("A cached function has a value for each combination of arguments and for each overload")
        func arguments() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
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
            #expect(fixture.counted(hits: 3, loads: 7))
        }

        @Test("A cached function stores nil")
        func optional() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            #expect(await reports.optional(1) == nil)
            #expect(await reports.optional(1) == nil)
            #expect(await reports.optional(2) == 2)
            #expect(fixture.counted(hits: 1, loads: 2))
        }

        @Test("A cached function stores values under the key of its template")
        func template() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            var calls = 0
            for id in [1, 1, 2] { _ = await reports.user("a:b", id: id, trace: UUID()) { calls += 1 } }
            #expect(calls == 2 && fixture.counted(hits: 1, loads: 2))
            #expect(reports.userCacheKey("a:b", id: 1) == "user:a%3Ab:1@2")
            #expect(try await fixture.client.exists("stage:user:a%3Ab:1@2", "stage:user:a%3Ab:2@2") == 2)

            #expect(await reports.settings() == "settings of a")
            var other = reports
            other.tenant = "b"
            #expect(await other.settings() == "settings of b")
            #expect(other.settingsCacheKey() == "settings:b")
        }

        @Test("A cached function takes types, enumerations, optionals, arrays and dates as arguments")
        func components() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            for _ in 1...2 {
                #expect(try await reports.decoded(Int.self, from: "7") == 7)
                #expect(try await reports.decoded(Double.self, from: "7") == 7.0)
            }
            #expect(fixture.counted(hits: 2, loads: 2))
            let date = Date(timeIntervalSinceReferenceDate: 0.1)
            let first = await reports.ranked(.low, kinds: [.plain, .fancy], at: date)
            let other = await reports.ranked(.high, kinds: nil, at: date)
            let again = await reports.ranked(.low, kinds: [.plain, .fancy], at: date)
            #expect(first == "low 3" && other == "high 4" && again == first)
        }

        @Test("A cached function has different keys for arguments of different types with the same text")
        func opaqueTypes() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            let (user, order) = (UserID(cacheKeyText: "1"), OrderID(cacheKeyText: "1"))
            for _ in 1...2 {
                #expect(await reports.named(user, or: [user]) == "UserID Array<UserID> 1")
                #expect(await reports.named(order, or: [user]) == "OrderID Array<UserID> 2")
                #expect(await reports.named(user, or: [order]) == "UserID Array<OrderID> 3")
                #expect(await reports.templated(user) == "UserID 4")
                #expect(await reports.templated(order) == "OrderID 5")
            }
            #expect(fixture.counted(hits: 5, loads: 5))
            #expect(reports.templatedCacheKey(user) != reports.templatedCacheKey(order))
            #expect(reports.templatedCacheKey(user).hasPrefix("named:1:"))
        }

        @Test("A cached function may have a name in backticks")
        func backticks() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            for _ in 1...2 { #expect(await reports.repeat(in: "a") == "aa") }
            #expect(fixture.counted(hits: 1, loads: 1))
            #expect(await fixture.cache.invalidate(reports.repeatCacheKey(in: "a")) == .removed)
        }

        @Test("A cached function may be static or free")
        func staticAndFree() async throws {
            let fixture = try await CacheFixture()
            try await Weather.$fixture.withValue(fixture) {
                for _ in 1...2 {
                    #expect(await Weather.now(in: "Oslo") == "Oslo 1")
                    let days = try await forecast(for: 2)
                    #expect(days == ["day 0", "day 1"])
                }
            }
            #expect(fixture.counted(hits: 2, loads: 2))
            #expect(await fixture.cache.invalidate(Weather.nowCacheKey(in: "Oslo")) == .removed)
            #expect(await fixture.cache.invalidate(forecastCacheKey(for: 2)) == .removed)
        }

        @Test("A cached function may be local and use what is around it")
        func local() async throws {
            let fixture = try await CacheFixture()
            let factor = 10
            @cached(in: Weather.cache)
            func scaled(_ number: Int) async -> Int { fixture.source.call() * 0 + number * factor }
            await Weather.$fixture.withValue(fixture) {
                for _ in 1...2 { #expect(await scaled(4) == 40) }
                if factor > 1 {
                    @cached(in: Weather.cache)
                    func scaled(_ number: Int) async -> Int { fixture.source.call() * 0 + number }
                    #expect(await scaled(4) == 4)
                }
            }
            #expect(fixture.counted(hits: 1, loads: 2))
        }

        @Test("A cached function has the options that its attribute names")
        func options() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            for _ in 1...2 { #expect(await reports.tagged(shop: 7) == 1) }
            await fixture.cache.invalidate(tag: "shop:8")
            #expect(await reports.tagged(shop: 7) == 1)
            await fixture.cache.invalidate(tag: "shop:7")
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

        @Test("A cached function throws when its body is slower than its hard timeout")
        func hardTimeout() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            await #expect(throws: RedisCache.LoadTimeout.self) { try await reports.slow(.seconds(60)) }
            let value = try await reports.slow(.zero)
            #expect(value == 1)
        }

        @Test("A cached function runs its body while Redis is unavailable")
        func outage() async throws {
            let fixture = try await CacheFixture()
            let reports = reports(fixture)
            _ = await reports.implicit(1)
            fixture.server.kill()
            #expect(await reports.implicit(1) == 2)
            #expect(await reports.implicit(1) == 3)
            #expect(fixture.cache.statistics.loads == 3 && fixture.cache.statistics.hits == 0)
        }
    }
#endif
