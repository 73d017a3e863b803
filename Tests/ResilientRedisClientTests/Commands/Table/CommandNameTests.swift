import Foundation
import ResilientRedisClient
import Testing

/// The names of the typed commands' functions.
@Suite struct CommandNameTests {
    /// What has no command of its own: a sequence over all pages of a scan.
    private static let ownNames: Set = ["scanAll", "hscanAll", "sscanAll", "zscanAll"]

    /// The functions that are declared in extensions of a type, by the sources.
    private func functions(ofExtension type: String, _ declaration: String) throws -> Set<String> {
        let root = URL(filePath: #filePath).pathComponents.dropLast(5).joined(separator: "/").dropFirst()
        let folder = URL(filePath: root + "/Sources/ResilientRedisClient/Commands")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        let pattern = try Regex("\(declaration) (\\w+)")
        var names: Set<String> = []
        for case let file as URL in files where file.lastPathComponent.contains("Commands") {
            var isInside = false
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if line.hasPrefix("extension ") || line.hasPrefix("public ") {
                    isInside = line == "extension \(type) {"
                }
                guard isInside, let match = try pattern.firstMatch(in: line) else { continue }
                names.insert(String(match.output[1].substring ?? ""))
            }
        }
        return names
    }

    @Test func `typed commands are named like the server's commands in lower case`() throws {
        let methods = try functions(ofExtension: "RedisCommands", "public func")
        let values = try functions(ofExtension: "RedisCommand", "public static func")
        #expect(values.count > 100)
        // `send` takes any command; the others are sequences.
        #expect(methods.subtracting(values) == Self.ownNames.union(["send"]))
        #expect(values.subtracting(methods) == [])
        var known: Set<String> = []
        for (name, _) in CommandTable.all {
            // The words of a subcommand are joined: `CONFIG GET` is `configGet`.
            let words = name.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" }
            known.insert(words[0] + words.dropFirst().map(\.capitalized).joined())
        }
        #expect(values.subtracting(known) == [])
    }
}
