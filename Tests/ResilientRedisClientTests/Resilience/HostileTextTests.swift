import Logging
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension Resilience {
    /// Text that comes from the server is data: it forges no lines of a log and sends nothing to a terminal.
    @Suite("A server's hostile text", .serialized)
    struct HostileTextTests {
        private static let text =
            "x\u{1B}[2J\u{7}\u{9B}31m\u{202E}\u{2028}\u{85}2026-12-01T00:00:00 critical app: dropped"

        private func isHarmless(_ text: String) -> Bool {
            text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
        }

        @Test(
            "Text of the server is escaped in errors, whatever command it answers",
            arguments: ["ERR", "LOADING", "READONLY", "MOVED"])
        func errors(_ name: String) async throws {
            let lineFeed = ReplyReader.supportsRESP3 ? "" : "\n2026 critical: "
            let server = try ScriptedServer(
                echo { $0.name == "PING" ? nil : [.send("-\(name) \(Self.text)\(lineFeed)\r\n")] })
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.message.contains("critical app: dropped"))
            #expect(isHarmless(error.message), "\(error.message.unicodeScalars.map { $0.escaped(asASCII: true) })")
            #expect(isHarmless(error.description))
            #expect(isHarmless("\(error)"))
            // The reply itself is data, and stays as it was sent.
            #expect(error.reply?.message == "\(name) \(Self.text)\(lineFeed)")
        }

        @Test("Text of the server is escaped in the log of an outage")
        func log() async throws {
            let server = try ScriptedServer(.greet([.send("-LOADING \(Self.text)\r\n")]))
            defer { server.stop() }
            let lines = Mutex<[String]>([])
            let logger = Logger(label: "hostile") { _ in LineHandler { line in lines.withLock { $0.append(line) } } }
            let client = try client(port: server.port, logger: logger)
            _ = await tried { try await client.text("k") }
            try await until { lines.withLock { $0.contains { $0.contains("critical app") } } }
            for line in lines.withLock({ $0 }) { #expect(isHarmless(line), "\(line)") }
        }

        @Test("Text is escaped in every error that is made")
        func made() {
            let error = RedisError(.server, outcome: .unknown, message: "a\nb\u{1B}[0m \u{E9}\u{202E}")
            #expect(error.message == #"a\nb\u{1B}[0m \#u{E9}\u{202E}"#)
        }
    }
}

/// Hands each line with its metadata to a function.
private struct LineHandler: LogHandler {
    let write: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        write("\(event.message) \(event.metadata ?? [:])")
    }
}
