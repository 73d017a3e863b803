import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// Replies match commands by position, even if their callers no longer wait.
    @Suite("Positions of replies", .serialized)
    struct ReplyPositionTests {
        @Test("A pipeline that times out halfway keeps the places of all its replies")
        func pipelineTimesOut() async throws {
            let server = try ScriptedServer(
                echo { command in
                    command.words.last == "slow" ? [.pause(.milliseconds(600)), .send("$4\r\nslow\r\n")] : nil
                })
            defer { server.stop() }
            let client = try client(port: server.port)
            let pipeline = await tried {
                try await client.withTimeout(.milliseconds(100)).pipeline { pipeline in
                    for key in ["first", "slow", "last"] { pipeline.append(.get(key, as: String.self)) }
                }
            }
            #expect(pipeline.error?.code == .timeout)
            let answers = await triedAtOnce(10) { index in try await client.text("key:\(index)") == "key:\(index)" }
            #expect(answers.allSatisfy { $0.value == true })
            #expect(server.acceptedConnections == 1)
        }

        @Test("A pipeline that is cancelled halfway keeps the places of all its replies")
        func pipelineIsCancelled() async throws {
            let server = try ScriptedServer(
                echo { command in
                    command.words.last == "slow" ? [.pause(.milliseconds(600)), .send("$4\r\nslow\r\n")] : nil
                })
            defer { server.stop() }
            let client = try client(port: server.port)
            let pipeline = Task {
                try await client.pipeline { pipeline in
                    for key in ["first", "slow", "last"] { pipeline.append(.get(key, as: String.self)) }
                }
            }
            try await server.waitForCommands(3, named: "GET")
            pipeline.cancel()
            await #expect(throws: CancellationError.self) { try await pipeline.value }
            #expect(try await client.text("next") == "next")
            #expect(server.acceptedConnections == 1)
        }

        @Test("A late reply to a cancelled call may announce an outage", arguments: ["LOADING", "READONLY"])
        func lateErrorReply(_ name: String) async throws {
            let server = try ScriptedServer(
                echo(
                    announcing(
                        { $0.words.last == "late" ? "-\(name) later\r\n" : nil }, pause: .milliseconds(100))))
            defer { server.stop() }
            let client = try client(port: server.port)
            let call = Task { try await client.text("late") }
            try await server.waitForCommands(1, named: "GET")
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            if name == "LOADING" { await client.becomesUnavailable(because: [.loading]) }
            try await server.waitForOpenConnections(name == "LOADING" ? 1 : 0)
            await client.becomesAvailable()
            #expect(try await client.text("next") == "next")
        }

        @Test("A server that answers the handshake and breaks off does no harm")
        func breaksOffAfterTheHandshake() async throws {
            let server = try ScriptedServer(.healthy { $0.name == "PING" ? [.send("+PONG\r\n"), .reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            for _ in 0..<20 {
                let reads = await triedAtOnce(20) { index in try await client.text("key:\(index)") }
                for read in reads {
                    #expect(read.value == .none)
                    #expect(read.duration < .seconds(5))
                }
            }
            try await server.become(echo())
            await client.becomesAvailable()
            #expect(try await client.text("next") == "next")
        }
    }
}
