import Metrics
import MetricsTestKit
import RedisFaultInjection
import ResilientRedisClient
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

        /// A client of a server of its own, whose probes do not come during the test.
        private struct Fixture {
            let server: RedisServer
            let client: RedisClient
            private let endpoint: (String, String)

            init(_ change: (inout RedisConfiguration) -> Void = { _ in }) async throws {
                _ = ClientMetricsTests.metrics
                server = try await RedisServer.start()
                client = try Resilience.client(port: server.port) { configuration in
                    configuration.resilience.backoff = .seconds(60)
                    change(&configuration)
                }
                endpoint = ("endpoint", client.configuration.endpoint.description)
            }

            func count(_ label: String, cause: String? = nil) -> Int64 {
                let dimensions = [endpoint] + (cause.map { [("cause", $0)] } ?? [])
                return (try? ClientMetricsTests.metrics.expectCounter(label, dimensions))?.totalValue ?? 0
            }

            var outageTimes: [Int64] {
                (try? ClientMetricsTests.metrics.expectTimer("redis_outage_nanoseconds", [endpoint]))?.values ?? []
            }

            func callUntilUnavailable() async {
                while client.availability.isAvailable { _ = await tried { try await client.ping() } }
            }
        }

        @Test("tell of an outage by cause, of the calls that it refused, and how long it was")
        func outage() async throws {
            let fixture = try await Fixture()
            let (client, server) = (fixture.client, fixture.server)
            _ = try await client.ping()
            #expect(fixture.count("redis_outages_total", cause: "connect") == 0)
            server.kill()
            await fixture.callUntilUnavailable()
            for _ in 0..<100 { _ = await tried { try await client.ping() } }
            #expect(fixture.count("redis_outages_total", cause: "connect") == 1)
            #expect(fixture.count("redis_connections_lost_total") == 1)
            await client.reset()
            #expect(fixture.count("redis_refused_calls_total") >= 100)
            let times = fixture.outageTimes
            #expect(times.count == 1 && times[0] > 0)
            await client.shutdown(gracePeriod: .zero)
        }

        @Test("count a connection given up because the server is silent, and an outage that ends with the client")
        func silence() async throws {
            let fixture = try await Fixture { $0.resilience.commandTimeout = .seconds(1) }
            let (client, server) = (fixture.client, fixture.server)
            _ = try await client.ping()
            server.freeze()
            defer { server.thaw() }
            await fixture.callUntilUnavailable()
            #expect(fixture.count("redis_connections_lost_total") == 1)
            #expect(fixture.outageTimes.isEmpty)
            await client.shutdown(gracePeriod: .zero)
            #expect(fixture.outageTimes.count == 1)
        }

        @Test("do not count what is refused because the client is being shut down")
        func shutdown() async throws {
            let fixture = try await Fixture { $0.resilience.commandTimeout = .seconds(20) }
            let client = fixture.client
            let blocked = Task { try await client.send("BLPOP", "list", 30, as: [String]?.self) }
            while try await client.blockedClients() == 0 { await Task.yield() }
            let end = Task { await client.shutdown(gracePeriod: .seconds(30)) }
            // The client goes on for as long as one of its calls does.
            while (await tried { try await client.ping() }).error?.code != .shutdown { await Task.yield() }
            for _ in 0..<10 { _ = await tried { try await client.ping() } }
            let other = try Resilience.client(port: fixture.server.port) { _ in }
            try await other.rpush("list", "value")
            #expect(try await blocked.value == ["list", "value"])
            await end.value
            #expect(fixture.count("redis_refused_calls_total") == 0)
        }

        @Test("count what ran out of time, with a reply to wait for or with a connection")
        func timeouts() async throws {
            let fixture = try await Fixture { configuration in
                configuration.resilience.commandTimeout = .seconds(10)
                configuration.pool.maximumLeasedConnections = 1
            }
            let (client, server) = (fixture.client, fixture.server)
            _ = try await client.ping()
            let hurried = client.withTimeout(.milliseconds(20))
            try await client.withConnection { _ in
                _ = await tried { try await hurried.withConnection { _ in } }
            }
            #expect(fixture.count("redis_timeouts_total") == 1)
            server.freeze()
            defer { server.thaw() }
            for _ in 0..<3 { _ = await tried { try await hurried.ping() } }
            #expect(fixture.count("redis_timeouts_total") == 4)
            await client.shutdown(gracePeriod: .zero)
        }

        @Test("count a connection of somebody's own that broke, and none that was closed")
        func leases() async throws {
            let fixture = try await Fixture()
            let client = fixture.client
            try await client.withConnection { connection in
                _ = try await connection.ping()
                fixture.server.kill()
                _ = await tried { try await connection.ping() }
            }
            #expect(fixture.count("redis_connections_lost_total") == 1)
            await client.shutdown(gracePeriod: .zero)
            #expect(fixture.count("redis_connections_lost_total") == 1)
        }
    }
}
