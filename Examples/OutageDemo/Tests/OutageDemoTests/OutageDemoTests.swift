import Foundation
import Testing

@Suite("The demo", .serialized, .timeLimit(.minutes(3)))
struct OutageDemoTests {
    @Test("The demo answers every request and finds its cache again after each outage")
    func recovers() async throws {
        let run = try await DemoRun("--seconds-per-phase", "2", "--orders", "20000")
        #expect(run.status == 0, "\(run.lines.suffix(12).joined(separator: "\n"))")
        for phase in ["healthy", "frozen", "thawed", "killed", "restarted"] {
            let figures = try run.figures(of: phase)
            #expect(try #require(figures["requests"]) > 0)
            #expect(figures["failed"] == 0)
        }
        for phase in ["thawed", "restarted"] { #expect(try #require(run.figures(of: phase)["hits"]) > 10) }
        for phase in ["frozen", "killed"] { #expect(try #require(run.figures(of: phase)["hits"]) < 10) }
        #expect(run.lines.contains("  backoff 0.6 s (default 30.0 s)"))
        #expect(!FileManager.default.fileExists(atPath: try run.folder))
    }

    @Test("The demo fails when Redis does not come back")
    func fails() async throws {
        let run = try await DemoRun("--seconds-per-phase", "1", "--orders", "20000", "--omit", "restarted")
        #expect(run.status == 1)
        #expect(run.lines.contains { $0.hasPrefix("FAILED restarted") })
        #expect(run.lines.contains { $0.hasPrefix("ok     thawed") })
        #expect(!FileManager.default.fileExists(atPath: try run.folder))
    }

    @Test("The demo leaves nothing behind when interrupted, not even a frozen server")
    func interrupted() async throws {
        let run = try await DemoRun("--seconds-per-phase", "2", "--orders", "20000", interruptedAfter: "FROZEN")
        #expect(run.status == 130)
        #expect(!FileManager.default.fileExists(atPath: try run.folder))
        let address = ":\(try run.port)"
        #expect(try !runningCommands().contains { $0.contains("redis-server") && $0.contains(address) })
    }

    /// The command lines of all processes.
    private func runningCommands() throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/ps")
        process.arguments = ["-A", "-o", "args"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n")
    }
}

extension DemoRun {
    /// The port of the demo's server.
    fileprivate var port: Int {
        get throws {
            let line = try #require(lines.first { $0.hasPrefix("Redis: ") })
            return try #require(line.split(separator: " ").last.flatMap { Int($0) })
        }
    }
}
