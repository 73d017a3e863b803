import Foundation
import RedisFaultInjection
import Testing

extension ToolTests {
    @Suite("exec: one client outlives its server", .timeLimit(.minutes(2)))
    struct OutageTests {
        /// Asks until the answer is no failure, and returns it and the codes of the failures before it.
        private func askUntilAnswered(_ tool: ToolSession, _ line: String) async throws -> (JSONValue, Set<String>) {
            var codes: Set<String> = []
            let deadline = ContinuousClock.now + .seconds(30)
            while true {
                let reply = try await tool.ask(line)
                guard let code = reply.failureCode else { return (reply, codes) }
                try #require(ContinuousClock.now < deadline, "no answer within 30 s: \(reply)")
                codes.insert(code)
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        @Test("A server that is killed and started again is used again by itself")
        func killedAndRestarted() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession([
                "exec", "--url", server.patientURL, "--backoff", "0.3", "--log-level", "notice",
            ])
            for number in 1...10 { #expect(try await tool.ask("INCR n") == .number(Double(number))) }

            server.kill()
            // A read is tried again on a new connection, and there is none.
            let first = try await tool.ask("GET n")
            #expect(first.failureCode == "unavailable")
            let second = try await tool.ask("SET n 5")
            #expect(second.failureCode == "unavailable")
            #expect(second.failureOutcome == "notSent")
            #expect((second["failure"]?["retryAfterSeconds"]?.number ?? 1) <= 0.3)

            try await server.restart()
            let (reply, codes) = try await askUntilAnswered(tool, "INCR n")
            #expect(reply == 1)
            #expect(codes.isSubset(of: ["unavailable"]))
            for number in 2...10 { #expect(try await tool.ask("INCR n") == .number(Double(number))) }

            let end = await tool.finish()
            #expect(end.status == 1)
            #expect(end.complaints.contains("Redis is unavailable"))
            #expect(end.complaints.contains("Redis is available again"))
        }

        @Test("A restart between two commands is not even noticed")
        func restartedInBetween() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession(["exec", "--url", server.patientURL, "--backoff", "0.3"])
            #expect(try await tool.ask("SET k 1") == "OK")
            try await server.restart()
            #expect(try await tool.ask("GET k") == nil as JSONValue)
            #expect(try await tool.ask("SET k 2") == "OK")
            let end = await tool.finish()
            #expect(end.status == 0)
            #expect(end.complaints == "")
        }

        @Test("What the server said while the process was stopped counts, though its time is over")
        func stoppedProcess() async throws {
            let server = try ScriptedServer(
                .healthy { command in
                    switch command.name {
                    case "PING": [.pause(.milliseconds(200)), .send("+PONG\r\n")]
                    case "GET": [.send("$1\r\n1\r\n")]
                    default: nil
                    }
                })
            defer { server.stop() }
            let tool = try ToolSession([
                "exec", "--url", server.patientURL, "--connect-timeout", "0.5", "--backoff", "60",
            ])
            tool.send(line: "GET k")
            try await server.waitForCommands(1, named: "PING")
            tool.signal(SIGSTOP)
            try await Task.sleep(for: .milliseconds(700))
            tool.signal(SIGCONT)
            #expect(await tool.nextLine() == "\"1\"")
            #expect(await tool.finish().status == 0)
        }

        @Test("A frozen server costs one timeout, and is used again when it thaws")
        func frozen() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession([
                "exec", "--url", server.patientURL, "--backoff", "0.3", "--command-timeout", "1",
                "--connect-timeout", "1", "--log-level", "critical",
            ])
            #expect(try await tool.ask("SET k 1") == "OK")
            server.freeze()
            let first = try await tool.ask("SET k 2")
            #expect(first.failureCode == "timeout")
            #expect(first.failureOutcome == "unknown")
            #expect(try await tool.ask("SET k 3").failureCode == "unavailable")
            server.thaw()
            let (reply, codes) = try await askUntilAnswered(tool, "GET k")
            // The write whose outcome was unknown.
            #expect(reply == "2" || reply == "1")
            #expect(codes.isSubset(of: ["unavailable"]))
            #expect(await tool.finish().status == 1)
        }
    }
}
