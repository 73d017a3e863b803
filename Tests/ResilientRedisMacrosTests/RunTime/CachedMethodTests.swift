#if Macros
    import ResilientRedis
    import Testing

    @Suite("Cached methods", .timeLimit(.minutes(2)))
    struct CachedMethodTests {
        @Test("A cached method of an actor reads and changes its state, and its key can be made without waiting")
        func actor() async throws {
            let fixture = try await CacheFixture()
            let ledger = Ledger(cache: fixture.cache)
            for _ in 1...2 { #expect(try await ledger.total(adding: 5) == 5) }
            #expect(try await ledger.total(adding: 6) == 11)
            #expect(await ledger.entries == [5, 6])
            #expect(await fixture.cache.invalidate(ledger.totalCacheKey(adding: 5)) == .removed)
            #expect(try await ledger.total(adding: 5) == 16)
            for _ in 1...2 { #expect(await ledger.label(1) == "ledger 1") }
            #expect(fixture.cache.statistics.hits == 2 && fixture.cache.statistics.loads == 4)
        }

        @Test("A cached method of the main actor runs on it")
        @MainActor
        func mainActor() async throws {
            let fixture = try await CacheFixture()
            let screen = Screen(cache: fixture.cache)
            for _ in 1...2 { #expect(await screen.title(1) == "page 1, visit 1") }
            #expect(screen.visits == 1)
            let key = await Task.detached { screen.titleCacheKey(1) }.value
            #expect(await fixture.cache.invalidate(key) == .removed)
        }

        @Test("A cached method loads on the actor of its caller when it runs there, and elsewhere when it does not")
        @MainActor
        func whereabouts() async throws {
            let fixture = try await CacheFixture()
            let whereabouts = Whereabouts(cache: fixture.cache)
            #expect(await whereabouts.marked())
            #expect(await whereabouts.markedWithOptions())
            #expect(await whereabouts.byHand())
            #expect(await whereabouts.many() == true)
            #expect(await fixture.cache.cached(key: "here") { whereabouts.isAtHome })
            // As a closure given to the standard library's functions.
            #expect(await !whereabouts.plain())
            #expect(await !whereabouts.concurrent())
            #expect(whereabouts.count == 4)
        }

        @Test("A cached method of a class changes state that only its task has")
        func nonSendable() async throws {
            let fixture = try await CacheFixture()
            let counter = Counter(cache: fixture.cache)
            for _ in 1...2 { #expect(await counter.next(3) == 3) }
            #expect(counter.count == 3)
        }

        @Test("Sendable values of a cached method are kept in the process as they are, others are decoded again")
        func inProcess() async throws {
            let fixture = try await CacheFixture()
            let kept = Kept(cache: try RedisCache(fixture.client, namespace: "kept", inProcess: .init()))
            func untilKept(_ call: () async -> Void) async throws {
                let hits = kept.cache.statistics.inProcessHits
                while kept.cache.statistics.inProcessHits == hits {
                    await call()
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
            try await untilKept { _ = await kept.shared() }
            #expect(await kept.shared() === kept.shared())
            try await untilKept { _ = await kept.own() }
            #expect(await kept.own() !== kept.own())
        }

        @Test("A cached method of a class does not share values with subclasses, and may be overridden")
        func subclasses() async throws {
            let fixture = try await CacheFixture()
            let (counter, special) = (Counter(cache: fixture.cache), SpecialCounter(cache: fixture.cache))
            for _ in 1...2 {
                #expect(await counter.named(1) == "counter 1")
                #expect(await special.named(1) == "special 1")
                #expect(await counter.next(2) == 2)
                #expect(await special.next(2) == 200)
            }
            #expect(special.count == 2)
            #expect(counter.nextCacheKey(2) != special.nextCacheKey(2))
            #expect(await fixture.cache.invalidate("special:2") == .removed)
        }

        @Test("A cached method of a protocol has different keys for the types that conform")
        func protocols() async throws {
            let fixture = try await CacheFixture()
            let shelves: [any Shelf] = [
                TallShelf(cache: fixture.cache, source: fixture.source),
                WideShelf(cache: fixture.cache, source: fixture.source),
            ]
            for _ in 1...2 {
                var books: [String] = []
                for shelf in shelves { books.append(await shelf.book(1)) }
                #expect(books == ["tall 1", "wide 1"])
            }
            #expect(fixture.counted(hits: 2, loads: 2))
        }

        @Test("A cached method of a generic type has different keys for its arguments")
        func generics() async throws {
            let fixture = try await CacheFixture()
            let numbers = Box(cache: fixture.cache, source: fixture.source, item: 1)
            let words = Box(cache: fixture.cache, source: fixture.source, item: "1")
            for _ in 1...2 {
                #expect(await numbers.content() == 1)
                #expect(await words.content() == "1")
            }
            #expect(fixture.counted(hits: 2, loads: 2))
        }

        @Test("A cached method of a private type stores its values")
        func privateType() async throws {
            let fixture = try await CacheFixture()
            #expect(await secretWord(1, fixture).word == "word 1")
            let again = await secretWord(1, fixture)
            #expect(again.word == "word 1" && fixture.counted(hits: 1, loads: 1))
            #expect(!again.key.contains("$"))
        }

        @Test("A cached method is not cached when its key needs a type that has no name in other processes")
        func unshareable() async throws {
            let fixture = try await CacheFixture()
            for _ in 1...2 { #expect(await makeHiddenShelf(fixture).book(1) == "hidden 1") }
            #expect(fixture.source.calls == 2 && fixture.cache.statistics.writes == 0)
            #expect(fixture.cache.statistics.hits == 0)
        }
    }
#endif
