#if Macros
    import Testing

    @Suite("The call in an expansion of @cached")
    struct CallExpansionTests {
        private func callText(_ source: String) -> String? { lines(of: source, from: "return ").first }

        @Test("throws what the function throws")
        func effects() {
            let calls = ["async", "async throws", "async throws(E)", "async throws(Never)"].map { effects in
                callText("@cached func f() \(effects) -> Int { 1 }")?.replacing(
                    /\(key: .*shareable[^}]*}\)/, with: "(…)")
            }
            let cache = "__macro_local_6callerfMu_"
            #expect(
                calls == [
                    "return await \(cache).cached(…) { () async -> Int in",
                    "return try await \(cache).cached(…) { () async throws -> Int in",
                    "return try await \(cache).cached(…) { () async throws(E) -> Int in",
                    "return await \(cache).cached(…) { () async -> Int in",
                ])
        }

        @Test("returns an optional where the function returns an implicitly unwrapped one")
        func implicitlyUnwrapped() throws {
            let call = try #require(callText("@cached func f() async -> Int! { 1 }"))
            #expect(call.hasSuffix("-> Int? in"))
        }

        @Test(
            "finds the cache",
            arguments: [
                (#"\Reports.cache"#, "self.cache"), (#"\Self.cache"#, "self.cache"),
                (#"\Outer.Reports.cache"#, #"self[keyPath: \Outer.Reports.cache]"#),
                (#"\Reports.services.cache"#, #"self[keyPath: \Reports.services.cache]"#),
                (#"\Base.cache"#, #"self[keyPath: \Base.cache]"#), ("Reports.shared", "Reports.shared"),
            ])
        func cache(argument: String, expression: String) throws {
            let source = "struct Reports { @cached(in: \(argument)) func f() async -> Int { 1 } }"
            #expect(lines(of: source, from: "let __macro_local_6caller") == ["\(caller) = \(expression)"])
            #expect(try #require(callText(source)).hasPrefix("return await __macro_local_6callerfMu_.cached(key:"))
        }

        private var caller: String { "let __macro_local_6callerfMu_" }

        @Test("lets the body run where the function runs")
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

        @Test("asks the default cache when the attribute names none")
        func defaultCache() {
            #expect(
                lines(of: "@cached func f() async -> Int { 1 }", from: caller)
                    == ["\(caller) = ResilientRedis.RedisCache.default"])
        }

        @Test("changes the options that the attribute names, and no others")
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
                lines(of: source, from: "let __macro_local_5cache") == ["let __macro_local_5cachefMu_ = Shop.cache"])
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
                    return await __macro_local_6callerfMu_.cached(key: __macro_local_3keyfMu_, ttl: .seconds(1), \
                    options: __macro_local_7optionsfMu_, share: { ResilientRedis.RedisCache.shareable($0) }, \
                    cacheIf: \\Int.isGood) {
                    """))
        }

        @Test("lets a body with a time limit run in a task of its own")
        func timeouts() throws {
            let call = try #require(
                callText("@cached(softTimeout: a, hardTimeout: b) func f() async throws -> Int { 1 }"))
            #expect(call.hasSuffix(", softTimeout: a, hardTimeout: b) { @Sendable () async throws -> Int in"))
            let without = try #require(callText("@cached(softTimeout: nil) func f() async throws -> Int { 1 }"))
            #expect(without.hasSuffix("shareable($0) }) { () async throws -> Int in"))
        }

        @Test("passes on tags that are no literals")
        func tags() {
            let source = "@cached(tags: Tags.all) func f() async -> Int { 1 }"
            #expect(lines(of: source, from: ".tags") == [".tags = Tags.all"])
        }
    }
#endif
