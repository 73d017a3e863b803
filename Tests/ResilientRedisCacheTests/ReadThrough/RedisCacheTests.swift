import ResilientRedisCache
import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Cache", .timeLimit(.minutes(2)))
struct RedisCacheTests {
    @Test("The cache loads a value once and then returns it from Redis")
    func loadsOnce() async throws {
        let fixture = try await CacheFixture()
        var loads = 0
        for _ in 1...3 {
            let report = await fixture.cache.cached(key: "north") {
                loads += 1
                return Report(region: "north", total: 1.5)
            }
            #expect(report == Report(region: "north", total: 1.5))
        }
        #expect(loads == 1)
        let statistics = fixture.cache.statistics
        #expect(statistics.misses == 1 && statistics.hits == 2 && statistics.lookups == 3)
        #expect(statistics.loads == 1 && statistics.writes == 1)
        #expect(statistics.hitRate == 2.0 / 3)
    }

    @Test("The cache stores JSON in an envelope under its namespace, and sets an expiry")
    func storedForm() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "north", ttl: .seconds(90)) { ["total": 7] }
        #expect(try await fixture.server.stored("test:north") == #"{"total":7}"#)
        let remaining: Int = try await fixture.client.send("PTTL", "test:north")
        #expect((60_000...90_000).contains(remaining))

        _ = await fixture.cache.cached(key: "south") { 1 }
        let remainingByDefault: Int = try await fixture.client.send("PTTL", "test:south")
        #expect((200_000...300_000).contains(remainingByDefault))
    }

    @Test("A cache without a namespace stores keys unchanged")
    func noNamespace() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: .none)
        _ = await cache.cached(key: "bare") { "value" }
        #expect(try await fixture.server.stored("bare") == #""value""#)
    }

    @Test("Caches with different namespaces do not share values")
    func namespaces() async throws {
        let fixture = try await CacheFixture()
        let other = try RedisCache(fixture.client, namespace: "other")
        #expect(await fixture.cache.cached(key: "k") { 1 } == 1)
        #expect(await other.cached(key: "k") { 2 } == 2)
        #expect(await fixture.cache.cached(key: "k") { 3 } == 1)
    }

    @Test("The cache stores nil results")
    func optional() async throws {
        let fixture = try await CacheFixture()
        let first: String? = await fixture.cache.cached(key: "k") { nil }
        let second: String? = await fixture.cache.cached(key: "k") { "late" }
        #expect(first == nil && second == nil)
        #expect(fixture.cache.statistics.hits == 1)
    }

    @Test("The cache overwrites a value that it cannot decode")
    func undecodable() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "k") { "a text" }
        let report = Report(region: "north", total: 2)
        #expect(await fixture.cache.cached(key: "k") { report } == report)
        #expect(fixture.cache.statistics.undecodable == 1 && fixture.cache.statistics.misses == 1)
        #expect(await fixture.cache.cached(key: "k") { Report(region: "loaded again", total: 0) } == report)
    }

    @Test(
        "The cache overwrites foreign values within its namespace",
        arguments: ["not JSON", #"{"region":"north","total":2}"#, ""])
    func foreign(stored: String) async throws {
        let fixture = try await CacheFixture()
        try await fixture.client.set("test:k", stored)
        let report = Report(region: "south", total: 2)
        #expect(await fixture.cache.cached(key: "k") { report } == report)
        #expect(fixture.cache.statistics.foreign == 1 && fixture.cache.statistics.misses == 0)
        #expect(await fixture.cache.cached(key: "k") { Report(region: "loaded again", total: 0) } == report)
    }

    @Test("A cache without a namespace does not overwrite foreign values", arguments: ["", "theirs"])
    func foreignWithoutNamespace(stored: String) async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: .none)
        try await fixture.client.set("k", stored)
        let _: Int = try await fixture.client.send("LPUSH", "list", "theirs")
        for key in ["k", "list", "k", "list"] { #expect(await cache.cached(key: key) { "mine" } == "mine") }
        #expect(cache.statistics.writes == 0)
        #expect(try await fixture.server.stored("k") == stored)
        #expect(try await fixture.client.send("LLEN", "list") == 1)
        let value = try await cache.cached(key: "late") {
            try await fixture.client.set("late", "theirs")
            return "mine"
        }
        #expect(value == "mine")
        #expect(try await fixture.server.stored("late") == "theirs")
    }

    @Test("The cache overwrites a key that is not a string within its namespace")
    func wrongType() async throws {
        let fixture = try await CacheFixture()
        for key in (0..<5).map({ "\($0)" }) {
            let _: Int = try await fixture.client.send("LPUSH", "test:\(key)", "element")
            #expect(await fixture.cache.cached(key: key) { 1 } == 1)
            #expect(try await fixture.server.stored("test:\(key)") == "1")
        }
        // Asked for together with the epoch, it looks like nothing.
        let statistics = fixture.cache.statistics
        #expect(statistics.misses >= 1 && statistics.foreign >= 1 && statistics.misses + statistics.foreign == 5)
    }

    @Test("The cache returns a value that cannot be encoded without storing it")
    func unencodable() async throws {
        let fixture = try await CacheFixture()
        #expect(await fixture.cache.cached(key: "k") { Double.nan }.isNaN)
        #expect(fixture.cache.statistics.unencodable == 1 && fixture.cache.statistics.writes == 0)
        #expect(try await fixture.server.stored("test:k") == nil)
    }

    @Test(
        "The cache returns a value whose time to live is not positive without storing it",
        arguments: [Duration.zero, .seconds(-1)])
    func noTimeToLive(ttl: Duration) async throws {
        let fixture = try await CacheFixture()
        #expect(await fixture.cache.cached(key: "k", ttl: ttl) { 1 } == 1)
        #expect(fixture.cache.statistics.writesSkipped == 1 && fixture.cache.statistics.writes == 0)
        #expect(try await fixture.server.stored("test:k") == nil)
    }

    @Test(
        "The cache accepts the shortest and the longest time to live of a call",
        arguments: [.nanoseconds(1), .seconds(Int64.max)] as [Duration])
    func extremeTimeToLive(ttl: Duration) async throws {
        let fixture = try await CacheFixture()
        #expect(await fixture.cache.cached(key: "k", ttl: ttl) { 1 } == 1)
        #expect(fixture.cache.statistics.writes == 1 && fixture.cache.statistics.writeFailures == 0)
    }

    @Test("A cache whose default time to live is not positive is refused", arguments: [Duration.zero, .seconds(-1)])
    func impossibleDefault(ttl: Duration) throws {
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "reports", ttl: ttl) { nil }
        }
        #expect(error?.field == "cache.ttl")
    }

    @Test("A cache with an empty namespace is refused unless it is given as none")
    func emptyNamespace() throws {
        let error = #expect(throws: RedisConfigurationError.self) { try RedisCache(namespace: "") { nil } }
        #expect(error?.field == "cache.namespace")
        #expect(throws: Never.self) { try RedisCache(namespace: .none) { nil } }
    }

    @Test("A hit costs one read command and nothing else")
    func cost() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "k") { 1 }
        let _: String = try await fixture.client.send("CONFIG", "RESETSTAT")
        for _ in 1...20 { _ = await fixture.cache.cached(key: "k") { 2 } }
        let report: String = try await fixture.client.send("INFO", "commandstats")
        let commands = report.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("cmdstat_") }
        let others = commands.filter { !$0.hasPrefix("cmdstat_config") && !$0.hasPrefix("cmdstat_info") }
        // Once in a second the epoch is asked for, by the same command.
        let reads = others.compactMap { Int($0.drop { $0 != "=" }.dropFirst().prefix { $0.isNumber }) }
        #expect(others.allSatisfy { $0.hasPrefix("cmdstat_get:") || $0.hasPrefix("cmdstat_mget:") })
        #expect(reads.reduce(0, +) == 20)
    }

    @Test("The cache returns each of many concurrent tasks the value of its key")
    func manyTasks() async throws {
        let fixture = try await CacheFixture()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<50 {
                group.addTask {
                    for call in 0..<100 {
                        let key = "key \((task + call) % 10)"
                        #expect(await fixture.cache.cached(key: key) { key } == key)
                    }
                }
            }
        }
        let statistics = fixture.cache.statistics
        #expect(statistics.hits + statistics.misses == 5000)
        #expect(statistics.loads == 10 && statistics.writes == 10)
        #expect(statistics.misses == statistics.loads + statistics.joinedFlights)
        #expect(statistics.since(statistics) == RedisCache.Statistics())
    }
}
