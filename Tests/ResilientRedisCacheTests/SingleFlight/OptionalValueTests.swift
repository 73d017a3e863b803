import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    /// `nil` is a value of such types, and nothing else may be taken for it.
    @Suite("A value of an optional type", .timeLimit(.minutes(1)))
    struct OptionalValueTests {
        /// Not `Sendable`, so that others get its stored form.
        final class Box: Codable {
            let number: Int
            init(_ number: Int) { self.number = number }
        }

        @Test("is shared with everybody who waits for its load")
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

        @Test("is kept in the process though it is not Sendable")
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
