import ResilientRedisCache
import Logging
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("Log lines of a cache", .timeLimit(.minutes(2)))
struct RedisCacheLogTests {
    @Test("The cache logs writes that the server refuses once, and callers get their values")
    func refusedWrites() async throws {
        let fixture = try await CacheFixture(directives: ["maxmemory": "1", "maxmemory-policy": "noeviction"])
        let lines = LogLines()
        let cache = try RedisCache(fixture.client, namespace: "reports", logger: lines.logger)
        for number in 1...3 { #expect(await cache.cached(key: "secret-key") { number } == number) }
        #expect(cache.statistics.writeFailures == 3)
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains("OOM") == true && lines.all.first?.contains("reports") == true)
        #expect(lines.all.first?.contains("secret-key") == false)
    }

    @Test("The cache logs the type of a value that cannot be coded, never the value or the key")
    func coding() async throws {
        let fixture = try await CacheFixture()
        let lines = LogLines()
        let cache = try RedisCache(fixture.client, namespace: "reports", logger: lines.logger)
        _ = await cache.cached(key: "secret-key") { "secret-value" }
        for _ in 1...2 { _ = await cache.cached(key: "secret-key") { Report(region: "secret-value", total: .nan) } }
        #expect(lines.all.count == 2)
        for line in lines.all { #expect(line.contains("Report") && !line.contains("secret")) }
    }

    @Test("The cache logs foreign values once")
    func foreign() async throws {
        let fixture = try await CacheFixture()
        let lines = LogLines()
        let cache = try RedisCache(fixture.client, namespace: "reports", logger: lines.logger)
        for number in 1...3 {
            try await fixture.client.set("reports:secret-key \(number)", "secret-value")
            _ = await cache.cached(key: "secret-key \(number)") { 1 }
        }
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains("something else") == true && lines.all.first?.contains("secret") == false)
    }

    @Test("The cache does not log outages, because the client does")
    func outage() async throws {
        let fixture = try await CacheFixture()
        let lines = LogLines()
        let cache = try RedisCache(fixture.client, namespace: "reports", logger: lines.logger)
        fixture.server.kill()
        for number in 1...3 { #expect(await cache.cached(key: "k") { number } == number) }
        #expect(lines.all.isEmpty)
    }
}

/// Keeps what is logged, metadata included.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }
}
