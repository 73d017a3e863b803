import Foundation
import RedisFaultInjection
import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("A value that is too large", .timeLimit(.minutes(1)))
struct ValueSizeTests {
    @Test("A value over the maximum is returned and not stored", arguments: [false, true])
    func maximum(isCompressed: Bool) async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(
            namespace: "test", options: .init(maximumValueSize: 1000), compression: isCompressed ? .init() : nil
        ) { fixture.client }
        let large = String(repeating: "x", count: 999)
        #expect(await cache.cached(key: "large") { large } == large)
        #expect(try await fixture.server.stored("test:large") == nil)
        #expect(await cache.cached(key: "small") { String(repeating: "x", count: 998) }.count == 998)
        #expect(try await fixture.server.stored("test:small") != nil)
        #expect(cache.statistics.tooLarge == 1)
        #expect(cache.statistics.writes == 1)
    }

    @Test("A value that the client could not read again is not stored, and its connection stays")
    func replyLimits() async throws {
        let server = try await RedisServer.start()
        var configuration = server.configuration()
        configuration.replyLimits.maximumBulkLength = 1 << 20
        let client = try RedisClient(configuration)
        let cache = try RedisCache(namespace: "test") { client }
        for _ in 0..<3 {
            let value = await cache.cached(key: "large") { String(repeating: "x", count: 3 << 20) }
            #expect(value.count == 3 << 20)
        }
        #expect(cache.statistics.tooLarge == 3)
        #expect(cache.statistics.faults == 0)
    }

    @Test("A value over the maximum is shared with the calls that wait for its load")
    func shared() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(namespace: "test", options: .init(maximumValueSize: 10)) { fixture.client }
        let (started, end) = (CacheGate(), CacheGate())
        let first = Task {
            await cache.cached(key: "k") {
                started.open()
                await end.pass()
                return "more than ten bytes"
            }
        }
        await started.pass()
        let second = Task { await cache.cached(key: "k") { "another" } }
        try await cache.waits { $0.joinedFlights == 1 }
        end.open()
        #expect(await first.value == "more than ten bytes")
        #expect(await second.value == "more than ten bytes")
    }

    @Test("A maximum of no bytes is refused")
    func refused() {
        #expect(throws: RedisConfigurationError.self) {
            try RedisCache(namespace: "test", options: .init(maximumValueSize: 0)) { nil }
        }
    }
}
