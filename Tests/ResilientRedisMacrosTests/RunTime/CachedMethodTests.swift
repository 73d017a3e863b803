#if Macros
    import ResilientRedis
    import Testing

    @Suite("A cached method", .timeLimit(.minutes(2)))
    struct CachedMethodTests {
        @Test("of an actor reads and changes its state, and its key needs no waiting")
        func actor() async throws {
            let stage = try await CacheStage()
            let ledger = Ledger(cache: stage.cache)
            for _ in 1...2 { #expect(try await ledger.total(adding: 5) == 5) }
            #expect(try await ledger.total(adding: 6) == 11)
            #expect(await ledger.entries == [5, 6])
            #expect(await stage.cache.invalidate(ledger.totalCacheKey(adding: 5)) == .removed)
            #expect(try await ledger.total(adding: 5) == 16)
            for _ in 1...2 { #expect(await ledger.label(1) == "ledger 1") }
            #expect(stage.cache.statistics.hits == 2 && stage.cache.statistics.loads == 4)
        }

        @Test("of the main actor stays there")
        @MainActor
        func mainActor() async throws {
            let stage = try await CacheStage()
            let screen = Screen(cache: stage.cache)
            for _ in 1...2 { #expect(await screen.title(1) == "page 1, visit 1") }
            #expect(screen.visits == 1)
            let key = await Task.detached { screen.titleCacheKey(1) }.value
            #expect(await stage.cache.invalidate(key) == .removed)
        }

        @Test("loads on the actor of its caller when it runs there, and elsewhere when it does not")
        @MainActor
        func whereabouts() async throws {
            let stage = try await CacheStage()
            let whereabouts = Whereabouts(cache: stage.cache)
            #expect(await whereabouts.marked())
            #expect(await whereabouts.markedWithOptions())
            #expect(await whereabouts.byHand())
            #expect(await whereabouts.many() == true)
            #expect(await stage.cache.cached(key: "here") { whereabouts.isAtHome })
            // As a closure given to the standard library's functions.
            #expect(await !whereabouts.plain())
            #expect(await !whereabouts.concurrent())
            #expect(whereabouts.count == 4)
        }

        @Test("of a class changes the state that only its task has")
        func nonSendable() async throws {
            let stage = try await CacheStage()
            let counter = Counter(cache: stage.cache)
            for _ in 1...2 { #expect(await counter.next(3) == 3) }
            #expect(counter.count == 3)
        }

        @Test("has its values kept in the process as they are when any task may have them, and decoded anew when not")
        func inProcess() async throws {
            let stage = try await CacheStage()
            let kept = Kept(cache: try RedisCache(stage.client, namespace: "kept", inProcess: .init()))
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

        @Test("of a class does not share values with subclasses, and may be overridden")
        func subclasses() async throws {
            let stage = try await CacheStage()
            let (counter, special) = (Counter(cache: stage.cache), SpecialCounter(cache: stage.cache))
            for _ in 1...2 {
                #expect(await counter.named(1) == "counter 1")
                #expect(await special.named(1) == "special 1")
                #expect(await counter.next(2) == 2)
                #expect(await special.next(2) == 200)
            }
            #expect(special.count == 2)
            #expect(counter.nextCacheKey(2) != special.nextCacheKey(2))
            #expect(await stage.cache.invalidate("special:2") == .removed)
        }

        @Test("of a protocol tells the types apart that have it")
        func protocols() async throws {
            let stage = try await CacheStage()
            let shelves: [any Shelf] = [
                TallShelf(cache: stage.cache, source: stage.source),
                WideShelf(cache: stage.cache, source: stage.source),
            ]
            for _ in 1...2 {
                var books: [String] = []
                for shelf in shelves { books.append(await shelf.book(1)) }
                #expect(books == ["tall 1", "wide 1"])
            }
            #expect(stage.counted(hits: 2, loads: 2))
        }

        @Test("of a generic type tells its arguments apart")
        func generics() async throws {
            let stage = try await CacheStage()
            let numbers = Box(cache: stage.cache, source: stage.source, item: 1)
            let words = Box(cache: stage.cache, source: stage.source, item: "1")
            for _ in 1...2 {
                #expect(await numbers.content() == 1)
                #expect(await words.content() == "1")
            }
            #expect(stage.counted(hits: 2, loads: 2))
        }

        @Test("of a private type is cached")
        func privateType() async throws {
            let stage = try await CacheStage()
            #expect(await secretWord(1, stage).word == "word 1")
            let again = await secretWord(1, stage)
            #expect(again.word == "word 1" && stage.counted(hits: 1, loads: 1))
            #expect(!again.key.contains("$"))
        }

        @Test("is not cached when other processes have no name for the type that its key needs")
        func unshareable() async throws {
            let stage = try await CacheStage()
            for _ in 1...2 { #expect(await makeHiddenShelf(stage).book(1) == "hidden 1") }
            #expect(stage.source.calls == 2 && stage.cache.statistics.writes == 0)
            #expect(stage.cache.statistics.hits == 0)
        }
    }
#endif
