import Metrics
import MetricsTestKit
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// The metrics that operators see.
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
            private let dimensions: [(String, String)]

            init(_ change: (inout RedisConfiguration) -> Void = { _ in }) async throws {
                _ = ClientMetricsTests.metrics
                server = try await RedisServer.start()
                client = try Resilience.client(port: server.port) { configuration in
                    configuration.resilience.backoff = .seconds(60)
                    change(&configuration)
                }
                dimensions = ClientMetrics.dimensions(of: client.configuration.endpoint)
            }

            func count(_ label: String, cause: String? = nil) -> Int64 {
                let dimensions = dimensions + (cause.map { [("redis.outage.cause", $0)] } ?? [])
                return (try? ClientMetricsTests.metrics.expectCounter(label, dimensions))?.totalValue ?? 0
            }

            func outageTimes(_ cause: String) -> [Int64] {
                let dimensions = dimensions + [("redis.outage.cause", cause)]
                return (try? ClientMetricsTests.metrics.expectTimer("redis.client.outage.duration", dimensions))?.values
                    ?? []
            }

            func callUntilUnavailable() async {
                while client.availability.isAvailable { _ = await tried { try await client.ping() } }
            }
        }

        @Test("The metrics count outages by cause, refused calls, and how long each outage was")
        func outage() async throws {
            let fixture = try await Fixture()
            let (client, server) = (fixture.client, fixture.server)
            _ = try await client.ping()
            #expect(fixture.count("redis.client.outages", cause: "connect") == 0)
            server.kill()
            await fixture.callUntilUnavailable()
            for _ in 0..<100 { _ = await tried { try await client.ping() } }
            #expect(fixture.count("redis.client.outages", cause: "connect") == 1)
            #expect(fixture.count("redis.client.connections.lost") == 1)
            await client.reset()
            #expect(fixture.count("redis.client.refusals") >= 100)
            let times = fixture.outageTimes("connect")
            #expect(times.count == 1 && times[0] > 0)
            await client.shutdown(gracePeriod: .zero)
        }

        @Test("The metrics count a connection given up for silence, and an outage that ends with the client")
        func silence() async throws {
            let fixture = try await Fixture { $0.resilience.commandTimeout = .seconds(1) }
            let (client, server) = (fixture.client, fixture.server)
            _ = try await client.ping()
            server.freeze()
            defer { server.thaw() }
            await fixture.callUntilUnavailable()
            #expect(fixture.count("redis.client.connections.lost") == 1)
            #expect(fixture.outageTimes("silentServer").isEmpty)
            await client.shutdown(gracePeriod: .zero)
            #expect(fixture.outageTimes("silentServer").count == 1)
        }

        @Test("The metrics do not count calls that are refused because the client is shutting down")
        func shutdown() async throws {
            let fixture = try await Fixture { $0.resilience.commandTimeout = .seconds(20) }
            let client = fixture.client
            let blocked = Task { try await client.send("BLPOP", "list", 30, as: [String]?.self) }
            while try await client.blockedClients() == 0 { await Task.yield() }
            let end = Task { await client.shutdown(gracePeriod: .seconds(30)) }
            // The client lives as long as one of its calls.
            while (await tried { try await client.ping() }).error?.code != .shutdown { await Task.yield() }
            for _ in 0..<10 { _ = await tried { try await client.ping() } }
            let other = try Resilience.client(port: fixture.server.port) { _ in }
            try await other.rpush("list", "value")
            #expect(try await blocked.value == ["list", "value"])
            await end.value
            #expect(fixture.count("redis.client.refusals") == 0)
        }

        @Test("The metrics count calls that ran out of time, whether they waited for a reply or for a lease")
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
            #expect(fixture.count("redis.client.timeouts") == 1)
            server.freeze()
            defer { server.thaw() }
            for _ in 0..<3 { _ = await tried { try await hurried.ping() } }
            #expect(fixture.count("redis.client.timeouts") == 4)
            await client.shutdown(gracePeriod: .zero)
        }

        @Test("The metrics count a leased connection that broke, and none that was closed")
        func leases() async throws {
            let fixture = try await Fixture()
            let client = fixture.client
            try await client.withConnection { connection in
                _ = try await connection.ping()
                fixture.server.kill()
                _ = await tried { try await connection.ping() }
            }
            #expect(fixture.count("redis.client.connections.lost") == 1)
            await client.shutdown(gracePeriod: .zero)
            #expect(fixture.count("redis.client.connections.lost") == 1)
        }
    }
}
