import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Malformed replies", .serialized)
    struct GarbageTests {
        /// What the server sends in place of a reply.
        struct Garbage: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let bytes: [UInt8]

            init(_ description: String, _ text: String) {
                testDescription = description
                bytes = Array(text.utf8)
            }

            static let all = [
                Garbage("a word", "garbage\r\n"),
                Garbage("an unknown type", "?5\r\nhello\r\n"),
                Garbage("a web page", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                Garbage("zeros", String(repeating: "\0", count: 100)),
                Garbage("a length that is no number", "$five\r\nhello\r\n"),
                Garbage("an integer that is no number", ":12a4\r\n"),
                Garbage("an array of two thousand million elements", "*2147483647\r\n"),
                Garbage("an array of more elements than there are numbers", "*99999999999999999999\r\n"),
                Garbage("a string of two terabytes", "$2199023255552\r\n"),
                Garbage("a string of a negative length", "$-2\r\n"),
                Garbage("nesting without end", String(repeating: "*1\r\n", count: 1000)),
                Garbage("a header without end", "$" + String(repeating: "1", count: 100_000)),
                Garbage("a status without end", "+" + String(repeating: "x", count: 100_000)),
                Garbage("an error without end", "-" + String(repeating: "x", count: 100_000)),
            ]
        }

        @Test("A malformed reply closes the connection, and its caller gets a protocol error", arguments: Garbage.all)
        func garbage(_ garbage: Garbage) async throws {
            let server = try ScriptedServer(echo { $0.words.last == "garbage" ? [.send(garbage.bytes)] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let attempt = await tried { try await client.text("garbage") }
            #expect(attempt.error?.code == .protocolError, "\(attempt.result)")
            #expect(attempt.error?.outcome == .unknown)
            #expect(attempt.duration < slack)
            try await server.waitForOpenConnections(0)
            #expect(try await client.text("next") == "next")
            #expect(client.availability == .available)
            // Sending the command again would bring the same reply.
            #expect(server.commands.count { $0.words.last == "garbage" } == 1)
        }

        @Test(
            "A malformed reply fails no reads of other callers, and writes only with an unknown outcome",
            arguments: Garbage.all)
        func garbageInTraffic(_ garbage: Garbage) async throws {
            let server = try ScriptedServer(echo { $0.words.last == "garbage" ? [.send(garbage.bytes)] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let traffic = Traffic(client)
            for _ in 0..<3 {
                try await traffic.answers(100)
                let attempt = await tried { try await client.text("garbage") }
                #expect(attempt.error?.code == .protocolError, "\(attempt.result)")
            }
            try await traffic.answers(100)
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
            #expect(report.failedReads.isEmpty, "\(report.failedReads)")
            for failure in report.failedWrites {
                // It was another call's reply that could not be used.
                #expect(failure.error.code == .connectionLost, "\(failure.error)")
                #expect(failure.error.message.contains("another call's reply, to GET, cannot be used"))
                #expect(failure.error.outcome == .unknown)
            }
            #expect(client.availability == .available)
        }

        @Test("An unusable reply costs the calls behind it their connection, and their errors say why")
        func callsBehind() async throws {
            let server = try ScriptedServer(
                echo { $0.words.last == "garbage" ? [.pause(.milliseconds(300)), .send("?5\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let culprit = Task { await tried { try await client.text("garbage") } }
            try await server.waitForCommands(1, named: "GET")
            async let write = tried { try await client.set("k", "v") }
            async let read = tried { try await client.text("read") }
            #expect(await culprit.value.error?.code == .protocolError)
            let error = try #require(await write.error)
            #expect(error.code == .connectionLost)
            #expect(error.outcome == .unknown)
            #expect(error.message.contains("another call's reply, to GET, cannot be used: unknown reply type"))
            // A read-only command is sent again.
            #expect(try await read.result.get() == "read")
        }

        @Test("Replies over the configured limits are protocol errors that name the limit")
        func bounds() async throws {
            let server = try ScriptedServer(
                echo { command in
                    switch command.words.last {
                    case "long": [.send("$11\r\nhello world\r\n")]
                    case "many": [.send("*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n")]
                    case "deep": [.send("*1\r\n*1\r\n*1\r\n:1\r\n")]
                    case "line": [.send("+hello world\r\n")]
                    default: nil
                    }
                })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.replyLimits = .init(
                    maximumBulkLength: 10, maximumElements: 3, maximumDepth: 2, maximumLineLength: 10)
            }
            let bounds = [
                "long": "maximumBulkLength", "many": "maximumElements", "deep": "maximumDepth",
                "line": "maximumLineLength",
            ]
            for (key, bound) in bounds {
                let error = try #require(await tried { try await client.send("GET", key, as: RESPValue.self) }.error)
                #expect(error.code == .protocolError)
                #expect(error.message.contains("replyLimits.\(bound)"), "\(error.message)")
                #expect(try await client.text("next") == "next")
            }
        }

        @Test("An unsolicited reply closes the connection, and no caller gets it")
        func unsolicited() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port)
            #expect(try await client.text("k") == "k")
            server.perform([.send("$5\r\nwrong\r\n")])
            try await server.waitForOpenConnections(0)
            #expect(try await client.text("k") == "k")
            #expect(client.availability == .available)
        }

        @Test("A second reply to one command closes the connection before any caller gets it")
        func twoAnswers() async throws {
            let server = try ScriptedServer(
                echo { $0.words.last == "twice" ? [.send("$5\r\ntwice\r\n$5\r\ntwice\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            #expect(try await client.text("twice") == "twice")
            try await server.waitForOpenConnections(0)
            for index in 0..<10 { #expect(try await client.text("key:\(index)") == "key:\(index)") }
            #expect(client.availability == .available)
        }

        #if os(Linux)
            @Test("Huge, endless or deeply nested replies do not make the client's memory grow")
            func memory() async throws {
                let endless = [UInt8](repeating: 0x78, count: 1 << 20)
                let server = try ScriptedServer(
                    echo { command in
                        switch command.words.last {
                        case "elements": [.send("*2147483647\r\n:1\r\n")]
                        case "nested": [.send("*16777216\r\n*16777216\r\n*16777216\r\n*16777216\r\n:1\r\n")]
                        case "line": [.send("+")] + Array(repeating: .send(endless), count: 64)
                        case "bytes": [.send("$9223372036854775807\r\n")] + Array(repeating: .send(endless), count: 64)
                        default: nil
                        }
                    })
                defer { server.stop() }
                let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(2) }
                let before = try residentMemory()
                for _ in 0..<5 {
                    for key in ["elements", "line", "bytes"] {
                        let attempt = await tried { try await client.text(key) }
                        #expect(attempt.error?.code == .protocolError, "\(key): \(attempt.result)")
                    }
                    let nested = await tried { try await client.withTimeout(.milliseconds(50)).text("nested") }
                    #expect(nested.error != nil)
                    await client.reset()
                }
                #expect(try residentMemory() - before < 128 << 20)
            }
        #endif
    }
}
