import FoundationEssentials
import ResilientRedisClient
import Testing

@Suite("Version") struct VersionTests {
    private func document(_ name: String) throws -> String {
        var root = URL(filePath: #filePath)
        for _ in 1...4 { root.deleteLastPathComponent() }
        return try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }

    @Test("The newest section of the change log is the library's version, or Unreleased") func changeLog() throws {
        let headings = try document("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
        let version = RedisClient.libraryVersion
        #expect(headings.first == (version.hasSuffix("-dev") ? "## Unreleased" : "## \(version)"))
    }

    @Test("The README names the library's version") func readme() throws {
        #expect(try document("README.md").contains("Version \(RedisClient.libraryVersion)"))
    }

    @Test("The library's version is one of Semantic Versioning") func semanticVersion() throws {
        let number = try #require(RedisClient.libraryVersion.split(separator: "-").first)
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3 && parts.allSatisfy { Int($0) != nil })
    }
}
