import RedisFaultInjection
import ResilientRedis
import Synchronization
import Testing

/// What the source holds, and what must not be served any more. Every change makes a number larger.
final class CacheModel: Sendable {
    struct Entry {
        /// What the source says now.
        var current = 0
        /// The number at the last invalidation that has returned, whatever it answered.
        var floor = 0
    }

    private let entries = Mutex<[String: Entry]>([:])

    func current(_ key: String) -> Int { entries.withLock { $0[key, default: Entry()].current } }
    func floor(_ key: String) -> Int { entries.withLock { $0[key, default: Entry()].floor } }

    /// Changes the source. Answers with the number that an invalidation is to be for.
    func change(_ key: String) -> Int {
        entries.withLock { entries in
            entries[key, default: Entry()].current += 1
            return entries[key]!.current
        }
    }

    func invalidated(_ key: String, _ number: Int) {
        entries.withLock { $0[key, default: Entry()].floor = max($0[key, default: Entry()].floor, number) }
    }
}

extension Caching {
    @Suite(
        "Any interleaving of reads, loads, invalidations, outages and recoveries", .timeLimit(.minutes(3)), .serialized)
    struct CacheModelTests {
        private struct Setup: CustomTestStringConvertible {
            let seed: UInt64
            let journal: Int
            let lease: RedisCache.Lease?
            /// Each key has a tag, which is sometimes invalidated in its place.
            var hasTags = false
            var inProcess: RedisCache.InProcess?

            var testDescription: String {
                "seed \(seed), a journal of \(journal), lease \(lease != nil), tags \(hasTags), "
                    + "in process \(inProcess != nil)"
            }

            func options(_ key: String) -> RedisCache.Options {
                RedisCache.Options(
                    staleIfError: .seconds(60), refreshAhead: .inLast(fraction: 0.3),
                    tags: hasTags ? [tag(of: key)] : [])
            }

            func tag(of key: String) -> String { key.last == "0" || key.last == "1" ? "few" : "many" }
        }

        private static let setups = [
            Setup(seed: 1, journal: 100, lease: nil), Setup(seed: 2, journal: 3, lease: nil),
            Setup(seed: 3, journal: 0, lease: nil), Setup(seed: 4, journal: 100, lease: .init()),
            Setup(seed: 5, journal: 3, lease: .init()), Setup(seed: 6, journal: 5, lease: nil),
            Setup(seed: 7, journal: 100, lease: nil, hasTags: true),
            Setup(seed: 8, journal: 2, lease: .init(), hasTags: true),
            Setup(seed: 9, journal: 100, lease: nil, inProcess: .init()),
            Setup(seed: 10, journal: 3, lease: .init(), hasTags: true, inProcess: .init(maximumEntries: 4)),
        ]

        private static let keys = (0..<6).map { "key \($0)" }

        @Test(
            "never serves a value older than the last invalidation that was acknowledged or is pending",
            arguments: setups)
        private func interleavings(_ setup: Setup) async throws {
            let fixture = try await CacheFixture(commandTimeout: .milliseconds(60), backoff: .milliseconds(20))
            let time = TimeSource.Offset()
            let cache = try RedisCache(
                namespace: "test", ttl: .seconds(60),
                journal: .init(maximumEntries: setup.journal), lease: setup.lease, inProcess: setup.inProcess,
                time: TimeSource(offset: time)
            ) { fixture.client }
            let model = CacheModel()
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        var generator = SeededGenerator(seed: setup.seed &* 1000 &+ UInt64(worker))
                        for _ in 0..<250 { await Self.step(cache, model, setup, &generator) }
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
            let other = try fixture.otherProcess(
                lease: setup.lease, time: TimeSource(offset: time))
            for key in Self.keys {
                let number = await other.cached(key: key, options: setup.options(key)) { model.current(key) }
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
                let isSlow = Int.random(in: 0..<4, using: &generator) == 0
                let isFailing = Int.random(in: 0..<6, using: &generator) == 0
                let floor = model.floor(key)
                let number = try? await cache.cached(key: key, options: options) { () throws -> Int in
                    let number = model.current(key)
                    if isSlow { try? await Task.sleep(for: .milliseconds(3)) }
                    if isFailing { throw SourceError(reason: "down") }
                    return number
                }
                if let number { #expect(number >= floor, "\(key): \(number) after \(floor)") }
            }
            if Int.random(in: 0..<8, using: &generator) == 0 { try? await Task.sleep(for: .milliseconds(2)) }
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
