import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// A real server that keeps its connections open and does not answer.
    @Suite("Frozen servers", .serialized)
    struct FrozenServerTests {
        /// What keeps it from answering, each for about a second and a half.
        enum Freeze: String, CaseIterable {
            case stopSignal, clientPause, debugSleep

            func begin(_ server: RedisServer, _ admin: RedisClient) async {
                switch self {
                case .stopSignal: server.freeze()
                case .clientPause:
                    _ = await tried { try await admin.send("CLIENT", "PAUSE", 1500, "ALL", as: String.self) }
                case .debugSleep:
                    // Its answer comes when it is over.
                    Task { try await admin.send("DEBUG", "SLEEP", 1.5, as: String.self) }
                }
            }

            func end(_ server: RedisServer) {
                if self == .stopSignal { server.thaw() }
            }
        }

        @Test(
            "When a server stops answering, pending calls time out and later ones fail at once until it recovers",
            arguments: Freeze.allCases)
        func inTraffic(_ freeze: Freeze) async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let limit = Duration.milliseconds(400)
            let admin = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = limit
                configuration.resilience.connectTimeout = limit
            }
            let traffic = Traffic(client)
            try await traffic.answers()
            await freeze.begin(server, admin)
            await client.becomesUnavailable(because: [.silentServer])
            try await traffic.failures(100)
            await expectInstantRefusal(client)
            freeze.end(server)
            await client.becomesAvailable()
            try await traffic.answers()
            let report = await traffic.stop()

            #expect(report.wrongAnswers == [])
            #expect(report.strangeErrors == [])
            let timeouts = report.failures.filter { $0.error.code == .timeout }
            // Each task waited for at most one reply.
            #expect((1...50).contains(timeouts.count))
            for timeout in timeouts {
                #expect(timeout.error.outcome == .unknown)
                #expect(timeout.duration >= limit)
                #expect(timeout.duration < limit + slack)
            }
            for failure in report.failures where failure.error.code != .timeout {
                #expect(failure.error.code == .unavailable, "\(failure.error)")
                #expect(failure.error.outcome == .notSent)
            }
            let refusals = report.failures.filter { $0.error.code == .unavailable }.map(\.duration).sorted()
            #expect(refusals[refusals.count / 2] < .milliseconds(5))
        }

        @Test("A server that does not answer on first use is detected within the connect timeout")
        func firstUse() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.connectTimeout = .milliseconds(250)
                configuration.resilience.commandTimeout = .seconds(5)
            }
            server.freeze()
            for attempt in await triedAtOnce(20, { index in try await client.text("\(index)") }) {
                #expect(attempt.error?.code == .unavailable, "\(attempt.result)")
                #expect(attempt.error?.outcome == .notSent)
                #expect(attempt.duration < .milliseconds(250) + slack)
            }
            await expectInstantRefusal(client)
            server.thaw()
            await client.becomesAvailable()
            #expect(try await client.set("k", "v"))
        }

        @Test("A server that stopped answering on an idle connection is detected before the caller's deadline")
        func idle() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try Resilience.client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.connectTimeout = .milliseconds(300)
                configuration.resilience.healthCheckTimeout = .milliseconds(200)
                configuration.resilience.commandTimeout = .seconds(5)
            }
            #expect(try await client.set("k", "v"))
            server.freeze()
            offset.advance(by: .seconds(20))
            let attempt = await tried { try await client.set("k", "new") }
            #expect(attempt.error?.code == .unavailable, "\(attempt.result)")
            #expect(attempt.error?.outcome == .notSent)
            #expect(attempt.duration < .milliseconds(500) + slack)
            await expectInstantRefusal(client)
            server.thaw()
            await client.becomesAvailable()
            // A PING was lost, the command was never sent.
            #expect(try await client.text("k") == "v")
        }

        @Test("Callers that wait for a lease of a frozen server fail within their deadlines")
        func leases() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .milliseconds(300)
                configuration.pool.maximumLeasedConnections = 2
            }
            try await client.withConnection { _ in }
            server.freeze()
            let attempts = await triedAtOnce(10) { _ in
                try await client.withConnection { try await $0.set("k", "v") }
            }
            for attempt in attempts {
                let error = try #require(attempt.error)
                #expect(error.code == .timeout || error.code == .unavailable, "\(error)")
                // Waiting for the connection and using it have a deadline each.
                #expect(attempt.duration < .milliseconds(600) + slack)
            }
            await client.becomesUnavailable()
            server.thaw()
            await client.becomesAvailable()
            #expect(try await client.withConnection { try await $0.set("k", "v") })
        }
    }
}
