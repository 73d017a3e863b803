import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// Replies match commands by position, so after one surplus reply every caller would get another caller's.
    @Suite("Surplus replies", .serialized, .timeLimit(.minutes(1)))
    struct SurplusReplyTests {
        /// What comes before the reply to the client's first command.
        static let greetings = ["+OK ready\r\n", ":1\r\n", "$-1\r\n", "$5\r\nhello\r\n"]

        /// Sends the text first, and replies to the PING a little later.
        private static func greets(with text: String) -> ScriptedServer.Behaviour {
            echo { command in
                command.name == "PING"
                    ? [.send(text), .pause(.milliseconds(20)), .send("+PONG\r\n")] : nil
            }
        }

        @Test(
            "A server that sends a surplus reply before its handshake reply is rejected before any command is sent",
            arguments: greetings)
        func greeting(_ text: String) async throws {
            let server = try ScriptedServer(Self.greets(with: text))
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            let attempt = await tried { try await client.text("one") }
            #expect(attempt.error?.code == .protocolError, "\(attempt.result)")
            #expect(attempt.error?.outcome == .notSent)
            #expect(attempt.duration < slack)
            #expect(server.commands.allSatisfy { $0.name == "PING" })
            await client.becomesUnavailable(because: [.handshake])
            #expect(server.acceptedConnections == 1)
        }

        @Test(
            "A surplus reply before the handshake reply fails a lease before any command is sent",
            arguments: greetings)
        func greetingOnLease(_ text: String) async throws {
            let server = try ScriptedServer(Self.greets(with: text))
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            let attempt = await tried {
                try await client.withConnection { try await $0.get("one", as: String.self) }
            }
            #expect(attempt.error?.code == .protocolError, "\(attempt.result)")
            #expect(server.commands.allSatisfy { $0.name == "PING" })
        }

        /// What comes in one piece with the reply that ends the handshake.
        static let tails = ["+PONG\r\n", "@garbage\r\n", "-ERR bye\r\n", ":1\r\n"]

        private static func answersPing(with text: String) -> ScriptedServer.Behaviour {
            echo { $0.name == "PING" ? [.send("+PONG\r\n" + text)] : nil }
        }

        @Test(
            "A surplus reply after the handshake starts a backoff, and the client does not keep reconnecting",
            arguments: tails)
        func tail(_ text: String) async throws {
            let server = try ScriptedServer(Self.answersPing(with: text))
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            let attempts = await triedAtOnce(20) { try await client.text("key:\($0)") }
            for attempt in attempts {
                #expect(attempt.error?.code == .protocolError, "\(attempt.result)")
                #expect(attempt.error?.outcome == .notSent)
                #expect(attempt.duration < slack)
            }
            await client.becomesUnavailable(because: [.handshake])
            #expect(server.acceptedConnections == 1)
        }

        @Test("A surplus reply after the handshake of a leased connection fails that lease", arguments: tails)
        func tailOnLease(_ text: String) async throws {
            let server = try ScriptedServer(Self.answersPing(with: text))
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            let attempt = await tried {
                try await client.withConnection { try await $0.get("one", as: String.self) }
            }
            #expect(attempt.error?.code == .protocolError, "\(attempt.result)")
            #expect(server.acceptedConnections == 1)
        }

        @Test("A surplus reply after the handshake of a probe keeps the outage going for another backoff")
        func tailOfProbe() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .milliseconds(100) }
            #expect(await tried { try await client.text("k") }.error?.code == .unavailable)
            try await server.become(Self.answersPing(with: "+PONG\r\n"))
            try await server.waitForConnections(3)
            #expect(await tried { try await client.text("k") }.error?.code == .unavailable)
            try await server.become(echo())
            await client.becomesAvailable()
            #expect(try await client.text("k") == "k")
        }

        @Test("A lease that gets a stale reply to its health check is not leased again")
        func staleLease() async throws {
            let server = try ScriptedServer(
                echo { command in
                    command.name == "PING" && command.connection == 0 && command.position > 0
                        ? [.send("$5\r\nstale\r\n")] : nil
                })
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset))
            for _ in 0..<2 {
                let answer = try await client.withConnection { try await $0.get("k", as: String.self) }
                #expect(answer == "k")
                offset.advance(by: .seconds(15))
            }
            #expect(server.acceptedConnections == 2)
        }
    }
}
