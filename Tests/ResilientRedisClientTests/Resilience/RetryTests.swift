import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Commands on a lost connection", .serialized)
    struct RetryTests {
        @Test("A command on a lost connection is sent again at most once, and only if that is safe")
        func decisions() {
            typealias Policy = RedisConfiguration.Resilience.RetryOnConnectionLoss
            for wasRetried in [false, true] {
                for isReadOnly in [false, true] {
                    for wasSent in [false, true] {
                        let fails = LostCallAction.fail(wasSent ? .unknown : .notSent)
                        let isSafe = !wasRetried && (!wasSent || isReadOnly)
                        func action(_ policy: Policy) -> LostCallAction {
                            policy.action(wasSent: wasSent, isReadOnly: isReadOnly, wasRetried: wasRetried)
                        }
                        #expect(action(.ifSafe) == (isSafe ? .sendAgain : fails))
                        #expect(action(.never) == fails)
                    }
                }
            }
        }

        @Test("A read whose connection is lost succeeds on the second attempt")
        func read() async throws {
            let server = try ScriptedServer(echo { $0.name == "GET" && $0.connection == 0 ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            #expect(try await client.text("k") == "k")
            #expect(server.commands.count { $0.name == "GET" } == 2)
        }

        @Test("A read fails when the second connection is lost as well")
        func lostTwice() async throws {
            let server = try ScriptedServer(echo { $0.name == "GET" && $0.connection < 2 ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .connectionLost)
            #expect(attempt.error?.outcome == .unknown)
            #expect(server.commands.count { $0.name == "GET" } == 2)
            #expect(client.availability == .available)
            #expect(try await client.text("k") == "k")
        }

        @Test("A write that was sent on a lost connection fails with an unknown outcome")
        func write() async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let attempt = await tried { try await client.set("k", "v") }
            #expect(attempt.error?.code == .connectionLost)
            #expect(attempt.error?.outcome == .unknown)
            #expect(server.commands.count { $0.name == "SET" } == 1)
        }

        @Test("A pipeline or transaction with a write is not sent again after the connection is lost")
        func mixed() async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let pipeline = await tried {
                try await client.pipeline(.get("a", as: String.self), .set("b", "c"), .get("d", as: String.self))
            }
            #expect(pipeline.error?.code == .connectionLost)
            #expect(pipeline.error?.outcome == .unknown)
            let transaction = await tried { try await client.transaction { $0.append(.set("b", "c")) } }
            #expect(transaction.error?.outcome == .unknown)
            #expect(server.commands.count { $0.name == "SET" } == 2)
        }

        @Test("A command on a lost connection fails at once if retryOnConnectionLoss is never")
        func never() async throws {
            let server = try ScriptedServer(echo { $0.name == "GET" ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.retryOnConnectionLoss = .never }
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .connectionLost)
            #expect(attempt.error?.outcome == .unknown)
            #expect(server.commands.count { $0.name == "GET" } == 1)
            #expect(client.availability == .available)
        }

        @Test("A lost connection starts a backoff if backoffTrigger is anyConnectionError")
        func anyConnectionError() async throws {
            let server = try ScriptedServer(echo { $0.words.last == "cut" ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoffTrigger = .anyConnectionError }
            let attempt = await tried { try await client.set("k", "cut") }
            #expect(attempt.error?.code == .connectionLost)
            #expect(attempt.error?.outcome == .unknown)
            await client.becomesUnavailable(because: [.connectionLost])
            await client.becomesAvailable()
            #expect(try await client.text("k") == "k")
        }

        @Test("Both attempts of a command share one deadline")
        func oneDeadline() async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.name == "GET" else { return nil }
                    return command.connection == 0 ? [.pause(.milliseconds(1800)), .reset] : []
                })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(2) }
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.error?.outcome == .unknown)
            #expect(attempt.duration >= .seconds(2))
            #expect(attempt.duration < .milliseconds(3600))
        }
    }
}
