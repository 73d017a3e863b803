import Foundation

/// Writes `Commands/Generated/` of the client from the tables and the definitions beside this file.
///
/// usage: CommandGenerator ROOT OUTPUT
@main
struct CommandGenerator {
    static func main() {
        do {
            try run()
        } catch {
            FileHandle.standardError.write(Data("CommandGenerator: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() throws {
        guard CommandLine.arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: CommandGenerator ROOT OUTPUT\n".utf8))
            exit(64)
        }
        let sources = URL(filePath: CommandLine.arguments[1]).appending(path: "Sources/CommandGenerator")
        let output = URL(filePath: CommandLine.arguments[2])
        // Where servers differ, the newest of each kind decides.
        let order = ["redis-8.0", "valkey-9", "valkey-8.1", "redis-7.0"]
        let tables = try order.map { sources.appending(path: "Tables/\($0).json") }
            .filter { FileManager.default.fileExists(atPath: $0.path) }
            .map { try ServerTable(contentsOf: $0) }
        let definitions = sources.appending(path: "Definitions")
        let overrides = try CommandOverrides(
            String(contentsOf: definitions.appending(path: "Overrides.txt"), encoding: .utf8))
        let writer = SwiftWriter(catalog: CommandCatalog(tables), overrides: overrides)

        var names = Set(overrides.custom)
        let files = try FileManager.default.contentsOfDirectory(atPath: definitions.path).sorted()
        for file in files where file.hasSuffix("Commands.txt") {
            let commands = try CommandDefinition.parse(
                String(contentsOf: definitions.appending(path: file), encoding: .utf8))
            names.formUnion(commands.map(\.name))
            for (part, source) in writer.files(commands) {
                let name = file.replacingOccurrences(of: ".txt", with: "+\(part).swift")
                try write(source, to: output.appending(path: name))
            }
        }
        try check(writer.catalog, typed: names, overrides)
        let sorted = names.sorted()
        for (part, range) in [("AtoL", "A"..."L"), ("MtoZ", "M"..."Z")] {
            let some = sorted.filter { range.contains(String($0.prefix(1))) }
            try write(
                try writer.names(some, listed: "typed\(part)"), to: output.appending(path: "CommandName+\(part).swift"))
        }
    }

    private static func write(_ text: String, to file: URL) throws {
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Commands that are neither typed nor excluded are a mistake in the definitions.
    private static func check(_ catalog: CommandCatalog, typed: Set<String>, _ overrides: CommandOverrides) throws {
        let missing = catalog.names.subtracting(typed).subtracting(overrides.excluded).sorted()
        let unknown = typed.subtracting(catalog.names).sorted()
        if !missing.isEmpty {
            throw DefinitionError(line: missing.joined(separator: ", "), problem: "neither typed nor excluded")
        }
        if !unknown.isEmpty {
            throw DefinitionError(line: unknown.joined(separator: ", "), problem: "no server has it")
        }
    }
}
