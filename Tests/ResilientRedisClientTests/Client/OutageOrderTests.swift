import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Order of timeouts and outages", .timeLimit(.minutes(1)))
struct OutageOrderTests {
    @Test("The client is unavailable by the time a caller gets the timeout of a silent server")
    func declaredFirst() async throws {
        let server = try await RedisServer.start()
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.resilience.commandTimeout = .milliseconds(200)
        let client = try RedisClient(configuration)
        for _ in 1...15 {
            let _: String = try await client.withTimeout(.seconds(10)).send("PING")
            server.freeze()
            await #expect(throws: RedisError.self) { try await client.get("k", as: String.self) }
            #expect(!client.availability.isAvailable)
            server.thaw()
            await client.reset()
        }
    }
}
