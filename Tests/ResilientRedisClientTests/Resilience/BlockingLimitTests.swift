import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Blocking commands")
    struct BlockingLimitTests {
        @Test("As many readers as there are connections to lease keep no one from a transaction or a connection")
        func readers() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let redis = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(3) }
            let readers = (0..<32).map { index in
                Task { try await redis.send("BLPOP", "list:\(index)", 20, as: [String]?.self) }
            }
            let admin = try client(port: server.port)
            try await until { try await admin.blockedClients() == 32 }
            #expect(await tried { try await redis.withConnection { try await $0.ping() } }.value == "PONG")
            for reader in readers { reader.cancel() }
            await redis.shutdown(gracePeriod: .zero)
        }
    }
}
