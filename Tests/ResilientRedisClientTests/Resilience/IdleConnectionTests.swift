import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Idle connections", .serialized)
    struct IdleConnectionTests {
        /// Stops answering on the first connection, as if the network had dropped it silently.
        private static func dropsFirst(after commands: Int) -> ScriptedServer.Behaviour {
            echo { $0.connection == 0 && $0.position >= commands ? [] : nil }
        }

        @Test(
            "An idle connection that the network dropped silently is replaced before a command is sent on it",
            arguments: [false, true])
        func dropped(_ isWrite: Bool) async throws {
            // It answers the PING of the handshake and one GET.
            let server = try ScriptedServer(Self.dropsFirst(after: 2))
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.healthCheckTimeout = .milliseconds(100)
                configuration.resilience.commandTimeout = .seconds(5)
            }
            #expect(try await client.text("k") == "k")
            offset.advance(by: .seconds(15))
            let attempts = await triedAtOnce(50) { index in
                isWrite ? try await client.set("\(index)", "v") : try await client.text("\(index)") == "\(index)"
            }
            for attempt in attempts {
                #expect(attempt.value == true, "\(attempt.result)")
                #expect(attempt.duration < .milliseconds(100) + slack)
            }
            #expect(client.availability == .available)
            #expect(server.acceptedConnections == 2)
            // On the dropped connection nothing but a PING was tried.
            let tried = server.commands.filter { $0.connection == 0 }.dropFirst(2)
            #expect(tried.map(\.name) == ["PING"])
        }

        @Test("The event loop's timer detects an idle connection that the network dropped silently")
        func timer() async throws {
            let server = try ScriptedServer(Self.dropsFirst(after: 2))
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset))
            #expect(try await client.text("k") == "k")
            offset.advance(by: .seconds(15))
            client.timeWasAdvanced()
            try await server.waitForCommands(2, named: "PING")
            offset.advance(by: .seconds(1))
            client.timeWasAdvanced()
            try await server.waitForOpenConnections(0)
            #expect(client.availability == .available)
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.value == "k")
            #expect(attempt.duration < slack)
        }

        @Test("An idle connection is checked every 15 seconds, and not earlier")
        func interval() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset))
            #expect(try await client.text("first") == "first")
            // One second is left for a machine that is slow.
            offset.advance(by: .seconds(14))
            client.timeWasAdvanced()
            #expect(try await client.text("second") == "second")
            #expect(server.commands.map(\.name) == ["PING", "GET", "GET"])
            offset.advance(by: .seconds(15))
            #expect(try await client.text("third") == "third")
            #expect(server.commands.map(\.name) == ["PING", "GET", "GET", "PING", "GET"])
            for pings in 3...5 {
                offset.advance(by: .seconds(15))
                client.timeWasAdvanced()
                try await server.waitForCommands(pings, named: "PING")
                // Its answer has to come in before the time is moved again.
                #expect(try await client.text("next") == "next")
            }
            #expect(server.acceptedConnections == 1)
        }

        @Test("A health check with a short interval is driven by the monotonic clock")
        func shortInterval() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.healthCheckInterval = .milliseconds(50) }
            #expect(try await client.text("k") == "k")
            try await server.waitForCommands(4, named: "PING", within: .seconds(5))
            #expect(server.acceptedConnections == 1)
            withExtendedLifetime(client) {}
        }

        @Test("An idle connection is alive when the server replies to its health check with an error")
        func refusedPing() async throws {
            let server = try ScriptedServer(
                echo { $0.name == "PING" && $0.position > 0 ? [.send("-MISCONF cannot save\r\n")] : nil })
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset))
            #expect(try await client.text("k") == "k")
            offset.advance(by: .seconds(15))
            #expect(try await client.text("k") == "k")
            #expect(server.acceptedConnections == 1)
        }

        @Test(
            "An idle connection whose health check fails is replaced without an error for callers",
            arguments: [ScriptedServer.Action.send("?garbage\r\n"), .send("$5\r\nstale\r\n"), .close, .reset])
        func brokenPing(_ answer: ScriptedServer.Action) async throws {
            let server = try ScriptedServer(
                echo { $0.name == "PING" && $0.connection == 0 && $0.position > 0 ? [answer] : nil })
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.retryOnConnectionLoss = .never
                configuration.resilience.commandTimeout = .seconds(30)
            }
            #expect(try await client.text("k") == "k")
            offset.advance(by: .seconds(15))
            let attempts = await triedAtOnce(20) { index in
                index.isMultiple(of: 2)
                    ? try await client.set("\(index)", "v") : try await client.text("\(index)") == "\(index)"
            }
            for attempt in attempts { #expect(attempt.value == true, "\(attempt.result)") }
            #expect(client.availability == .available)
            #expect(server.acceptedConnections == 2)
        }

        @Test("An idle connection that was dropped and cannot be replaced is an outage")
        func noReplacement() async throws {
            let server = try ScriptedServer(Self.dropsFirst(after: 2))
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.healthCheckTimeout = .milliseconds(300)
                configuration.resilience.commandTimeout = .seconds(5)
            }
            #expect(try await client.text("k") == "k")
            offset.advance(by: .seconds(15))
            let call = Task { await tried { try await client.set("k", "v") } }
            try await server.waitForCommands(2, named: "PING")
            try await server.become(.refuse)
            let attempt = await call.value
            #expect(attempt.error?.code == .unavailable, "\(attempt.result)")
            #expect(attempt.error?.outcome == .notSent)
            await client.becomesUnavailable(because: [.connect])
        }

        @Test("A dropped connection that a caller with a short deadline detects is replaced for other callers as well")
        func hurriedCaller() async throws {
            let server = try ScriptedServer(Self.dropsFirst(after: 2))
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.healthCheckTimeout = .seconds(20)
                configuration.resilience.commandTimeout = .seconds(30)
            }
            #expect(try await client.text("k") == "k")
            offset.advance(by: .seconds(15))
            let patient = Task { await tried { try await client.text("patient") } }
            try await server.waitForCommands(2, named: "PING")
            // Half of its time is for the check, so that the other half suffices for a new connection.
            let hurried = await tried { try await client.withTimeout(.seconds(3)).text("hurried") }
            #expect(hurried.value == "hurried")
            #expect(hurried.duration < .seconds(3))
            #expect(await patient.value.value == "patient")
        }
    }
}
