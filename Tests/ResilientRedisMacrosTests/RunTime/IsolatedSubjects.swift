#if Macros
    import Foundation
    import ResilientRedis

    /// The state of an actor, which its cached methods read and change.
    actor Ledger {
        let cache: RedisCache
        private(set) var entries: [Int] = []

        init(cache: RedisCache) {
            self.cache = cache
        }

        @cached(in: \Ledger.cache)
        func total(adding entry: Int) async throws -> Int {
            entries.append(entry)
            return entries.reduce(0, +)
        }

        @cached(in: \Ledger.cache)
        nonisolated func label(_ number: Int) async -> String { "ledger \(number)" }
    }

    @MainActor
    final class Screen {
        let cache: RedisCache
        var visits = 0

        init(cache: RedisCache) {
            self.cache = cache
        }

        @cached(in: \Screen.cache)
        func title(_ page: Int) async -> String {
            visits += 1
            MainActor.assertIsolated()
            return "page \(page), visit \(visits)"
        }
    }

    /// A class that no other task may have.
    class Counter {
        let cache: RedisCache
        var count = 0

        init(cache: RedisCache) {
            self.cache = cache
        }

        @cached(in: \Counter.cache)
        func next(_ step: Int) async -> Int {
            count += step
            return count
        }

        @cached("counter:{Self}:{step}", in: \Counter.cache)
        func named(_ step: Int) async -> String { "\(name) \(step)" }

        var name: String { "counter" }
    }

    final class SpecialCounter: Counter {
        @cached("special:{step}", in: \Counter.cache)
        override func next(_ step: Int) async -> Int { await super.next(step) * 100 }

        override var name: String { "special" }
    }

    protocol Shelf {
        var cache: RedisCache { get }
        static var label: String { get }
        var source: CountingSource { get }
    }

    extension Shelf {
        @cached(in: \Self.cache)
        func book(_ number: Int) async -> String {
            source.call()
            return "\(Self.label) \(number)"
        }
    }

    struct TallShelf: Shelf {
        static let label = "tall"
        let cache: RedisCache
        let source: CountingSource
    }

    struct WideShelf: Shelf {
        static let label = "wide"
        let cache: RedisCache
        let source: CountingSource
    }

    private struct HiddenShelf: Shelf {
        static let label = "hidden"
        let cache: RedisCache
        let source: CountingSource
    }

    /// A shelf of a type that no other process can name.
    func makeHiddenShelf(_ fixture: CacheFixture) -> any Shelf {
        HiddenShelf(cache: fixture.cache, source: fixture.source)
    }

    struct Box<Item: Codable & Sendable> {
        let cache: RedisCache
        let source: CountingSource
        let item: Item

        @cached(in: \Box.cache)
        func content() async -> Item {
            source.call()
            return item
        }
    }

    /// A private type is found again by its methods, as the file tells it from others.
    private struct Secret {
        let cache: RedisCache
        let source: CountingSource
    }

    extension Secret {
        @cached(in: \Secret.cache)
        func word(_ number: Int) async -> String { "word \(source.call())" }
    }

    func secretKey(_ number: Int, _ cache: RedisCache) -> String {
        Secret(cache: cache, source: CountingSource()).wordCacheKey(number)
    }

    func secretWord(_ number: Int, _ fixture: CacheFixture) async -> (word: String, key: String) {
        let secret = Secret(cache: fixture.cache, source: fixture.source)
        return await (secret.word(number), secret.wordCacheKey(number))
    }

    /// Functions that run on their caller's actor, or not, and tell whether their load ran on the thread that made them.
    final class Whereabouts {
        let cache: RedisCache
        var count = 0
        private let home = pthread_self()

        init(cache: RedisCache) {
            self.cache = cache
        }

        var isAtHome: Bool { pthread_equal(pthread_self(), home) != 0 }

        private func load() async -> Bool {
            count += 1
            return isAtHome
        }

        @cached(in: \Whereabouts.cache)
        func marked() async -> Bool { await load() }

        @cached(in: \Whereabouts.cache, staleIfError: .seconds(60))
        nonisolated(nonsending) func markedWithOptions() async -> Bool { await load() }

        @concurrent @cached(in: \Whereabouts.cache)
        func concurrent() async -> Bool { isAtHome }

        func byHand() async -> Bool {
            await cache.nonsending.cached(key: "hand") { await load() }
        }

        func many() async -> Bool? {
            await cache.nonsending.cachedMany(keys: ["many"]) { missing in
                let isAtHome = await load()
                return Dictionary(uniqueKeysWithValues: missing.map { ($0, isAtHome) })
            }["many"]
        }

        /// Without ``RedisCache/nonsending``.
        func plain() async -> Bool { await cache.cached(key: "plain") { isAtHome } }
    }
#endif
