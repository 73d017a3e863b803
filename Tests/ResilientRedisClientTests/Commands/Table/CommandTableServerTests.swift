import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Compares the table of commands with the metadata of a live server.
@Suite(.timeLimit(.minutes(3))) struct CommandTableServerTests {
    /// The commands of all servers whose tables the generator has.
    private static let known: Set<String> = {
        let root = URL(filePath: #filePath).pathComponents.dropLast(5).joined(separator: "/").dropFirst()
        let tables = URL(filePath: root + "/Sources/CommandGenerator/Tables")
        let files = (try? FileManager.default.contentsOfDirectory(at: tables, includingPropertiesForKeys: nil)) ?? []
        var names: Set<String> = []
        for file in files where file.pathExtension == "json" {
            guard let data = try? Data(contentsOf: file) else { continue }
            names.formUnion(
                (try? JSONSerialization.jsonObject(with: data)).flatMap { $0 as? [String: Any] }?.keys.map { $0 } ?? [])
        }
        return names
    }()

    /// Commands that the server at hand does not have.
    private func newer() async throws -> Set<String> {
        Self.known.subtracting(try await serverCommands().map(\.name))
    }

    /// The server's metadata of a command.
    private struct ServerCommand {
        let name: String
        let flags: Set<String>
    }

    /// All commands and subcommands; those that only have subcommands are left out.
    private func serverCommands() async throws -> [ServerCommand] {
        let redis = try await CommandServer.client(.resp2)
        let all: [String] = try await redis.send("COMMAND", "LIST")
        let containers = Set(all.compactMap { name in name.split(separator: "|").dropLast().first.map(String.init) })
        let names = all.filter { !containers.contains($0) || $0 == "command" }
        // One by one, so that a name that the server does not know fails alone.
        let replies = try await redis.pipeline { pipeline in
            for name in names { pipeline.append(RedisCommand<RESPValue>("COMMAND", "INFO", name)) }
        }
        return try zip(names, replies).map { name, reply in
            let fields = try #require(try reply.get().elements?.first?.elements)
            let flags = try [String](resp: fields[2])
            return ServerCommand(
                name: name.uppercased().split(separator: "|").joined(separator: " "), flags: Set(flags))
        }
    }

    @Test func `every command of the server has a row, and every row a command`() async throws {
        let server = Set(try await serverCommands().map(\.name))
        #expect(server.count > 340)
        let table = CommandTable.all.map(\.name)
        #expect(server.subtracting(table) == [])
        #expect(Set(table).subtracting(server) == Self.known.subtracting(server))
        #expect(table.count == Set(table).count)
    }

    @Test func `the server's own description of its commands is read whole, and calls beside it go on`() async throws {
        let redis = try await CommandServer.client(.resp2)
        for words in [["COMMAND"], ["COMMAND", "DOCS"]] {
            async let beside: String = redis.send("ECHO", "beside")
            let reply: RESPValue = try await redis.send(words[0], words.count > 1 ? words[1] : "INFO")
            #expect(try #require(reply.elements).count > 200)
            #expect(try await beside == "beside")
        }
    }

    @Test func `flags agree with the server's`() async throws {
        let table = Dictionary(uniqueKeysWithValues: CommandTable.all)
        for command in try await serverCommands() {
            let info = try #require(table[command.name])
            let traits = info.traits
            if command.flags.contains("readonly") {
                #expect(traits.contains(.readOnly), "\(command.name)")
            }
            // The server has commands that it flags as neither: they touch no keys. Those of them that change nothing
            // at all, such as PING and CONFIG GET, are read-only here.
            if command.flags.contains("write") { #expect(!traits.contains(.readOnly), "\(command.name)") }
            // XREAD and XREADGROUP block when they are told to; a test of its own looks at that. WAIT has no flag.
            let blocks = traits.contains(.blocking) || info.blocks == .option
            #expect(blocks == (command.flags.contains("blocking") || command.name == "WAIT"), "\(command.name)")
            #expect((info.blocks != .none) == blocks, "\(command.name)")
        }
    }

    @Test func `typed commands have the keys that the server finds in them`() async throws {
        let newer = try await newer()
        for encoding in Encoding.all where newer.isDisjoint(with: encoding.names) {
            #expect(encoding.keys == (try await serverKeys(encoding.expected)), "\(encoding.testDescription)")
        }
    }

    @Test(arguments: CommandSamples.all)
    func `untyped commands have the keys that the server finds in them`(line: String) async throws {
        let words = line.split(separator: " ").map { $0 == "\"\"" ? "" : String($0) }
        guard try await newer().isDisjoint(with: [words[0], words.prefix(2).joined(separator: " ")]) else { return }
        var encoder = RESPEncoder()
        encoder.append(words)
        #expect(RedisRequest(encoder.finish(), traits: nil).keyTexts == (try await serverKeys(words)))
    }

    @Test func `there is a sample of every typed command, and of every other with keys`() {
        let samples = CommandSamples.all.map { " " + $0 + " " }
        let encoded = Encoding.all.map { " " + $0.testDescription + " " }
        let typed = Set(CommandName.typed.map(\.text))
        for (name, info) in CommandTable.all where info.keys != .none || typed.contains(name) {
            #expect((samples + encoded).contains { $0.hasPrefix(" \(name) ") }, "\(name)")
        }
    }

    private func serverKeys(_ words: [String]) async throws -> [String] {
        // The server refuses to look for keys where there are no arguments.
        guard words.count > 1 else { return [] }
        let redis = try await CommandServer.client(.resp2)
        do {
            let arguments: [any RESPEncodable] = ["GETKEYS"] + words
            return try await redis.send(RedisCommand<[String]>("COMMAND", arguments: arguments))
        } catch let error as RedisError where error.reply?.message.contains("no key arguments") == true {
            return []
        }
    }
}
