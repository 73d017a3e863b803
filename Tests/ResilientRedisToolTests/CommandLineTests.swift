import RedisFaultInjection
import ResilientRedisClient
import Testing

extension ToolTests {
    @Suite("The command line", .timeLimit(.minutes(2)))
    struct CommandLineTests {
        @Test(
            "Durations are seconds above zero and at most a year",
            arguments: ["nan", "inf", "-1", "-0.5", "0", "1e300", "31536001", "", "abc", "2s", "0x10", "1e-12", "1,5"],
            ["--connect-timeout", "--command-timeout", "--backoff", "--health-check-interval"])
        func durations(text: String, option: String) async throws {
            let end = try await ToolSession.run(["config", "--url", "redis://localhost", option, text])
            #expect(end.status == 2)
            #expect(end.lines == [])
            #expect(end.complaints.contains("\(option) is \"\(text)\""))
            #expect(end.complaints.contains("seconds"))
        }

        @Test(
            "A command line that cannot be understood: status 2, a message, and nothing on standard output",
            arguments: [
                (["exec", "--tyyped", "GET", "k"], "--tyyped"), (["exec", "--url"], "--url"),
                (["frobnicate"], "frobnicate"),
                (["config", "extra"], "extra"), (["config", "--retry-on-connection-loss", "always"], "if-safe"),
                (["ping", "--log-level", "shout"], "warning"), (["--typed"], "--typed"),
            ])
        func misuse(arguments: [String], word: String) async throws {
            let end = try await ToolSession.run(arguments, environment: ["REDIS_URL": "redis://127.0.0.1:1"])
            #expect(end.status == 2)
            #expect(end.lines == [])
            #expect(end.complaints.contains(word))
        }

        @Test(
            "Help is asked for in every usual way, is no failure, and shows examples",
            arguments: [
                ["--help"], ["-h"], ["help"], ["exec", "--help"], ["exec", "-h"], ["help", "exec"],
                ["exec", "--typed", "--help"],
            ])
        func help(arguments: [String]) async throws {
            let end = try await ToolSession.run(arguments)
            #expect(end.status == 0)
            #expect(end.complaints == "")
            #expect(end.lines.contains { $0.contains("printf '%s\\n'") })
            #expect(end.lines.allSatisfy { $0.count <= 80 })
        }

        @Test("The help of exec says how base64 is given and that both nulls of RESP2 are printed as null")
        func execHelp() async throws {
            let help = try await ToolSession.run(["exec", "--help"]).lines.joined(separator: " ")
                .split(separator: " ").joined(separator: " ")
            #expect(help.contains(#"{"base64": …} stands for an argument that is not UTF-8"#))
            #expect(help.contains("null array (*-1) and null string ($-1) are both null"))
        }

        @Test("RESP3 needs a newer hiredis, and its absence is said before anything is sent")
        func protocolVersion() async throws {
            let server = try ScriptedServer(.healthy())
            for subcommand in ["config", "exec"] {
                let end = try await ToolSession.run([subcommand, "--url", server.patientURL + "&protocol=3"])
                #expect(end.status == (ReplyReader.supportsRESP3 ? 0 : 2))
                #expect(end.complaints.contains("hiredis") == !ReplyReader.supportsRESP3)
            }
            #expect(server.acceptedConnections == 0)
        }

        @Test("The subcommand ping reports that the server answers, and how long it takes")
        func ping() async throws {
            let server = try await RedisServer.start()
            let end = try await ToolSession.run(["ping", "--url", server.patientURL])
            try #require(end.lines.count == 1)
            #expect(end.lines[0].hasPrefix("PONG from 127.0.0.1:\(server.port) in "))
            #expect(end.status == 0)
            server.stop()
            let gone = try await ToolSession.run(["ping", "--url", server.patientURL])
            #expect(gone.lines == [])
            #expect(gone.complaints.contains("resilient-redis: unavailable [127.0.0.1:\(server.port)]"))
            #expect(gone.status == 1)
        }

        @Test("A Unix socket and a database of its own are reached by their URL")
        func unixSocket() async throws {
            let server = try await RedisServer.start(unixSocket: true)
            let path = try #require(server.socketPath)
            let there = try await ToolSession.run(["exec", "--url", "unix://\(path)?db=3", "SET", "k", "v"])
            #expect(there.lines == [#""OK""#])
            let other = try await ToolSession.run(["exec", "--url", server.patientURL, "GET", "k"])
            #expect(other.lines == ["null"])
            let same = try await ToolSession.run([
                "exec", "--url", patientURL(port: server.port, database: 3), "GET", "k",
            ])
            #expect(same.lines == [#""v""#])
        }
    }
}
