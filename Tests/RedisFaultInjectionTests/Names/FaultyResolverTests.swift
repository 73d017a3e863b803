import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("A faulty resolver", .timeLimit(.minutes(1)))
struct FaultyResolverTests {
    private let names = FaultyResolver()

    /// A client that gives a connect 300 ms, and the first probe after an outage 50.
    private func client(port: Int) throws -> RedisClient {
        var configuration = RedisConfiguration(endpoint: .tcp(host: "redis.test", port: port))
        configuration.resilience.connectTimeout = .milliseconds(300)
        configuration.resilience.backoff = .milliseconds(50)
        return try RedisClient(configuration, nameResolver: names)
    }

    @Test("A faulty resolver resolves a name to the addresses it was given")
    func addresses() async throws {
        let server = try ScriptedServer(.healthy())
        names["redis.test"] = .addresses(["127.0.0.1"])
        #expect(try await client(port: server.port).ping() == "PONG")
        #expect(names.questions(for: "redis.test") == 1)
        #expect(names.questions(for: "elsewhere.test") == 0)
    }

    @Test("A faulty resolver reports the reason why a name does not resolve in the client's error")
    func failure() async throws {
        names["redis.test"] = .failure("the test took it away")
        let client = try client(port: 6379)
        let error = await #expect(throws: RedisError.self) { try await client.ping() }
        #expect(error?.code == .unavailable)
        #expect(error?.outcome == .notSent)
        #expect(error?.description.contains("the test took it away") == true)
    }

    @Test("A faulty resolver suspends a lookup until it is given an answer")
    func stall() async throws {
        let server = try ScriptedServer(.healthy())
        names["redis.test"] = .stall
        let client = try client(port: server.port)
        let error = await #expect(throws: RedisError.self) { try await client.ping() }
        #expect(error?.code == .unavailable)
        #expect(names.stalledQuestions > 0)
        names["redis.test"] = .addresses(["127.0.0.1"])
        for await availability in client.availabilityChanges where availability.isAvailable { break }
        #expect(try await client.ping() == "PONG")
        try await eventually { names.stalledQuestions == 0 }
    }

    @Test("A faulty resolver moves a name to another address")
    func moved() async throws {
        let server = try ScriptedServer(.healthy())
        // Nothing listens there.
        names["redis.test"] = .addresses(["127.0.0.9"])
        let client = try client(port: server.port)
        await #expect(throws: RedisError.self) { try await client.ping() }
        names["redis.test"] = .addresses(["127.0.0.9", "127.0.0.1"])
        for await availability in client.availabilityChanges where availability.isAvailable { break }
        #expect(try await client.ping() == "PONG")
    }

    @Test("A faulty resolver leaves other names to the system")
    func others() async throws {
        let server = try ScriptedServer(.healthy())
        let client = try RedisClient(
            RedisConfiguration(endpoint: .tcp(host: "localhost", port: server.port)), nameResolver: names)
        #expect(try await client.ping() == "PONG")
    }
}
