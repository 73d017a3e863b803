import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    /// `nil` is a value of such types, and nothing else may be taken for it.
    @Suite("Cached values of optional types", .timeLimit(.minutes(1)))
    struct OptionalValueTests {
        /// Not `Sendable`, so that others get its stored form.
        final class Box: Codable {
            let number: Int
            init(_ number: Int) { self.number = number }
        }

        @Test("An optional value is shared with all callers that wait for its load")
        func sharedLoad() async throws {
            let fixture = try await CacheFixture()
            let (cache, gate) = (fixture.cache, CacheGate())
            let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        await cache.cached(key: "k") { () -> Int? in
                            await gate.pass()
                            return 7
                        }
                    }
                }
                try await cache.waits { $0.joinedFlights == 19 }
                gate.open()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: 7, count: 20))
        }

        @Test("An optional value that is not Sendable is kept in the in-process cache")
        func inProcess() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try RedisClient(server.configuration(backoff: .milliseconds(50)))
            let cache = try RedisCache(client, namespace: "test", inProcess: .init())
            while cache.statistics.inProcessHits < 10 {
                let box = await cache.cached(key: "k") { Box(7) as Box? }
                #expect(box?.number == 7)
            }
            await client.shutdown(gracePeriod: .zero)
        }
    }
}
