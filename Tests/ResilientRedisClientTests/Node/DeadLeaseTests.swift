import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("Leases of dead connections", .timeLimit(.minutes(1)))
struct DeadLeaseTests {
    @Test("A caller that was given a dead connection stays first in line for another")
    func order() async throws {
        // The first connection answers its handshake only.
        let server = try ScriptedServer(
            .healthy { command in
                if command.name == "GET" { return [.send("$-1\r\n")] }
                return command.name == "PING" && command.connection == 0 && command.position > 0 ? [] : nil
            })
        defer { server.stop() }
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.resilience.commandTimeout = .seconds(3_600)
        configuration.resilience.connectTimeout = .seconds(3_600)
        configuration.resilience.healthCheckTimeout = .seconds(3_600)
        configuration.pool.maximumLeasedConnections = 1
        configuration.pool.maximumLeaseWaiters = 1
        let offset = TimeSource.Offset()
        let redis = try RedisClient(configuration, time: TimeSource(offset: offset))
        try await redis.withConnection { _ in }
        offset.advance(by: .seconds(16))

        let served = Served()
        async let first: Void = redis.withConnection { _ in served.add("first") }
        try await server.waitForCommands(2, named: "PING")
        async let second: Void = redis.withConnection { _ in served.add("second") }
        for _ in 0..<100 { await Task.yield() }
        // On another connection; when it is answered, the second caller is known to wait.
        let _: RESPValue = try await redis.send("GET", "k")
        server.perform([.close], onConnection: 0)
        _ = try await (first, second)
        #expect(served.names == ["first", "second"])
        await redis.shutdown(gracePeriod: .zero)
    }
}

private final class Served: Sendable {
    private let list = Mutex<[String]>([])

    func add(_ name: String) { list.withLock { $0.append(name) } }

    var names: [String] { list.withLock { $0 } }
}
