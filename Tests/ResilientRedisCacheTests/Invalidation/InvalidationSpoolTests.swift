import ResilientRedisCache
import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Invalidation spool", .timeLimit(.minutes(2)))
struct InvalidationSpoolTests {
    @Test(
        "The spool keeps pending invalidations when the process ends",
        arguments: [RedisCache.Spool.Sync.always, .never])
    func survives(sync: RedisCache.Spool.Sync) async throws {
        let place = SpoolPlace()
        let fixture = try await CacheFixture(commandTimeout: .milliseconds(1500), backoff: .milliseconds(100))
        let journal = RedisCache.Journal(spool: .init(path: place.path, sync: sync))
        for key in ["k", "other"] { _ = await fixture.cache.cached(key: key) { "old" } }
        fixture.server.freeze()
        await fixture.noticeOutage()
        try await {
            let ended = try RedisCache(namespace: "test", journal: journal) { nil }
            #expect(await ended.invalidate("k") == .pending)
            #expect(await ended.invalidate(tag: "t") == .pending)
        }()
        fixture.server.thaw()
        await fixture.client.waitUntil(available: true)
        let cache = try RedisCache(fixture.client, namespace: "test", journal: journal)
        #expect(await cache.cached(key: "k") { "new" } == "new")
        #expect(await cache.cached(key: "other") { "new" } == "old")
        #expect(cache.statistics.replayedInvalidations == 2)
        #expect(place.content == SpoolRecord.fileHeader)
    }

    @Test("The next process replays the spool even if it reads nothing")
    func withoutReads() async throws {
        let place = SpoolPlace()
        let fixture = try await CacheFixture()
        let journal = RedisCache.Journal(spool: .init(path: place.path))
        _ = await fixture.cache.cached(key: "k") { "old" }
        try await {
            let ended = try RedisCache(namespace: "test", journal: journal) { nil }
            #expect(await ended.invalidate("k") == .pending)
        }()
        let cache = try RedisCache(fixture.client, namespace: "test", journal: journal)
        try await cache.waits { $0.replayedInvalidations == 1 }
        #expect(try await fixture.server.stored("test:k") == nil)
    }

    @Test("The spool records that everything has to be invalidated")
    func overflow() async throws {
        let place = SpoolPlace()
        let fixture = try await CacheFixture()
        let journal = RedisCache.Journal(maximumEntries: 2, spool: .init(path: place.path))
        _ = await fixture.cache.cached(key: "k") { "old" }
        try await {
            let ended = try RedisCache(namespace: "test", journal: journal) { nil }
            for number in 0..<10_000 { await ended.invalidate("other \(number)") }
        }()
        #expect(place.content.count < 1000)
        let cache = try RedisCache(fixture.client, namespace: "test", journal: journal)
        #expect(await cache.cached(key: "k") { "new" } == "new")
        #expect(cache.statistics.epochs == 1)
    }

    @Test("The spool drops a record that a crash cut off, at any length")
    func tornTail() async throws {
        let whole = SpoolRecord.fileHeader + SpoolRecord.entry(.key(CacheKey("test:first"))).encoded
        let last = SpoolRecord.entry(.tag(CacheKey("test:second"))).encoded
        for length in 0..<last.count {
            let reading = SpoolRecord.readAll(whole + last.prefix(length))
            #expect(reading.records == [.entry(.key(CacheKey("test:first")))] && reading.validBytes == whole.count)
        }
        #expect(SpoolRecord.readAll(whole + last).records.count == 2)
        for index in last.indices {
            var damaged = last
            damaged[index] ^= 0x20
            #expect(SpoolRecord.readAll(whole + damaged).records.count == 1)
        }
        let place = SpoolPlace()
        try Data(whole + last.dropLast(3)).write(to: URL(fileURLWithPath: place.path))
        let journal = RedisCache.Journal(spool: .init(path: place.path))
        try await {
            let cache = try RedisCache(namespace: "test", journal: journal) { nil }
            #expect(cache.backlog == 1)
            await cache.invalidate("third")
        }()
        let reading = SpoolRecord.readAll(place.content)
        #expect(reading.records.count == 2 && reading.validBytes == place.content.count)
    }

    @Test("A spool that is damaged in the middle invalidates everything")
    func damaged() async throws {
        let place = SpoolPlace()
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "third") { "old" }
        let keys = ["first", "second", "third"].map { SpoolRecord.entry(.key(CacheKey("test:\($0)"))).encoded }
        var second = keys[1]
        second[second.count - 1] ^= 0x20
        try Data(SpoolRecord.fileHeader + keys[0] + second + keys[2]).write(to: URL(fileURLWithPath: place.path))
        let cache = try RedisCache(fixture.client, namespace: "test", journal: .init(spool: .init(path: place.path)))
        #expect(await cache.cached(key: "third") { "new" } == "new")
        #expect(cache.statistics.epochs == 1)
    }

    @Test("A spool accepts a journal without bounds")
    func unbounded() throws {
        let place = SpoolPlace()
        let journal = RedisCache.Journal(maximumEntries: .max, maximumBytes: .max, spool: .init(path: place.path))
        #expect(throws: Never.self) { try RedisCache(namespace: "test", journal: journal) { nil } }
    }

    @Test("A spool belongs to one cache at a time")
    func locked() throws {
        let place = SpoolPlace()
        let journal = RedisCache.Journal(spool: .init(path: place.path))
        let first = try RedisCache(namespace: "test", journal: journal) { nil }
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "test", journal: journal) { nil }
        }
        #expect(error?.field == "cache.journal.spool" && error?.read == place.path)
        withExtendedLifetime(first) {}
    }

    @Test("A file that is not a spool is refused and left unchanged")
    func notASpool() throws {
        let place = SpoolPlace()
        try Data("precious".utf8).write(to: URL(fileURLWithPath: place.path))
        #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "test", journal: .init(spool: .init(path: place.path))) { nil }
        }
        #expect(place.content == Array("precious".utf8))
    }

    @Test("The error for a spool in a missing folder says what is wrong")
    func noFolder() {
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "test", journal: .init(spool: .init(path: "/nowhere/at/all"))) { nil }
        }
        #expect(error?.problem.contains("No such file") == true)
    }
}
