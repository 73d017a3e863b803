package import Foundation

/// What one server says about its commands: a file of `Tables/`, made by `scripts/command-table`.
package struct ServerTable: Sendable {
    /// A command, or a subcommand behind its command (`CONFIG GET`).
    package struct Command: Codable, Sendable {
        /// How many words it takes, its name included; negative when more may follow.
        package var arity: Int
        package var flags: [String]
        /// The version of the server that had it first.
        package var since: String
        /// Where its keys are, in the server's terms.
        package var keys: [String]
        package var syntax: String

        package init(arity: Int, flags: [String], since: String, keys: [String], syntax: String) {
            self.arity = arity
            self.flags = flags
            self.since = since
            self.keys = keys
            self.syntax = syntax
        }
    }

    /// `redis-8.0`, the name of the file.
    package var name: String
    /// By name, in capitals.
    package var commands: [String: Command]

    package init(name: String, commands: [String: Command]) {
        self.name = name
        self.commands = commands
    }

    package init(contentsOf url: URL) throws {
        self.init(
            name: url.deletingPathExtension().lastPathComponent,
            commands: try JSONDecoder().decode([String: Command].self, from: Data(contentsOf: url)))
    }
}

/// The tables of all servers as one.
package struct CommandCatalog: Sendable {
    package var tables: [ServerTable]

    /// Takes the tables, the one that decides where they differ first.
    package init(_ tables: [ServerTable]) { self.tables = tables }

    package var names: Set<String> { Set(tables.flatMap(\.commands.keys)) }

    package func command(_ name: String) -> ServerTable.Command? {
        tables.lazy.compactMap { $0.commands[name] }.first
    }

    /// The least number of words that every server accepts, the name's words included.
    package func minimumWords(_ name: String) -> Int {
        tables.compactMap { $0.commands[name].map { abs($0.arity) } }.min() ?? 0
    }

    /// A sentence about the versions that have a command; `nil` when all supported ones do.
    package func availability(_ name: String) -> String? {
        func since(_ server: String) -> [Int]? {
            tables.lazy.filter { $0.name.hasPrefix(server) }.compactMap { $0.commands[name]?.since }.first
                .map { $0.split(separator: ".").compactMap { Int($0) } }
        }
        func latest(_ server: String) -> String {
            let name = tables.first { $0.name.hasPrefix(server) }?.name ?? server
            return name.replacingOccurrences(of: "-", with: " ").capitalized
        }
        func text(_ version: [Int]) -> String { version.prefix(2).map(String.init).joined(separator: ".") }
        let (redis, valkey) = (since("redis"), since("valkey"))
        switch (redis, valkey) {
        case (let redis?, let valkey?):
            guard !redis.lexicographicallyPrecedes([6, 3]) else { return nil }
            // Valkey began as Redis 7.2.4.
            guard valkey.lexicographicallyPrecedes([7, 3]) else {
                return "Redis \(text(redis)) or later, Valkey \(text(valkey)) or later."
            }
            return "Redis \(text(redis)) or later."
        case (let redis?, nil): return "Redis \(text(redis)) or later; \(latest("valkey")) does not have it."
        case (nil, let valkey?): return "Valkey \(text(valkey)) or later; \(latest("redis")) does not have it."
        case (nil, nil): return nil
        }
    }
}

// MARK: What the client needs to know

extension ServerTable.Command {
    /// The Swift expression of a `KeySpecification`; `nil` when the client has no form for it.
    package var keySpecification: String? {
        var ranges: [(first: Int, last: Int, step: Int)] = []
        var counted: [Int] = []
        for key in keys {
            let words = key.split(separator: " ").map(String.init)
            func number(_ name: String) -> Int? {
                words.first { $0.hasPrefix(name + "=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
            }
            if key.hasPrefix("keyword keyword=STREAMS ") { return ".streams" }
            guard words.first == "index", let index = number("index") else { return nil }
            if words.contains("range"), let last = number("lastkey"), let step = number("keystep") {
                guard number("limit") ?? 0 == 0 else { return nil }
                ranges.append((index, last < 0 ? last : index + last, step))
            } else if words.contains("keynum"), number("keystep") == 1, number("firstkey") == 1 {
                counted.append(index)
            } else {
                return nil
            }
        }
        return Self.expression(ranges, counted)
    }

    private static func expression(_ ranges: [(first: Int, last: Int, step: Int)], _ counted: [Int]) -> String? {
        if let position = counted.first {
            if counted.count == 1, ranges.isEmpty { return ".counted(at: \(position))" }
            let isDestination = ranges.count == 1 && ranges[0].first == 1 && ranges[0].last == 1
            return counted == [2] && isDestination ? ".destinationAndCounted" : nil
        }
        guard var range = ranges.first else { return ".none" }
        for next in ranges.dropFirst() {
            guard next.first == range.last + 1, next.step == 1, range.step == 1 else { return nil }
            range.last = next.last
        }
        switch range {
        case (1, 1, _): return ".first"
        case (2, 2, _): return ".second"
        case (1, -1, 1): return ".all"
        case (1, -1, 2): return ".pairs"
        default:
            return range.step == 1
                ? ".range(\(range.first), \(range.last))"
                : ".range(first: \(range.first), last: \(range.last), step: \(range.step))"
        }
    }

    /// The Swift expression of a `BlockingTimePosition`; `nil` when the command never blocks.
    package var blockingTime: String? {
        if syntax.contains("[BLOCK milliseconds") { return ".option" }
        guard flags.contains("blocking") else { return nil }
        let unit = syntax.contains("timeout:double") ? ".seconds" : ".milliseconds"
        return syntax.hasPrefix("timeout") ? ".first(\(unit))" : ".last(\(unit))"
    }
}
