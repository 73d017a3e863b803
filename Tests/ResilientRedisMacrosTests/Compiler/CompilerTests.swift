#if Macros && os(Linux)
    import Testing

    /// What only the compiler can tell: that messages arrive, where they point, and what it says itself.
    @Suite("Compilation of @cached functions", .timeLimit(.minutes(2)))
    struct CompilerTests {
        @Test(
            "@cached compiles on every kind of function, in every language mode",
            arguments: CompilerRun.Settings.allCases)
        func accepts(_ settings: CompilerRun.Settings) async throws {
            let run = try await CompilerRun(
                #"""
                struct Nested<T: Codable & Sendable> {
                    let cache: RedisCache
                    @cached("{T}:{self.name}", in: \Nested.cache)
                    func implicit() async throws -> T? { try await other() }
                    func other() async throws -> T? { nil }
                    let name = "x"
                }
                @MainActor class Model {
                    let cache: RedisCache
                    var state = 0
                    init(cache: RedisCache) { self.cache = cache }
                    @cached(in: \Model.cache)
                    func isolated(_ step: Int) async throws(CancellationError) -> Int { state += step; return state }
                }
                @concurrent @cached(ttl: .seconds(1), staleIfError: .seconds(60), refreshAhead: .byLoadCost())
                func options(_ a: Int) async -> Int { a }
                func keys(_ model: Model) -> [String] { [model.isolatedCacheKey(1), optionsCacheKey(2)] }
                """#, settings)
            #expect(run.messages == [])
            #expect(run.status == 0)
        }

        @Test("An error in the body of a @cached function points to its real file and line")
        func bodyLines() async throws {
            let run = try await CompilerRun(
                """
                @cached
                func f(a: Int) async -> Int {

                    let b: Int = a + 1
                    return missing + b
                }
                """)
            #expect(run.messages == ["Snippet.swift:6:12: error: cannot find 'missing' in scope"])
        }

        @Test("A parameter that cannot be part of a key is an error at its line that says what to do")
        func component() async throws {
            let run = try await CompilerRun(
                """
                struct Filter { var text: String }
                @cached
                func f(
                    a: Int,
                    b: Filter
                ) async -> Int { 1 }
                """)
            let advice = """
                this type cannot be a part of a cache key: make it conform to RedisCacheKeyComponent, \
                or name the parameter in 'excluding:' if the result does not depend on it
                """
            #expect(run.status == 1)
            #expect(run.messages.allSatisfy { $0.hasPrefix("Snippet.swift:6:") && $0.hasSuffix(advice) })
            #expect(!run.messages.isEmpty)
        }

        @Test("A result that cannot be stored is an error at its line")
        func result() async throws {
            let run = try await CompilerRun(
                """
                struct Report {}
                @cached
                func f()
                    async -> Report { Report() }
                """)
            let first = try #require(run.messages.first)
            #expect(first.hasPrefix("Snippet.swift:5:") && first.contains("requires that 'Report' conform to '"))
        }

        @Test("Each error of a @cached function is reported once, at its place")
        func refusals() async throws {
            let run = try await CompilerRun(
                """
                @cached func f(done: () -> Void) -> Int { 1 }
                """)
            #expect(
                run.messages == [
                    "Snippet.swift:2:14: error: 'f' must be async to be cached: a cache is asked over the network",
                    "Snippet.swift:2:16: error: the closure 'done' cannot be a part of the key: exclude it if the result"
                        + " does not depend on it",
                ])
        }

        @Test("@cached warns when another macro may replace the body")
        func twoBodies() async throws {
            let run = try await CompilerRun(
                """
                @attached(body) macro Traced() = #externalMacro(module: "ResilientRedisMacros", type: "CachedMacro")
                @cached @Traced func f() async -> Int { 1 }
                """)
            #expect(
                run.messages == [
                    "Snippet.swift:3:9: warning: the compiler keeps the body of one macro only, the last one: if @Traced"
                        + " writes a body too, put one of the two on a function of its own"
                ])
        }

        @Test("A cache that is named as a property of self instead of by a key path is an error at its place")
        func instanceProperty() async throws {
            let run = try await CompilerRun(
                """
                struct Reports {
                    let cache: RedisCache
                    @cached(in: cache) func f() async -> Int { 1 }
                }
                """)
            let first = try #require(run.messages.first)
            #expect(first.hasPrefix("Snippet.swift:4:17: error: instance member 'cache' cannot be used on type"))
        }
    }
#endif
