import Metrics
import MetricsTestKit
import RedisFaultInjection
import ResilientRedis
import Testing

extension Resilience {
    /// What the people on call see.
    @Suite("The metrics of a client")
    struct ClientMetricsTests {
        /// The process has one place for metrics, so all tests share it: each looks at its own endpoint.
        private static let metrics: TestMetrics = {
            let metrics = TestMetrics()
            MetricsSystem.bootstrap(metrics)
            return metrics
        }()

        private func count(_ label: String, _ dimensions: [(String, String)]) -> Int64 {
            (try? Self.metrics.expectCounter(label, dimensions))?.totalValue ?? 0
        }

        @Test("tell of an outage by cause, of the calls that it refused, and how long it was")
        func outage() async throws {
            _ = Self.metrics
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            let endpoint = ("endpoint", client.configuration.endpoint.description)
            _ = try await client.ping()
            #expect(count("redis_outages_total", [endpoint, ("cause", "connect")]) == 0)
            server.kill()
            while client.availability.isAvailable { _ = await tried { try await client.ping() } }
            for _ in 0..<100 { _ = await tried { try await client.ping() } }
            #expect(count("redis_outages_total", [endpoint, ("cause", "connect")]) == 1)
            #expect(count("redis_connections_lost_total", [endpoint]) == 1)
            await client.reset()
            #expect(count("redis_refused_calls_total", [endpoint]) >= 100)
            let times = try Self.metrics.expectTimer("redis_outage_nanoseconds", [endpoint]).values
            #expect(times.count == 1 && times[0] > 0)
            await client.shutdown(gracePeriod: .zero)
        }

        @Test("count a connection that was given up because the server was silent, and no call that came after the end")
        func silence() async throws {
            _ = Self.metrics
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(1)
                configuration.resilience.backoff = .seconds(60)
            }
            let endpoint = ("endpoint", client.configuration.endpoint.description)
            _ = try await client.ping()
            server.freeze()
            defer { server.thaw() }
            while client.availability.isAvailable { _ = await tried { try await client.ping() } }
            #expect(count("redis_connections_lost_total", [endpoint]) == 1)
            await client.shutdown(gracePeriod: .zero)
            for _ in 0..<10 { _ = await tried { try await client.ping() } }
            #expect(count("redis_refused_calls_total", [endpoint]) == 0)
            let times = try Self.metrics.expectTimer("redis_outage_nanoseconds", [endpoint]).values
            #expect(times.count == 1, "the outage ends with the client")
        }

        @Test("count what ran out of time")
        func timeouts() async throws {
            _ = Self.metrics
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let endpoint = ("endpoint", client.configuration.endpoint.description)
            _ = try await client.ping()
            server.freeze()
            defer { server.thaw() }
            for _ in 0..<3 { _ = await tried { try await client.withTimeout(.milliseconds(20)).ping() } }
            #expect(count("redis_timeouts_total", [endpoint]) == 3)
            await client.shutdown(gracePeriod: .zero)
        }
    }
}
