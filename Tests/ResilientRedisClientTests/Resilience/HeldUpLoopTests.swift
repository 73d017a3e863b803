import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// A process that stands still (SIGSTOP, a throttled container, a paused machine) says nothing about the server.
    @Suite("A client's thread that was held up", .serialized)
    struct HeldUpLoopTests {
        enum Step: String, CaseIterable { case connecting, securing, authenticating }

        @Test("A process that is held up during a dial declares no outage", arguments: Step.allCases)
        func dial(_ step: Step) async throws {
            let server = try await RedisServer.start(password: "p", tls: step == .securing ? .made() : nil)
            defer { server.stop() }
            let port = step == .securing ? try #require(server.tlsPort) : server.port
            let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: port))
            // Each way takes 100 ms: the connection itself is there at once, each step after it takes 200.
            if step != .connecting { proxy.inject(.latency(.milliseconds(100))) }
            let redis = try client(port: proxy.port) { configuration in
                configuration.credentials = .init(password: "p")
                configuration.resilience.connectTimeout = .milliseconds(700)
                configuration.resilience.commandTimeout = .seconds(10)
                configuration.resilience.backoff = .seconds(30)
                if step == .securing { configuration.tls = .init(verification: .none) }
            }
            let call = Task { await tried { try await redis.set("k", "v") } }
            if step != .connecting {
                try await until { proxy.acceptedConnections > 0 }
                try await Task.sleep(for: .milliseconds(50))
            }
            let handle = holdUp(redis, for: .milliseconds(1500))
            let attempt = await call.value
            withExtendedLifetime(handle) {}
            #expect(attempt.value == true, "\(attempt.result)")
            #expect(redis.availability.isAvailable)
            await proxy.stop()
        }
    }
}
