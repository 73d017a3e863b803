import Foundation
import ResilientRedisClient
import Testing

/// Every typed command, byte for byte, with its traits.
@Suite struct CommandEncodingTests {
    @Test(arguments: Encoding.all)
    func `a typed command goes on the wire as these words`(_ encoding: Encoding) {
        #expect(encoding.bytes == wireBytes(encoding.expected))
    }

    @Test(arguments: Encoding.all)
    func `a typed command has the traits that its name is looked up with`(_ encoding: Encoding) {
        #expect(encoding.traits == encoding.traitsByName)
    }

    @Test func `every command that the sources name has a sample`() throws {
        let root = URL(filePath: #filePath).pathComponents.dropLast(5).joined(separator: "/").dropFirst()
        let folder = URL(filePath: root + "/Sources/ResilientRedisClient/Commands")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var named: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: /(?:RedisCommand|Self)\(\s*\.([a-zA-Z]+)/) { named.insert(String(match.1)) }
        }
        #expect(named.count > 80)
        // The name of a command with a subcommand consists of both words, without what a Swift name cannot have.
        var encoded: Set<String> = []
        for words in Encoding.all.map(\.expected) {
            for name in [words[0], words.prefix(2).joined()] {
                encoded.insert(name.filter { $0 != "-" && $0 != "_" })
            }
        }
        #expect(Set(named.map { $0.uppercased() }).subtracting(encoded) == [])
    }
}

extension Encoding {
    static let all: [Encoding] =
        strings + keys + hashes + lists + sets + sortedSets + sortedSetRanges + serverAndConnection + generated

    /// Those whose forms `scripts/generate` writes.
    private static let generated: [Encoding] =
        generatedStrings + generatedKeys + generatedHashes + generatedLists + generatedSortedSets + generatedGeo
        + generatedStreams + generatedScripts + generatedServer + generatedDiagnostics + generatedClients
        + generatedCluster
}
