import RedisTransport

/// The one place that knows what a command is: how it may be sent, where its keys are, how long it may block, and what
/// its error replies mean.
///
/// Typed commands bring their part of it along (``CommandName``); all others are looked up once, when they are made.
package enum CommandTable {
    /// What is known about a command, by its first two words in capitals. Unknown commands count as writes.
    package static func info(_ name: String, _ subcommand: String) -> CommandInfo {
        guard let entry = entries[name] else { return .unknown }
        if let info = entry.subcommands[subcommand] { return info }
        return entry.info ?? .unknown
    }

    /// All names, and what is known about them.
    package static var all: [(name: String, info: CommandInfo)] {
        CommandName.typed.map { ($0.text, $0.info) } + untyped.flatMap { row in row.names.map { ($0, row.info) } }
    }

    private struct Entry {
        var info: CommandInfo?
        var subcommands: [String: CommandInfo] = [:]
    }

    private static let entries: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for (name, info) in all {
            let words = name.split(separator: " ")
            if words.count == 1 {
                entries[name, default: Entry()].info = info
            } else {
                entries[String(words[0]), default: Entry()].subcommands[String(words[1])] = info
            }
        }
        return entries
    }()
}

extension CommandInfo {
    /// Looks up the first command of an encoded request.
    init(of wire: WireCommand) { self.init(words: wire.words(2)) }

    fileprivate init(words: [String]) {
        self = words.first.map { CommandTable.info($0, words.count > 1 ? words[1] : "") } ?? .unknown
    }
}

extension RedisCommandTraits {
    /// Looks up the first command of an encoded request.
    @usableFromInline
    package init(of wire: WireCommand) {
        let words = wire.words(2)
        guard !words.isEmpty else {
            // The server does not answer a command without words, so the replies after it would be one too few.
            self = .unsupported
            return
        }
        let info = CommandInfo(words: words)
        self = info.traits
        if info.blocks == .option, wire.streamBlockingTime != nil {
            remove(.readOnly)
            insert(.blocking)
        }
    }
}

// MARK: Blocking time

extension WireCommand {
    /// The time that a blocking command gives the server, whether it is a typed one or not. A time that does not parse
    /// counts as none: the server refuses it at once.
    package var blockingTime: BlockingTime {
        switch CommandInfo(of: self).blocks {
        case .none: .atMost(.zero)
        case .first(let unit): Self.time(words(2).dropFirst().first, in: unit)
        case .last(let unit): Self.time(words(.max).last, in: unit)
        case .option: Self.time(streamBlockingTime, in: .milliseconds)
        }
    }

    private static func time(_ word: String?, in unit: BlockingTimePosition.Unit) -> BlockingTime {
        guard let word, let count = Double(word), count >= 0 else { return .atMost(.zero) }
        // Far above any sensible wait, and far below where the multiplication would overflow.
        guard count > 0, count <= 1e12 else { return .unlimited }
        return .atMost((unit == .seconds ? .seconds(1) : .milliseconds(1)) * count)
    }

    /// What `XREAD` or `XREADGROUP` gives as the time to block for, when it does. The options before the streams' names
    /// come in any order, and a group may have the name of an option.
    package var streamBlockingTime: String? {
        var words = words(16).dropFirst()
        while let word = words.popFirst(), word != "STREAMS" {
            switch word {
            case "BLOCK": return words.first ?? ""
            case "GROUP": words = words.dropFirst(2)
            case "COUNT": words = words.dropFirst()
            default: break
            }
        }
        return nil
    }
}

// MARK: Error replies

extension RESPErrorReply {
    /// What an error reply to a command says about its effect: none, as a rule. A script may have written something
    /// before it failed, and what a proxy passes on may have run.
    func outcome(of command: String) -> RedisError.Outcome {
        if isFailureOfUpstream { return .unknown }
        guard CommandTable.info(command, "").traits.contains(.mayFailHalfway) else { return .rejected }
        return CommandTable.refusals.contains(name) ? .rejected : .unknown
    }

    /// A proxy lost the server behind it after it may have sent the command there. Its words are those of Envoy, twemproxy,
    /// Codis and Predixy. "no upstream host" is none of them: then the proxy had no server to send to.
    private var isFailureOfUpstream: Bool {
        let words = name == "ERR" ? bytes.dropFirst("ERR ".utf8.count) : bytes[...]
        let lowercased = String(decoding: words.prefix(40), as: UTF8.self).lowercased()
        return CommandTable.upstreamFailures.contains { lowercased.hasPrefix($0) }
    }
}

extension CommandTable {
    /// How proxies begin to say that a command may have reached a server that failed.
    fileprivate static let upstreamFailures = [
        "upstream failure", "upstream protocol error", "finished with ", "backend timeout", "connection timed out",
        "connection reset", "broken pipe", "handle response", "server connection close",
    ]

    /// The errors by which a server refuses any command before it runs.
    fileprivate static let refusals: Set<String> = [
        "NOSCRIPT", "NOPERM", "NOAUTH", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "BUSY", "MOVED", "ASK",
    ]
}
