import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Connections that are cut", .serialized)
    struct LostConnectionTests {
        @Test("A server that is killed and restarted leaves only pending writes with an unknown outcome")
        func killedAndRestarted() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.backoff = .seconds(2)
                configuration.resilience.earlyProbes = .exponential(from: .milliseconds(20), factor: 1.5)
            }
            let traffic = Traffic(client)
            for _ in 0..<3 {
                try await traffic.answers()
                server.kill()
                await client.becomesUnavailable(because: [.connect])
                try await server.restart()
                await client.becomesAvailable()
            }
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
            #expect(report.strangeErrors == [])
            for failure in report.failures {
                switch failure.error.code {
                case .unavailable: break
                case .connectionLost: #expect(failure.isWrite && failure.error.outcome == .unknown, "\(failure)")
                default: Issue.record("\(failure)")
                }
            }
        }

        @Test("A cut connection to a running server fails no reads, and only writes that were pending")
        func cutAndUp() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let admin = try client(port: server.port)
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let traffic = Traffic(client)
            for _ in 0..<20 {
                try await traffic.answers(100)
                _ = try await admin.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes", as: Int.self)
            }
            try await traffic.answers(100)
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
            #expect(report.failedReads.isEmpty)
            for failure in report.failedWrites {
                #expect(failure.error.code == .connectionLost, "\(failure)")
                #expect(failure.error.outcome == .unknown, "\(failure)")
            }
            #expect(client.availability == .available)
        }

        /// How a connection comes to its end.
        enum End: String, CaseIterable {
            case close, reset

            var action: ScriptedServer.Action { self == .close ? .close : .reset }
        }

        @Test(
            "After a cut within a reply, reads succeed on a new connection and writes have an unknown outcome",
            arguments: End.allCases)
        func amidAReply(_ end: End) async throws {
            let answer = bulk(Array("value".utf8))
            for count in 0..<answer.count {
                let server = try ScriptedServer(
                    echo { command in
                        guard command.connection == 0, ["GET", "GETDEL"].contains(command.name) else { return nil }
                        return [.send(Array(answer[..<count])), end.action]
                    })
                defer { server.stop() }
                let reader = try client(port: server.port)
                #expect(try await reader.text("k") == "k", "after \(count) bytes")
                #expect(server.commands.filter { $0.name == "GET" }.map(\.connection) == [0, 1])
                #expect(reader.availability == .available)
            }
            for count in 0..<answer.count {
                let server = try ScriptedServer(
                    echo { command in
                        guard command.name == "GETDEL" else { return nil }
                        return [.send(Array(answer[..<count])), end.action]
                    })
                defer { server.stop() }
                let writer = try client(port: server.port)
                let attempt = await tried { try await writer.getdel("k", as: String.self) }
                #expect(attempt.error?.code == .connectionLost, "after \(count) bytes: \(attempt.result)")
                #expect(attempt.error?.outcome == .unknown)
                #expect(try await writer.text("next") == "next")
                #expect(server.commands.count { $0.name == "GETDEL" } == 1)
                #expect(writer.availability == .available)
            }
        }

        @Test("A pipeline of reads that is cut between its replies returns all replies")
        func amidAPipeline() async throws {
            for position in 0..<5 {
                let server = try ScriptedServer(
                    echo { command in
                        command.connection == 0 && command.words.last == "key:\(position)"
                            ? [.send("$5\r\nke"), .reset] : nil
                    })
                defer { server.stop() }
                let client = try client(port: server.port)
                let replies = try await client.pipeline { pipeline in
                    for index in 0..<5 { pipeline.append(.get("key:\(index)", as: String.self)) }
                }
                #expect(try replies.map { try $0.get().string } == (0..<5).map { "key:\($0)" })
            }
        }

        @Test("A reply that stops halfway times out at the deadline")
        func halfAReplyThenSilence() async throws {
            let server = try ScriptedServer(
                echo { $0.words.last == "half" ? [.send("$4\r\nha")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .milliseconds(300)
                configuration.resilience.backoff = .milliseconds(100)
            }
            let attempt = await tried { try await client.text("half") }
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.error?.outcome == .unknown)
            #expect(attempt.duration >= .milliseconds(300))
            #expect(attempt.duration < .milliseconds(300) + slack)
            await client.becomesAvailable()
            #expect(try await client.text("next") == "next")
            #expect(server.commands.count { $0.words.last == "half" } == 1)
        }

        @Test("An idle connection that the server closes is replaced without an error for callers")
        func idle() async throws {
            for end in End.allCases {
                let server = try ScriptedServer(echo())
                defer { server.stop() }
                let client = try client(port: server.port)
                #expect(try await client.text("k") == "k")
                server.perform([end.action])
                try await server.waitForOpenConnections(0)
                #expect(try await client.text("k") == "k")
                #expect(client.availability == .available)
            }
        }
    }
}
