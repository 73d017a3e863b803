#if Macros && os(Linux)
    import Testing

    /// Code that compiles without the library must compile with it, whatever its module is compiled with.
    @Suite("Isolation of closures given to the library", .timeLimit(.minutes(5)))
    struct IsolationTests {
        @Test(
            "A closure that calls async methods of a non-Sendable object compiles",
            arguments: CompilerRun.Settings.allCases)
        func notSendable(_ settings: CompilerRun.Settings) async throws {
            let run = try await CompilerRun(
                """
                class Base {
                    let cache: RedisCache
                    init(cache: RedisCache) { self.cache = cache }
                    func load(_ id: Int) async throws -> Int { id }
                }
                final class Repository: Base {
                    func fetch(_ id: Int) async throws -> Int { id }
                    func fetchAll(_ keys: [String]) async throws -> [String: Int] { [:] }
                    func user(_ id: Int) async throws -> Int {
                        try await cache.cached(key: "user:\\(id)") { try await fetch(id) }
                    }
                    override func load(_ id: Int) async throws -> Int {
                        try await cache.cached(key: "\\(id)") { try await super.load(id) }
                    }
                    func users(_ ids: [Int]) async throws -> [String: Int] {
                        try await cache.cachedMany(keys: ids.map { "\\($0)" }) { try await fetchAll($0) }
                    }
                    func limited(_ id: Int) async throws -> Int {
                        try await cache.cached(key: "\\(id)", hardTimeout: .seconds(1)) { id }
                    }
                    @cached(in: \\Repository.cache) func ofSelf(_ id: Int) async throws -> Int { try await fetch(id) }
                    @cached("super:{id}", in: \\Repository.cache)
                    func ofSuper(id: Int) async throws -> Int { try await super.load(id) }
                    @cached(in: \\Repository.cache, excluding: ["connection"])
                    func ofParameter(_ id: Int, on connection: Base) async throws -> Int { try await connection.load(id) }
                    @cached(in: \\Repository.cache, staleIfError: .seconds(60))
                    nonisolated func withOptions(_ id: Int) async throws -> Int { try await fetch(id) }
                }
                struct Holder {
                    let repository: Repository
                    let cache: RedisCache
                    func user(_ id: Int) async throws -> Int {
                        try await cache.cached(key: "user:\\(id)") { try await repository.fetch(id) }
                    }
                    @cached(in: \\Holder.cache) func ofMember(_ id: Int) async throws -> Int { try await repository.fetch(id) }
                }
                @cached(excluding: ["base"]) func free(_ id: Int, base: Base) async throws -> Int { try await base.load(id) }
                func local(_ base: Base) async throws -> Int {
                    var count = 0
                    return try await base.cache.cached(key: "k") { count += 1; return try await base.load(count) }
                }
                """, settings, isSentChecked: true)
            #expect(run.messages == [])
            #expect(run.status == 0)
        }

        @Test("A closure that uses the state of its actor compiles", arguments: CompilerRun.Settings.allCases)
        func isolated(_ settings: CompilerRun.Settings) async throws {
            let run = try await CompilerRun(
                """
                final class Counter { var count = 0 }
                actor Stock {
                    let cache: RedisCache
                    let counter = Counter()
                    init(cache: RedisCache) { self.cache = cache }
                    func fetch() async -> Int { counter.count += 1; return counter.count }
                    func byHand() async -> Int { await cache.cached(key: "k") { counter.count += 1; return await fetch() } }
                    @cached(in: \\Stock.cache) func marked() async -> Int { counter.count += 1; return await fetch() }
                }
                @MainActor final class Model {
                    let cache: RedisCache
                    let counter = Counter()
                    init(cache: RedisCache) { self.cache = cache }
                    func fetch() async -> Int { counter.count += 1; return counter.count }
                    func byHand() async -> Int { await cache.cached(key: "k") { counter.count += 1; return await fetch() } }
                    @cached(in: \\Model.cache) func marked() async -> Int { counter.count += 1; return await fetch() }
                }
                """, settings, isSentChecked: true)
            #expect(run.messages == [])
            #expect(run.status == 0)
        }

        @Test("A closure in a function that names its executor compiles", arguments: CompilerRun.Settings.allCases)
        func executor(_ settings: CompilerRun.Settings) async throws {
            let run = try await CompilerRun(
                """
                final class Repository {
                    let cache: RedisCache
                    init(cache: RedisCache) { self.cache = cache }
                    @concurrent func fetch(_ id: Int) async throws -> Int { id }
                    nonisolated(nonsending) func read(_ id: Int) async throws -> Int { id }
                    @concurrent @cached(in: \\Repository.cache)
                    func user(_ id: Int) async throws -> Int { try await fetch(id) }
                    @cached(in: \\Repository.cache)
                    nonisolated(nonsending) func group(_ id: Int) async throws -> Int { try await read(id) }
                    nonisolated(nonsending) func byHand(_ id: Int) async throws -> Int {
                        try await cache.nonsending.cached(key: "\\(id)") { try await read(id) }
                    }
                }
                """, settings, isSentChecked: true)
            #expect(run.messages == [])
            #expect(run.status == 0)
        }

        @Test(
            "A closure that uses a connection, a transaction or a workload compiles",
            arguments: CompilerRun.Settings.allCases)
        func client(_ settings: CompilerRun.Settings) async throws {
            let run = try await CompilerRun(
                """
                final class Stock {
                    let redis: RedisClient
                    init(redis: RedisClient) { self.redis = redis }
                    func read(_ connection: RedisConnection) async throws -> Int { 1 }
                    func one() async throws -> Int { try await redis.withConnection { try await read($0) } }
                    func take() async throws {
                        try await redis.transaction(watching: "stock") { connection, transaction in
                            if try await read(connection) > 0 { transaction.append(.decr("stock")) }
                        }
                    }
                    func underLoad(_ workload: Workload, _ target: Workload.Target) async throws {
                        _ = try await workload.run(on: target) { _ in _ = try await one() }
                    }
                }
                """, settings, imports: ["RedisFaultInjection"], isSentChecked: true)
            #expect(run.messages == [])
            #expect(run.status == 0)
        }

        @Test("A load is checked for what it sends to another isolation")
        func check() async throws {
            let run = try await CompilerRun(
                """
                final class Repository {
                    let cache: RedisCache
                    init(cache: RedisCache) { self.cache = cache }
                    func fetch(_ id: Int) async throws -> Int { id }
                    func user(_ id: Int) async throws -> Int {
                        try await cache.nonsending.cached(key: "user:\\(id)") { try await fetch(id) }
                    }
                }
                """, isSentChecked: true)
            let first = try #require(run.messages.first)
            #expect(first.contains("error: sending 'self' risks causing data races"))
        }
    }
#endif
