import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("A caller whose call timed out", .timeLimit(.minutes(1)))
struct OutageOrderTests {
    @Test("finds the outage already declared, so that its next call fails at once")
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
