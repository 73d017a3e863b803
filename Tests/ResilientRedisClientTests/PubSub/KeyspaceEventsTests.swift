import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Keyspace events", .timeLimit(.minutes(1)))
struct KeyspaceEventsTests {
    private func client(
        _ directives: [String: String], database: Int = 0, version: RedisConfiguration.ProtocolVersion = .resp2
    ) async throws -> (RedisServer, RedisClient) {
        let server = try await RedisServer.start(directives: directives)
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port))
        configuration.database = database
        configuration.protocolVersion = version
        return (server, try RedisClient(configuration))
    }

    @Test("Changes of matching keys in the client's own database are reported with key and event")
    func events() async throws {
        let (server, redis) = try await client(["notify-keyspace-events": "KA"], database: 2)
        let changes = try await redis.keyspaceEvents(matching: "user:*")
        try await redis.set("other", "x")
        try await redis.set("user:1", "x")
        _ = try await redis.del("user:1")
        var events: [RedisKeyspaceEvent] = []
        for try await case .event(let event) in changes {
            events.append(event)
            if events.count == 2 { break }
        }
        #expect(events.map(\.key) == ["user:1", "user:1"] && events.map(\.name) == ["set", "del"])
        await redis.shutdown()
        withExtendedLifetime(server) {}
    }

    @Test(
        "Flags that the server lacks are named before anything is subscribed to",
        arguments: [("", "Kg$lshztxe"), ("Kx", "g$lshzte"), ("A", "K"), ("KEg$lshzxe", "t")])
    func missing(setting: String, flags: String) async throws {
        let (server, redis) = try await client(["notify-keyspace-events": setting.isEmpty ? "\"\"" : setting])
        let error = await #expect(throws: RedisError.self) { _ = try await redis.keyspaceEvents() }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("lacks \(flags).") == true, "\(error?.message ?? "")")
        await redis.shutdown()
        withExtendedLifetime(server) {}
    }

    @Test(
        "What the server lacks is told in either version of the protocol", arguments: InvalidationTrackingTests.versions
    )
    func eitherVersion(_ version: RedisConfiguration.ProtocolVersion) async throws {
        let (server, redis) = try await client(["notify-keyspace-events": "Kx"], version: version)
        let error = await #expect(throws: RedisError.self) { _ = try await redis.keyspaceEvents(.evicted) }
        #expect(error?.message.contains("lacks e.") == true, "\(error?.message ?? "")")
        await redis.shutdown()
        withExtendedLifetime(server) {}
    }

    @Test("Only the events that are asked for have to be switched on")
    func some() async throws {
        let (server, redis) = try await client(["notify-keyspace-events": "Kx"])
        let expiries = try await redis.keyspaceEvents(.expired)
        try await redis.set("k", "v", expiresIn: .milliseconds(1))
        for try await case .event(let event) in expiries {
            #expect(event.key == "k" && event.name == "expired")
            break
        }
        await redis.shutdown()
        withExtendedLifetime(server) {}
    }
}
