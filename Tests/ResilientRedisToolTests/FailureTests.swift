import RedisFaultInjection
import Synchronization
import Testing

extension ToolTests {
    @Suite("exec: failures of the client", .timeLimit(.minutes(2)))
    struct FailureTests {
        /// Runs lines against a scripted server.
        private func run(
            _ behaviour: ScriptedServer.Behaviour, _ input: String, options: [String] = []
        ) async throws -> (replies: [JSONValue], end: ToolSession.End) {
            let server = try ScriptedServer(behaviour)
            let end = try await ToolSession.run(
                ["exec", "--typed", "--url", server.patientURL, "--log-level", "critical"] + options,
                input: input.utf8)
            #expect(end.complaints == "")
            return (try end.lines.map { try JSONValue($0) }, end)
        }

        @Test(
            "Text from the server reaches standard error as one line without control characters",
            arguments: ["ping", "drill", "exec"])
        func hostileText(subcommand: String) async throws {
            let output = try await output(of: subcommand, refusedWith: "ERR \u{1b}[2Jx\u{7}\u{9b}31m\u{202e}")
            #expect(output.contains(#"ERR \u{1B}[2Jx"#) || output.contains(#"ERR \u001b[2Jx"#))
        }

        /// hiredis 0.14 hands such a text on; from 1.1 on it is a protocol error, and the text is not reported.
        @Test(
            "A line break within an error reply starts no new line of standard error",
            arguments: ["ping", "drill", "exec"])
        func hostileLines(subcommand: String) async throws {
            let output = try await output(
                of: subcommand, refusedWith: "ERR x\nresilient-redis: all is well\rresilient-redis: all is well")
            #expect(output.contains(#"ERR x\n"#) || output.contains("Bad simple string value"))
            #expect(!output.split(separator: "\n").contains { $0.hasPrefix("resilient-redis: all is well") })
        }

        /// What a subcommand prints when the server answers everything with this error. It must not have control
        /// characters.
        private func output(of subcommand: String, refusedWith error: String) async throws -> String {
            let server = try ScriptedServer(.replies { _ in [.send("-\(error)\r\n")] })
            let options = ["--url", server.patientURL, "--log-level", "debug"]
            let command = subcommand == "exec" ? ["PING"] : []
            let end = try await ToolSession.run([subcommand] + options + command)
            #expect(end.status != 0)
            let output = end.complaints + end.lines.joined(separator: "\n")
            for scalar in output.unicodeScalars where scalar != "\n" {
                #expect(scalar.properties.generalCategory != .control, "\(scalar.escaped(asASCII: true))")
            }
            #expect(!output.contains("\u{202e}"))
            return output
        }

        @Test(
            "Where no connection can be made, the first command fails in time and the next at once, until the backoff is over",
            arguments: [Listener.refused, .blackHole, .closing, .silent])
        func unavailable(listener: Listener) async throws {
            let (replies, end) = try await run(
                listener.behaviour, "GET a\nSET b 1\nPING\n", options: ["--connect-timeout", "0.3", "--backoff", "20"])
            try #require(replies.count == 3)
            for reply in replies {
                #expect(reply.failureCode == "unavailable")
                #expect(reply.failureOutcome == "notSent")
                let wait = try #require(reply["failure"]?["retryAfterSeconds"]?.number)
                #expect(wait > 10 && wait <= 20)
                #expect(!reply.failureMessage.isEmpty)
            }
            #expect(end.status == 1)
        }

        private final class Flag: Sendable {
            private let value = Mutex(false)

            var isSet: Bool { value.withLock { $0 } }

            func set() { value.withLock { $0 = true } }
        }

        enum Listener: CaseIterable {
            case refused, blackHole, closing, silent

            var behaviour: ScriptedServer.Behaviour {
                switch self {
                case .refused: .refuse
                case .blackHole: .blackHoleConnect
                case .closing: .acceptThenClose
                case .silent: .neverAnswer
                }
            }
        }

        @Test("A server that stops answering: a timeout with an unknown outcome, then failures at once")
        func timeout() async throws {
            // From GET on it answers nothing, on new connections neither.
            let isSilent = Flag()
            let (replies, end) = try await run(
                .healthy { command in
                    if command.name == "GET" { isSilent.set() }
                    return isSilent.isSet ? [] : nil
                }, "PING\nGET a\nSET b 1\n",
                options: ["--command-timeout", "1", "--backoff", "20"])
            try #require(replies.count == 3)
            #expect(replies[0] == ["simple": "PONG"])
            #expect(replies[1].failureCode == "timeout")
            #expect(replies[1].failureOutcome == "unknown")
            #expect(replies[1]["failure"]?["retryAfterSeconds"] == nil)
            #expect(replies[1].failureMessage.contains("within 1 s"))
            #expect(replies[1].failureMessage.hasPrefix("127.0.0.1:"))
            #expect(replies[2].failureCode == "unavailable")
            #expect(replies[2].failureOutcome == "notSent")
            #expect(end.status == 1)
        }

        @Test("A connection that breaks in the middle of a reply: a write may have run, a read is sent once more")
        func connectionLost() async throws {
            let (replies, end) = try await run(
                .healthy { command in
                    switch command.name {
                    case "SET", "GET":
                        command.connection < 2 ? [.send("$5\r\nhal"), .reset] : [.send("$5\r\nwhole\r\n")]
                    default: nil
                    }
                }, "SET a 1\nGET a\nSET a 1\n")
            try #require(replies.count == 3)
            #expect(replies[0].failureCode == "connectionLost")
            #expect(replies[0].failureOutcome == "unknown")
            #expect(replies[1] == ["bulk": "whole"])
            #expect(replies[2] == ["bulk": "whole"])
            #expect(end.status == 1)
        }

        @Test("--retry-on-connection-loss never: a read is not sent once more either")
        func neverRetried() async throws {
            let (replies, end) = try await run(
                .healthy { command in
                    command.name == "GET" ? (command.connection == 0 ? [.close] : [.send("+late\r\n")]) : nil
                }, "GET a\nGET a\n", options: ["--retry-on-connection-loss", "never"])
            try #require(replies.count == 2)
            #expect(replies[0].failureCode == "connectionLost")
            #expect(replies[0].failureOutcome == "unknown")
            #expect(replies[1] == ["simple": "late"])
            #expect(end.status == 1)
        }

        @Test("Bytes that are no reply: a protocol error, and the next command is answered")
        func protocolError() async throws {
            let (replies, end) = try await run(
                .healthy { command in
                    switch command.name {
                    case "GET": [.send("?garbage\r\n")]
                    case "LRANGE": [.send("*2147483647\r\n")]
                    case "TYPE": [.send("$999999999999\r\n")]
                    default: nil
                    }
                }, "GET a\nPING\nLRANGE a 0 -1\nPING\nTYPE a\nPING\n")
            #expect(replies.map(\.failureCode) == ["protocolError", nil, "protocolError", nil, "protocolError", nil])
            #expect(replies.compactMap(\.failureOutcome) == ["unknown", "unknown", "unknown"])
            #expect(end.status == 1)
        }

        @Test("A wrong password is the server's refusal, by name and without the password")
        func wrongPassword() async throws {
            let server = try await RedisServer.start(password: "right")
            for (credentials, name) in [(":wrong%21@", "WRONGPASS"), ("", "NOAUTH")] {
                let end = try await ToolSession.run(
                    ["exec", "--url", patientURL(port: server.port, credentials: credentials)],
                    input: "PING\nPING\n".utf8)
                try #require(end.lines.count == 2)
                for line in end.lines {
                    let failure = try JSONValue(line)
                    #expect(failure.failureCode == "server")
                    #expect(failure.failureOutcome == "rejected")
                    #expect(failure.failureMessage.contains(name))
                }
                #expect(!(end.lines.joined() + end.complaints).contains("wrong!"))
                #expect(end.status == 1)
            }
            let end = try await ToolSession.run([
                "exec", "--url", patientURL(port: server.port, credentials: ":right@"), "PING",
            ])
            #expect(end.lines == [#""PONG""#])
        }

        @Test("TLS against a port that speaks plain text is a failure of its own, never plain text")
        func plainPort() async throws {
            let server = try await RedisServer.start()
            let end = try await ToolSession.run(
                ["exec", "--url", "rediss://127.0.0.1:\(server.port)", "--connect-timeout", "0.5"],
                input: "PING\nPING\n".utf8)
            let replies = try end.lines.map { try JSONValue($0) }
            #expect(replies.map(\.failureCode) == ["tls", "unavailable"])
            #expect(replies.map(\.failureOutcome) == ["notSent", "notSent"])
            #expect(end.status == 1)
        }

        @Test(
            "Commands that need a connection to themselves are refused before they are sent, and affect no others",
            arguments: [
                "MULTI", "select 1", "WATCH k", "SUBSCRIBE c", "MONITOR", "CLIENT REPLY OFF", "AUTH secret", "QUIT",
            ])
        func unsupported(line: String) async throws {
            let server = try ScriptedServer(.healthy())
            let end = try await ToolSession.run(
                ["exec", "--url", server.patientURL], input: "PING 1\n\(line)\nPING 2\n".utf8)
            try #require(end.lines.count == 3)
            let failure = try JSONValue(end.lines[1])
            #expect(failure.failureCode == "unsupported")
            #expect(failure.failureOutcome == "notSent")
            #expect(!end.lines[1].contains("secret"))
            #expect(end.lines[2] == #""2""#)
            #expect(end.status == 1)
            #expect(server.commands.map(\.words) == [["PING"], ["PING", "1"], ["PING", "2"]])
        }

        @Test("A blocking command waits on a connection of its own, as long as it allows the server to wait")
        func blocking() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession(
                ["exec", "--url", server.patientURL, "--command-timeout", "1"])
            #expect(try await tool.ask("BLPOP nosuch 0.01") == nil as JSONValue)
            #expect(try await tool.ask("BLPOP nosuch 1.2") == nil as JSONValue)
            #expect(try await tool.ask("PING") == "PONG")
            #expect(await tool.finish().status == 0)
        }

        @Test("Messages about an outage go to standard error, as far as the log level lets them")
        func logging() async throws {
            let server = try ScriptedServer(.refuse)
            let arguments = ["exec", "--url", patientURL(port: server.port, credentials: ":hidden@")]
            let loud = try await ToolSession.run(arguments + ["PING"])
            #expect(loud.complaints.contains("Redis is unavailable"))
            #expect(loud.complaints.contains("127.0.0.1:\(server.port)"))
            #expect(!loud.complaints.contains("hidden"))
            let quiet = try await ToolSession.run(arguments + ["--log-level", "error", "PING"])
            #expect(quiet.complaints == "")
            #expect(quiet.lines.count == 1)
        }
    }
}
