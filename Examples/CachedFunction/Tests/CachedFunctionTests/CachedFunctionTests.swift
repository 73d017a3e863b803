import Foundation
import Testing

@Suite("The example", .timeLimit(.minutes(2)))
struct CachedFunctionTests {
    @Test("The example finds what it has loaded, sees changes, and works without Redis")
    func works() throws {
        let (status, lines) = try run()
        #expect(status == 0, "\(lines.joined(separator: "\n"))")
        #expect(!lines.contains { $0.hasPrefix("FAILED") })
        for kind in ["struct", "actor", "free function"] {
            let results = lines.filter { $0.hasPrefix("ok     \(kind): ") && $0.hasSuffix(" ms") }.map { line in
                line.contains("found in Redis") ? "hit" : "load"
            }
            #expect(results.prefix(3) == ["load", "hit", "load"])
        }
        #expect(lines.last == "12 calls: 4 hits, 5 misses, 3 without Redis")
    }

    @Test("The example fails when a change is not invalidated")
    func fails() throws {
        let (status, lines) = try run("--omit-invalidation")
        #expect(status == 1)
        #expect(lines.contains { $0.hasPrefix("FAILED struct: found in Redis") })
    }

    /// Runs the example, which lies beside the tests.
    private func run(_ arguments: String...) throws -> (status: Int32, lines: [String]) {
        let bundles = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
        let tests = try #require(bundles.first { $0.pathExtension == "xctest" })
        let process = Process()
        process.executableURL = tests.deletingLastPathComponent().appendingPathComponent("CachedFunction")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        return (process.terminationStatus, lines)
    }
}
