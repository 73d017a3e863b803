#if Macros
    import FoundationEssentials
    import ResilientRedis

    struct Summary: Codable, Equatable {
        var project: Int
        var text: String
    }

    /// Every kind of method that a structure can have.
    struct Reports {
        let cache: RedisCache
        let source: CountingSource
        var tenant = "a"

        @cached(ttl: .seconds(300), in: \Reports.cache)
        func summary(project: Int) async throws -> Summary {
            if project < 0 { throw SourceError(code: project) }
            source.call()
            return Summary(project: project, text: "number \(project)")
        }

        @cached(in: \Reports.cache)
        func implicit(_ number: Int, doubled: Bool = false) async -> Int { doubled ? source.call() * 2 : source.call() }

        @cached(in: \Reports.cache)
        func overloaded(_ key: Int) async -> String { "Int \(source.call())" }

        @cached(in: \Reports.cache)
        func overloaded(_ key: String) async -> String { "String \(source.call())" }

        @cached(in: \Reports.cache)
        func sum(of numbers: Int...) async -> Int {
            source.call()
            return numbers.reduce(0, +)
        }

        @cached(in: \Reports.cache)
        func optional(_ number: Int) async -> Int? { source.call() > 1 ? number : nil }

        @cached(in: \Reports.cache)
        func typed(_ number: Int) async throws(SourceError) -> Int {
            defer { source.call() }
            guard number > 0 else { throw SourceError(code: number) }
            return number
        }

        @cached("user:{tenant}:{id}", in: \Reports.cache, version: 2, excluding: ["trace", "done"])
        func user(_ tenant: String, id: Int, trace: UUID, done: () -> Void) async -> String {
            done()
            return "user \(source.call())"
        }

        @cached("settings:{self.tenant}", in: \Reports.cache)
        func settings() async -> String {
            source.call()
            return "settings of \(tenant)"
        }

        @cached(in: \Reports.cache)
        func `repeat`(`in` text: String) async -> String {
            source.call()
            return text + text
        }

        @cached(in: \Reports.cache)
        func decoded<Value: Codable & Sendable>(_ type: Value.Type, from text: String) async throws -> Value {
            source.call()
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        }

        @cached(in: \Reports.cache)
        func ranked(_ rank: Rank, kinds: [Kind]?, at date: Date) async -> String { "\(rank) \(source.call())" }

        @cached(ttl: .seconds(60), in: \Reports.cache, tags: ["all", "shop:{shop}"], jitter: 0)
        func tagged(shop: Int) async -> Int { source.call() }

        @cached(in: \Reports.cache, cacheIf: \Int.isGood)
        func ifGood(_ number: Int) async -> Int { source.call() + number }

        @cached(in: \Reports.cache)
        func named(_ id: some RedisCacheKeyComponent, or others: [some RedisCacheKeyComponent]) async -> String {
            "\(type(of: id)) \(type(of: others)) \(source.call())"
        }

        @cached("named:{id}", in: \Reports.cache)
        func templated(_ id: some RedisCacheKeyComponent) async -> String { "\(type(of: id)) \(source.call())" }

        @cached(in: \Reports.cache, bypass: Reports.isOff)
        func switched(_ number: Int) async -> Int { source.call() }

        @TaskLocal static var isOff = false

        @cached(in: \Reports.cache, hardTimeout: .milliseconds(50))
        func slow(_ duration: Duration) async throws -> Int {
            try await Task.sleep(for: duration)
            return source.call()
        }

        /// A number with a name, which says nothing of keys.
        enum Rank: Int { case low, high }
        /// One that says so.
        enum Kind: String, RedisCacheKeyComponent { case plain, fancy }
    }

    struct Kept {
        let cache: RedisCache

        @cached(in: \Kept.cache)
        func shared() async -> Shared { Shared(number: 1) }

        @cached(in: \Kept.cache)
        func own() async -> Own { Own() }

        final class Shared: Codable, Sendable {
            let number: Int
            init(number: Int) { self.number = number }
        }

        final class Own: Codable {
            var number = 1
        }
    }

    struct UserID: RedisCacheKeyComponent {
        var cacheKeyText: String
    }

    struct OrderID: RedisCacheKeyComponent {
        var cacheKeyText: String
    }

    extension Int {
        var isGood: Bool { self >= 100 }
    }

    /// Static functions find their cache in a static property.
    enum Weather {
        @TaskLocal static var fixture: CacheFixture?

        static var cache: RedisCache { fixture?.cache ?? .default }

        @cached(in: Weather.cache)
        static func now(in city: String) async -> String { "\(city) \(fixture?.source.call() ?? 0)" }
    }

    @cached(in: Weather.cache)
    func forecast(for days: Int) async throws -> [String] {
        Weather.fixture?.source.call()
        return (0..<days).map { "day \($0)" }
    }

    /// Uses the default cache of the process.
    @cached
    func plain(_ number: Int) async -> Int { number + (Weather.fixture?.source.call() ?? 0) }
#endif
