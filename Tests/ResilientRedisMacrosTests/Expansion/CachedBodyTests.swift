#if Macros
    import Testing

    @Suite("Bodies that @cached makes")
    struct CachedBodyTests {
        @Test("The new body asks the cache with the old body as its loader, and a function for the key is added")
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
                        let __macro_local_5cachefMu_ = self.cache
                        #if hasFeature(NonisolatedNonsendingByDefault)
                        .nonsending
                        #endif
                        #sourceLocation(file: "Shop.swift", line: 3)
                        return try await __macro_local_5cachefMu_.cached(key: __macro_local_3keyfMu_, ttl: .seconds(300), share: { ResilientRedis.RedisCache.shareable($0) }) { () async throws -> Summary in
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

        private func callText(_ source: String) -> String? { lines(of: source, from: "return ").first }

        @Test("The call of the cache throws what the function throws")
        func effects() {
            let calls = ["async", "async throws", "async throws(E)", "async throws(Never)"].map { effects in
                callText("@cached func f() \(effects) -> Int { 1 }")?.replacing(
                    /\(key: .*shareable[^}]*}\)/, with: "(…)")
            }
            let cache = "__macro_local_5cachefMu_"
            #expect(
                calls == [
                    "return await \(cache).cached(…) { () async -> Int in",
                    "return try await \(cache).cached(…) { () async throws -> Int in",
                    "return try await \(cache).cached(…) { () async throws(E) -> Int in",
                    "return await \(cache).cached(…) { () async -> Int in",
                ])
        }

        @Test("The call of the cache returns an optional where the function returns an implicitly unwrapped one")
        func implicitlyUnwrapped() throws {
            let call = try #require(callText("@cached func f() async -> Int! { 1 }"))
            #expect(call.hasSuffix("-> Int? in"))
        }

        @Test(
            "The call goes to the cache that the attribute names",
            arguments: [
                (#"\Reports.cache"#, "self.cache"), (#"\Self.cache"#, "self.cache"),
                (#"\Outer.Reports.cache"#, #"self[keyPath: \Outer.Reports.cache]"#),
                (#"\Reports.services.cache"#, #"self[keyPath: \Reports.services.cache]"#),
                (#"\Base.cache"#, #"self[keyPath: \Base.cache]"#), ("Reports.shared", "Reports.shared"),
            ])
        func cache(argument: String, expression: String) throws {
            let source = "struct Reports { @cached(in: \(argument)) func f() async -> Int { 1 } }"
            #expect(
                lines(of: source, from: "let __macro_local_5cache") == ["let __macro_local_5cachefMu_ = \(expression)"])
            let call = try #require(callText(source))
            #expect(call.hasPrefix("return await __macro_local_5cachefMu_.cached(key:"))
        }

        @Test("The body runs where the function runs")
        func isolation() {
            let byDefault = lines(of: "@cached func f() async -> Int { 1 }", from: "#if hasFeature")
            #expect(byDefault == ["#if hasFeature(NonisolatedNonsendingByDefault)"])
            let nonsending = "@cached nonisolated(nonsending) func f() async -> Int { 1 }"
            #expect(lines(of: nonsending, from: ".nonsending") == [".nonsending"])
            #expect(lines(of: nonsending, from: "#if").isEmpty)
            let concurrent = "@concurrent @cached func f() async -> Int { 1 }"
            #expect(lines(of: concurrent, from: ".nonsending").isEmpty)
            #expect(lines(of: concurrent, from: "return await ResilientRedis.RedisCache.default.cached").count == 1)
        }

        @Test("The call changes the options that the attribute names, and no others")
        func options() throws {
            let source = """
                @cached(ttl: .seconds(1), in: Shop.cache, tags: ["all", "a:{a}"], jitter: 0.5, cacheIf: \\Int.isGood, bypass: off)
                func f(a: Int) async -> Int { 1 }
                """
            #expect(
                lines(of: source, from: "__macro_local_3tag").prefix(3) == [
                    #"__macro_local_3tagfMu_ = ResilientRedis.RedisCacheKey("all")"#,
                    #"__macro_local_3tagfMu0_ = ResilientRedis.RedisCacheKey("a:")"#,
                    "__macro_local_3tagfMu0_.append(placeholder: a)",
                ])
            #expect(
                lines(of: source, from: "let __macro_local_5cache") == [
                    "let __macro_local_5cachefMu_ = Shop.cache",
                    "let __macro_local_5cachefMu0_ = __macro_local_5cachefMu_",
                ])
            #expect(
                lines(of: source, from: "__macro_local_7optionsfMu_").prefix(4) == [
                    "__macro_local_7optionsfMu_ = __macro_local_5cachefMu_.options",
                    "__macro_local_7optionsfMu_.jitter = 0.5",
                    "__macro_local_7optionsfMu_.bypass = off",
                    "__macro_local_7optionsfMu_.tags = [__macro_local_3tagfMu_.text, __macro_local_3tagfMu0_.text]",
                ])
            let call = try #require(callText(source))
            #expect(
                call.contains(
                    """
                    return await __macro_local_5cachefMu0_.cached(key: __macro_local_3keyfMu_, ttl: .seconds(1), \
                    options: __macro_local_7optionsfMu_, share: { ResilientRedis.RedisCache.shareable($0) }, \
                    cacheIf: \\Int.isGood) {
                    """))
        }

        @Test("A body with a time limit is a Sendable closure")
        func timeouts() throws {
            let call = try #require(
                callText("@cached(softTimeout: a, hardTimeout: b) func f() async throws -> Int { 1 }"))
            #expect(call.hasSuffix(", softTimeout: a, hardTimeout: b) { @Sendable () async throws -> Int in"))
            let without = try #require(callText("@cached(softTimeout: nil) func f() async throws -> Int { 1 }"))
            #expect(without.hasSuffix("shareable($0) }) { () async throws -> Int in"))
        }

        @Test("Tags that are not literals are passed on as they are")
        func tags() {
            let source = "@cached(tags: Tags.all) func f() async -> Int { 1 }"
            #expect(lines(of: source, from: ".tags") == [".tags = Tags.all"])
        }
    }
#endif
