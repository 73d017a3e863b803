import Logging
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Error messages and log lines", .serialized)
    struct FailureReportTests {
        @Test("Errors and logs do not contain the password, even if the server repeats it")
        func repeatedPassword() async throws {
            let server = try ScriptedServer(
                .healthy { command in
                    guard command.name == "AUTH" else { return nil }
                    let arguments = command.words.dropFirst().map { "'\($0)'" }.joined(separator: " ")
                    return [.send("-ERR unknown command 'AUTH', with args beginning with: \(arguments)\r\n")]
                })
            defer { server.stop() }
            let log = LogRecorder()
            let client = try client(port: server.port, logger: log.logger) {
                $0.credentials = .init(username: "app", password: "hunter2")
            }
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.code == .server)
            #expect(error.message.contains("unknown command 'AUTH'"))
            for text in ["\(error)", error.message, error.reply?.message ?? "", String(reflecting: error)] + log.texts {
                #expect(!text.contains("hunter2"))
            }
        }

        @Test("An outage is logged once when it begins and once when it ends")
        func logLines() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let log = LogRecorder()
            let client = try client(port: server.port, logger: log.logger) { configuration in
                configuration.resilience.backoff = .milliseconds(200)
                configuration.resilience.earlyProbes = .exponential(from: .milliseconds(20), factor: 1)
            }
            let traffic = Traffic(client)
            try await traffic.answers()
            #expect(log.lines.isEmpty)
            let before = server.acceptedConnections
            try await server.become(.acceptThenClose)
            await client.becomesUnavailable()
            try await traffic.failures(500)
            // Some probes fail meanwhile.
            try await server.waitForConnections(before + 4)
            try await server.become(echo())
            await client.becomesAvailable()
            try await traffic.answers()
            let report = await traffic.stop()

            try #require(log.lines.count == 2, "\(log.lines)")
            let (down, up) = (log.lines[0], log.lines[1])
            #expect(down.level == .warning)
            #expect(down.metadata["endpoint"] == "127.0.0.1:\(server.port)")
            // A connection that was accepted just before the server went away ends in the handshake.
            let detail = try #require(down.metadata["detail"])
            switch down.metadata["cause"] {
            case "connect": #expect(detail.contains("Connection refused"))
            case "handshake": #expect(detail.contains("closed it during the handshake"))
            case let cause: Issue.record("\(cause ?? "none")")
            }
            #expect(down.metadata["next_probe_in"] == "0.2 s")
            #expect(up.level == .notice)
            #expect(up.metadata["endpoint"] == "127.0.0.1:\(server.port)")
            #expect(up.metadata["outage"]?.hasSuffix(" s") == true)
            let refused = up.metadata["refused_calls"].flatMap { Int($0) } ?? 0
            #expect(refused > 0)
            #expect(refused <= report.failures.count)
            for text in log.texts { #expect(!text.contains("traffic:")) }
        }

        @Test("Error messages name the endpoint, the command, the limit and a remedy, but never an argument")
        func messages() async throws {
            let server = try ScriptedServer(
                echo { command in
                    switch command.words[1...].first {
                    case "SECRET-silent": return []
                    case "SECRET-cut": return [.reset]
                    case "SECRET-refused": return [.send("-WRONGTYPE no\r\n")]
                    case "SECRET-list": return [.send("*0\r\n")]
                    case "SECRET-garbage": return [.send("?\r\n")]
                    default: return nil
                    }
                })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let cases: [(key: String, code: RedisError.Code, parts: [String])] = [
                ("SECRET-silent", .timeout, ["SET", "0.05 s", "caller's own limit"]),
                ("SECRET-cut", .connectionLost, ["connection was lost", "Check the server"]),
                ("SECRET-refused", .server, ["SET", "WRONGTYPE"]),
                ("SECRET-list", .decoding, ["SET", "array"]),
                ("SECRET-garbage", .protocolError, ["unknown reply type", "connection was closed"]),
            ]
            for (key, code, parts) in cases {
                let own = client.withTimeout(code == .timeout ? .milliseconds(50) : .seconds(5))
                let error = try #require(await tried { try await own.set(key, "SECRET-value") }.error)
                #expect(error.code == code, "\(error)")
                #expect(error.endpoint == "127.0.0.1:\(server.port)")
                for part in parts { #expect(error.message.contains(part), "\(error.message)") }
                for text in ["\(error)", String(reflecting: error), error.message] {
                    #expect(!text.contains("SECRET"), "\(text)")
                }
                #expect("\(error)".contains("127.0.0.1:\(server.port)"))
                #expect("\(error)".contains("outcome: \(error.outcome.rawValue)"))
                await client.reset()
            }
        }

        @Test("A timeout's error message names the command, its limit and the setting")
        func policyTimeout() async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .milliseconds(150) }
            let error = try #require(await tried { try await client.set("k", "v") }.error)
            #expect(error.code == .timeout)
            #expect(error.outcome == .unknown)
            #expect(error.message.contains("SET got no reply within 0.15 s"))
            #expect(error.message.contains("commandTimeout"))
        }
    }
}
