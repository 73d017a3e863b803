import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// How soon a server is used again that was away for some seconds, with the settings that a newcomer gets.
    @Suite("Recovery from a short freeze", .serialized)
    struct FreezeRecoveryTests {
        /// What keeps the server from answering, and for how long.
        enum Freeze: String, CaseIterable {
            case stopSignal, clientPause, debugSleep

            var duration: Duration { self == .stopSignal ? .seconds(4) : .seconds(3) }
        }

        private static func newcomer(_ port: Int) throws -> RedisClient {
            try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: port)))
        }

        @Test(
            "A server that was frozen for some seconds under load is used again within 2 s", arguments: Freeze.allCases)
        func freeze(_ freeze: Freeze) async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let redis = try Self.newcomer(server.port)
            let traffic = Traffic(redis, tasks: 20, pause: .milliseconds(5))
            try await traffic.answers()
            let admin = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            _ = try await admin.ping()
            let start = ContinuousClock.now
            let milliseconds = Int(freeze.duration / .milliseconds(1))
            let unfreeze: Task<Void, Never>?
            switch freeze {
            case .stopSignal:
                server.freeze()
                unfreeze = nil
            case .clientPause:
                _ = try await admin.send("CLIENT", "PAUSE", milliseconds, "ALL", as: String.self)
                unfreeze = nil
            case .debugSleep:
                unfreeze = Task {
                    _ = try? await admin.send("DEBUG", "SLEEP", freeze.duration / .seconds(1), as: String.self)
                }
            }
            await redis.becomesUnavailable()
            try await Task.sleep(until: start + freeze.duration)
            if freeze == .stopSignal { server.thaw() }
            await unfreeze?.value
            let thaw = ContinuousClock.now
            await redis.becomesAvailable()
            #expect(.now - thaw < .seconds(2))
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
        }

        @Test("A server that loads its data set for 7 s is used again with the next early probe")
        func loading() async throws {
            let server = try ScriptedServer(.healthy { _ in [.send("-LOADING Redis is loading the dataset\r\n")] })
            defer { server.stop() }
            let redis = try Self.newcomer(server.port)
            let start = ContinuousClock.now
            _ = await tried { try await redis.text("k") }
            #expect(!redis.availability.isAvailable)
            try await Task.sleep(until: start + .seconds(7))
            try await server.become(echo())
            let end = ContinuousClock.now
            await redis.becomesAvailable()
            // The longest distance of two probes, with its jitter.
            #expect(.now - end < .seconds(6) + .milliseconds(500))
            #expect(try await redis.text("k") == "k")
        }
    }
}
