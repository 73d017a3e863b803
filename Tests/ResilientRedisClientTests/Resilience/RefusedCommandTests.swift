import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Error replies", .serialized)
    struct ErrorReplyTests {
        @Test("An error reply that concerns one command fails only that command", arguments: ErrorLine.harmless)
        func harmless(_ line: ErrorLine) async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [.send(line.wire)] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let traffic = Traffic(client)
            try await traffic.answers(100)
            let report = await traffic.stop()
            #expect(report.failedReads.isEmpty)
            #expect(report.wrongAnswers == [])
            let write = try #require(report.failedWrites.first)
            #expect(write.error.code == .server)
            #expect(write.error.outcome == .rejected)
            #expect(write.error.reply?.name == line.name)
            #expect(write.error.message.hasPrefix("SET was refused: \(line.name)"))
            #expect(client.availability == .available)
            #expect(server.acceptedConnections == 1)
        }

        @Test("An error reply that concerns the whole server starts a backoff", arguments: ErrorLine.outages)
        func outage(_ line: ErrorLine) async throws {
            let server = try ScriptedServer(echo(announcing { $0.words.last == "refused" ? line.wire : nil }))
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .milliseconds(1500) }
            let before = Task { try await client.text("before") }
            #expect(try await before.value == "before")
            let error = try #require(await tried { try await client.text("refused") }.error)
            #expect(error.code == .server)
            #expect(error.outcome == .rejected)
            #expect(error.reply?.name == line.name)
            // A PING confirms it.
            await client.becomesUnavailable()
            await expectInstantRefusal(client)
            await client.becomesAvailable()
            #expect(try await client.text("after") == "after")
            #expect(server.acceptedConnections == 2)
        }

        @Test(
            "Callers get the error with which the server rejected the handshake before it closed the connection",
            arguments: [false, true])
        func hungUp(_ isWrite: Bool) async throws {
            let server = try ScriptedServer(.greet([.send("-DENIED protected mode is enabled\r\n"), .close]))
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(
                await tried { isWrite ? try await client.set("k", "v") : try await client.text("k") == nil }.error)
            #expect(error.code == .server, "\(error)")
            #expect(error.outcome == .rejected)
            #expect(error.reply?.name == "DENIED")
            #expect(error.message.contains("protected mode"))
            #expect(client.availability == .available)
        }

        @Test("An error reply to a probe ends the outage, and callers get that error")
        func refusedProbe() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port)
            #expect(await tried { try await client.text("k") }.error?.code == .unavailable)
            try await server.become(echo { $0.name == "PING" ? [.send("-NOAUTH Authentication required.\r\n")] : nil })
            await client.becomesAvailable()
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.code == .server, "\(error)")
            #expect(error.reply?.name == "NOAUTH")
            #expect(error.message.contains("Set a password"))
        }

        @Test("READONLY closes the connection, resolves the name again and reconnects")
        func readOnly() async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.name == "SET", command.connection == 0 else { return nil }
                    return [.send("-READONLY You can't write against a read only replica.\r\n")]
                })
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.1"))
            let client = try client(port: server.port, host: "redis.test", resolver: book) { configuration in
                configuration.resilience.commandTimeout = .seconds(60)
            }
            let error = try #require(await tried { try await client.set("k", "v") }.error)
            #expect(error.code == .server)
            #expect(error.outcome == .rejected)
            #expect(error.reply?.name == "READONLY")
            // Long before the deadline of the command that was refused.
            try await server.waitForOpenConnections(0, within: .seconds(10))
            #expect(try await client.set("k", "v"))
            #expect(book.questions == 2)
            #expect(server.commands.filter { $0.name == "SET" }.map(\.connection) == [0, 1])
            #expect(client.availability == .available)
        }

        @Test("READONLY closes the connection after the last pending reply")
        func readOnlyWithNeighbours() async throws {
            let server = try ScriptedServer(
                echo { command in
                    if command.name == "SET" { return [.pause(.milliseconds(100)), .send("-READONLY replica\r\n")] }
                    return command.words.last == "slow" ? [.pause(.milliseconds(100)), .send("$4\r\nslow\r\n")] : nil
                })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(60) }
            let write = Task { await tried { try await client.set("k", "v") } }
            try await server.waitForCommands(1, named: "SET")
            #expect(try await client.text("slow") == "slow")
            #expect(await write.value.error?.reply?.name == "READONLY")
            try await server.waitForOpenConnections(0, within: .seconds(10))
        }

        @Test("READONLY does not cost other callers on the connection their replies")
        func readOnlyInTraffic() async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.name == "SET", command.connection < 5 else { return nil }
                    return [.send("-READONLY You can't write against a read only replica.\r\n")]
                })
            defer { server.stop() }
            let client = try client(port: server.port)
            let traffic = Traffic(client)
            try await server.waitForConnections(6)
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.failedReads.isEmpty)
            #expect(report.wrongAnswers == [])
            #expect(report.failedWrites.allSatisfy { $0.error.reply?.name == "READONLY" })
            #expect(client.availability == .available)
        }

        @Test("READONLY on a lease keeps its connection from being leased again")
        func readOnlyLease() async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.name == "SET", command.connection == 0 else { return nil }
                    return [.send("-READONLY You can't write against a read only replica.\r\n")]
                })
            defer { server.stop() }
            let client = try client(port: server.port)
            let refused = await tried { try await client.withConnection { try await $0.set("k", "v") } }
            #expect(refused.error?.reply?.name == "READONLY")
            #expect(try await client.withConnection { try await $0.set("k", "v") })
            #expect(server.acceptedConnections == 2)
        }
    }

    /// A line that a server answered with, and the name that stands at its beginning.
    struct ErrorLine: Sendable, CustomTestStringConvertible {
        let wire: String

        var name: String { String(wire.dropFirst().prefix { $0 != " " }) }
        var testDescription: String { name }

        static let harmless =
            recorded(
                "busy_script", "oom", "noauth", "noperm_cmd", "noperm_key", "wrongtype", "noreplicas", "unknown",
                "execabort",
                "noscript"
            ) + [
                ErrorLine(
                    wire: "-MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist\r\n"
                ),
                ErrorLine(wire: "-TRYAGAIN Multiple keys request during rehashing of slot\r\n"),
                ErrorLine(wire: "-MOVED 3999 127.0.0.1:6381\r\n"),
            ]

        static let outages = recorded("loading", "masterdown", "clusterdown_slot")

        /// Lines of real servers, from the file of recorded replies.
        private static func recorded(_ names: String...) -> [ErrorLine] {
            names.compactMap { name in RecordedReplies.shared?[name].map { ErrorLine(wire: $0.wire) } }
        }
    }

    /// What real servers answered in all kinds of situations.
    struct RecordedReplies: Decodable {
        let wire: String

        static let shared: [String: RecordedReplies]? = {
            var candidates =
                ProcessInfo.processInfo.environment["RESILIENT_REDIS_DATA"].map { [URL(filePath: $0)] } ?? []
            var folder = URL(filePath: #filePath)
            while folder.path() != "/" {
                folder.deleteLastPathComponent()
                candidates.append(folder.appending(path: "shared/data"))
            }
            let files = candidates.lazy.map { $0.appending(path: "server_error_replies.json") }
            guard let data = files.compactMap({ try? Data(contentsOf: $0) }).first else { return nil }
            return try? JSONDecoder().decode([String: RecordedReplies].self, from: data)
        }()
    }
}

extension Resilience.ErrorReplyTests {
    @Test(
        "The recorded error replies of real servers are available in CI",
        .enabled(if: ProcessInfo.processInfo.environment["CI"] != nil || Resilience.RecordedReplies.shared != nil))
    func repliesAreAtHand() throws {
        #expect(Resilience.RecordedReplies.shared != nil, "shared/data/server_error_replies.json was not found")
    }
}
