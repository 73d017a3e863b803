import Foundation
import Testing

/// One run of the demo: what it printed and how it ended.
struct DemoRun {
    let status: Int32
    let lines: [Substring]

    /// - Parameter marker: Ctrl-C is pressed when this has been printed; never by default.
    init(_ arguments: String..., interruptedAfter marker: String? = nil) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("outage-demo-\(UUID()).txt")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let process = Process()
        process.executableURL = try Self.buildFolder.appendingPathComponent("OutageDemo")
        process.arguments = arguments
        process.standardOutput = try FileHandle(forWritingTo: file)
        try process.run()
        defer { if process.isRunning { process.terminate() } }

        var marker = marker
        while process.isRunning {
            if let text = marker, try String(contentsOf: file, encoding: .utf8).contains(text) {
                process.interrupt()
                marker = nil
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        status = process.terminationStatus
        lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    }

    /// The figures of a phase in the table at the end, by the names of the columns.
    func figures(of phase: String) throws -> [String: Double] {
        // The words of the head belong together in pairs: `hits %`.
        let head = try #require(lines.last { $0.hasPrefix("phase ") })
        let names = head.split(separator: " ").filter { $0 != "%" && $0 != "ms" }.map(String.init)
        let row = try #require(lines.last { $0.hasPrefix(phase + " ") }).split(separator: " ")
        try #require(row.count == names.count)
        let figures = zip(names, row).compactMap { name, text in Double(text).map { (name, $0) } }
        return Dictionary(uniqueKeysWithValues: figures)
    }

    /// The folder with everything that the demo wrote.
    var folder: String {
        get throws {
            let line = try #require(lines.first { $0.hasPrefix("database: ") })
            let path = try #require(line.split(whereSeparator: { " ,".contains($0) }).dropFirst().first)
            return URL(fileURLWithPath: String(path)).deletingLastPathComponent().path
        }
    }

    /// The demo's executable lies beside the tests'.
    private static var buildFolder: URL {
        get throws {
            let bundles = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
            let tests = try #require(bundles.first { $0.pathExtension == "xctest" })
            return tests.deletingLastPathComponent()
        }
    }
}
