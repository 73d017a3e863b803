import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import TestSupport
import Testing

/// What the source holds, and what must not be served any more. Every change makes a number larger.
final class CacheModel: Sendable {
    struct Entry {
        /// The number in the source.
        var current = 0
        /// The number at the last invalidation that has returned, whatever it returned.
        var floor = 0
        /// The number at the last invalidation by another process, which need not have reached this one yet.
        var elsewhere = 0
    }

    private let entries = Mutex<[String: Entry]>([:])

    func current(_ key: String) -> Int { entries.withLock { $0[key, default: Entry()].current } }
    func floor(_ key: String) -> Int { entries.withLock { $0[key, default: Entry()].floor } }

    /// Changes the source. Returns the number to invalidate up to.
    func change(_ key: String) -> Int {
        entries.withLock { entries in
            entries[key, default: Entry()].current += 1
            return entries[key]!.current
        }
    }

    func invalidated(_ key: String, _ number: Int) {
        entries.withLock { $0[key, default: Entry()].floor = max($0[key, default: Entry()].floor, number) }
    }

    func invalidatedElsewhere(_ key: String, _ number: Int) {
        entries.withLock { $0[key, default: Entry()].elsewhere = number }
    }

    /// Nothing is pending any more: no read from Redis may return a value older than any invalidation.
    func settle() {
        entries.withLock { $0 = $0.mapValues { Entry(current: $0.current, floor: max($0.floor, $0.elsewhere)) } }
    }
}

extension Caching {
    @Suite(
        "Any interleaving of reads, loads, invalidations, outages and recoveries", .timeLimit(.minutes(3)), .serialized)
    struct CacheModelTests {
        private struct Setup: CustomTestStringConvertible {
            let seed: UInt64
            let journal: Int
            let loadToken: RedisCache.LoadToken?
            /// Each key has a tag, which is sometimes invalidated in its place.
            var hasTags = false
            var inProcess: RedisCache.InProcess?
            /// Invalidations are kept on disk as well.
            var hasSpool = false
            /// Another process invalidates, too. Only a load token keeps a load of this one from being written after that.
            var hasOther = false

            var testDescription: String {
                "seed \(seed), a journal of \(journal), lease \(loadToken != nil), tags \(hasTags), "
                    + "in process \(inProcess != nil), spool \(hasSpool), another process \(hasOther)"
            }

            func options(_ key: String) -> RedisCache.Options {
                RedisCache.Options(
                    staleIfError: .seconds(60), refreshAhead: .inLast(fraction: 0.3),
                    tags: hasTags ? [tag(of: key)] : [])
            }

            func tag(of key: String) -> String { key.last == "0" || key.last == "1" ? "few" : "many" }
        }

        private static let setups = [
            Setup(seed: 1, journal: 100, loadToken: nil), Setup(seed: 2, journal: 3, loadToken: nil),
            Setup(seed: 3, journal: 0, loadToken: nil), Setup(seed: 4, journal: 100, loadToken: .init()),
            Setup(seed: 5, journal: 3, loadToken: .init()), Setup(seed: 6, journal: 5, loadToken: nil),
            Setup(seed: 7, journal: 100, loadToken: nil, hasTags: true),
            Setup(seed: 8, journal: 2, loadToken: .init(), hasTags: true),
            Setup(seed: 9, journal: 100, loadToken: nil, inProcess: .init()),
            Setup(seed: 10, journal: 3, loadToken: .init(), hasTags: true, inProcess: .init(maximumEntries: 4)),
            Setup(seed: 11, journal: 100, loadToken: nil, hasTags: true, hasSpool: true),
            Setup(seed: 12, journal: 2, loadToken: .init(), inProcess: .init(), hasSpool: true),
            Setup(seed: 13, journal: 100, loadToken: .init(), hasOther: true),
            Setup(seed: 14, journal: 3, loadToken: .init(), hasTags: true, inProcess: .init(), hasOther: true),
        ]

        private static let keys = (0..<6).map { "key \($0)" }

        @Test(
            "The cache never serves a value older than its key's last acknowledged or pending invalidation",
            arguments: setups)
        private func interleavings(_ setup: Setup) async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(60), backoff: .milliseconds(20))
            let time = TimeSource.Offset()
            let place = SpoolPlace()
            let cache = try RedisCache(
                namespace: "test", ttl: .seconds(60),
                journal: .init(
                    maximumEntries: setup.journal, spool: setup.hasSpool ? .init(path: place.path) : nil),
                loadToken: setup.loadToken, inProcess: setup.inProcess,
                time: TimeSource(offset: time)
            ) { fixture.client }
            let model = CacheModel()
            let other = try fixture.otherProcess(loadToken: setup.loadToken, time: TimeSource(offset: time))
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        var generator = SeededGenerator(seed: setup.seed &* 1000 &+ UInt64(worker))
                        for _ in 0..<250 { await Self.step(cache, model, setup, &generator) }
                    }
                }
                if setup.hasOther {
                    group.addTask {
                        var generator = SeededGenerator(seed: setup.seed &* 1000 &+ 999)
                        for _ in 0..<100 {
                            let key = Self.keys.randomElement(using: &generator)!
                            let number = model.change(key)
                            await other.invalidate(key)
                            model.invalidatedElsewhere(key, number)
                            try? await Task.sleep(for: .milliseconds(Int.random(in: 0...8, using: &generator)))
                        }
                    }
                }
                group.addTask {
                    var generator = SeededGenerator(seed: setup.seed)
                    for _ in 0..<8 { await Self.outage(fixture, time, &generator) }
                }
            }
            let statistics = cache.statistics
            #expect(statistics.hits + statistics.inProcessHits > 0, "\(statistics)")
            #expect(statistics.bypasses + statistics.faults > 0, "\(statistics)")
            #expect(statistics.pendingInvalidations > 0, "\(statistics)")

            // In the end nothing is pending, and other processes read nothing old either.
            await fixture.client.waitUntil(available: true)
            try await cache.waits { _ in cache.backlog == 0 }
            if setup.hasOther { await Self.invalidateDuringLoads(of: cache, by: other, model, setup) }
            try await other.waits { _ in other.backlog == 0 }
            model.settle()
            let third = try fixture.otherProcess(loadToken: setup.loadToken, time: TimeSource(offset: time))
            for key in Self.keys {
                let number = await third.cached(key: key, options: setup.options(key)) { model.current(key) }
                #expect(number >= model.floor(key), "\(key): \(number) after \(model.floor(key)), elsewhere")
            }
        }

        private static func step(
            _ cache: RedisCache, _ model: CacheModel, _ setup: Setup, _ generator: inout SeededGenerator
        ) async {
            let key = keys.randomElement(using: &generator)!
            let options = setup.options(key)
            switch Int.random(in: 0..<10, using: &generator) {
            case 0 where setup.hasTags:
                let tagged = keys.filter { setup.tag(of: $0) == setup.tag(of: key) }
                let numbers = tagged.map(model.change)
                await cache.invalidate(tag: setup.tag(of: key))
                for (key, number) in zip(tagged, numbers) { model.invalidated(key, number) }
            case 0..<2:
                let number = model.change(key)
                await cache.invalidate(key)
                model.invalidated(key, number)
            case 2:
                let task = Task { await cache.cached(key: key, options: options) { model.current(key) } }
                await Task.yield()
                task.cancel()
                _ = await task.value
            default:
                await read(key, cache, model, setup, &generator)
            }
            if Int.random(in: 0..<8, using: &generator) == 0 { try? await Task.sleep(for: .milliseconds(2)) }
        }

        /// Another process invalidates twice in a row: loads of what the first time removed are under way by the second.
        private static func invalidateDuringLoads(
            of cache: RedisCache, by other: RedisCache, _ model: CacheModel, _ setup: Setup
        ) async {
            let readers = keys.map { key in
                Task {
                    while !Task.isCancelled {
                        _ = await cache.cached(key: key, options: setup.options(key)) {
                            let number = model.current(key)
                            try? await Task.sleep(for: .milliseconds(3))
                            return number
                        }
                        // What is kept in the process comes without a pause in which others could run.
                        try? await Task.sleep(for: .microseconds(500))
                    }
                }
            }
            for key in (0..<5).flatMap({ _ in keys }) {
                for _ in 0..<2 {
                    let number = model.change(key)
                    await other.invalidate(key)
                    model.invalidatedElsewhere(key, number)
                    try? await Task.sleep(for: .milliseconds(2))
                }
            }
            for reader in readers {
                reader.cancel()
                await reader.value
            }
        }

        /// In one of the forms that there are.
        private static func read(
            _ key: String, _ cache: RedisCache, _ model: CacheModel, _ setup: Setup, _ generator: inout SeededGenerator
        ) async {
            let options = setup.options(key)
            let isSlow = Int.random(in: 0..<4, using: &generator) == 0
            let isFailing = Int.random(in: 0..<6, using: &generator) == 0
            let load = { @Sendable (key: String) async throws -> Int in
                let number = model.current(key)
                if isSlow { try? await Task.sleep(for: .milliseconds(3)) }
                if isFailing { throw SourceError(reason: "down") }
                return number
            }
            var floors = [key: model.floor(key)]
            var numbers: [String: Int] = [:]
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                numbers[key] = try? await cache.cached(key: key, options: options, softTimeout: .milliseconds(1)) {
                    try await load(key)
                }
            case 1:
                numbers[key] = try? await cache.cached(key: key, options: options, hardTimeout: .milliseconds(2)) {
                    try await load(key)
                }
            case 2:
                // Keys with the same tags, as they share the options.
                let many = keys.filter { setup.tag(of: $0) == setup.tag(of: key) }
                for key in many { floors[key] = model.floor(key) }
                let found = try? await cache.cachedMany(keys: many, options: options) { missing in
                    var loaded: [String: Int] = [:]
                    for key in missing { loaded[key] = try await load(key) }
                    return loaded
                }
                numbers = found ?? [:]
            default:
                numbers[key] = try? await cache.cached(key: key, options: options) {
                    try await load(key)
                }
            }
            for (key, number) in numbers {
                let floor = floors[key, default: 0]
                #expect(number >= floor, "\(key): \(number) after \(floor)")
            }
        }

        private static func outage(
            _ fixture: CacheFixture, _ time: TimeSource.Offset, _ generator: inout SeededGenerator
        ) async {
            try? await Task.sleep(for: .milliseconds(Int.random(in: 10...60, using: &generator)))
            if Int.random(in: 0..<4, using: &generator) == 0 {
                fixture.server.kill()
                try? await Task.sleep(for: .milliseconds(Int.random(in: 0...40, using: &generator)))
                try? await fixture.server.restart()
            } else {
                fixture.server.freeze()
                try? await Task.sleep(for: .milliseconds(Int.random(in: 20...150, using: &generator)))
                fixture.server.thaw()
            }
            time.advance(by: .seconds(Int.random(in: 0...20, using: &generator)))
        }
    }
}
