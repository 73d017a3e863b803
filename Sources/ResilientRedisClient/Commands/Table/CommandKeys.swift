/// One command of an encoded request, taken apart.
package struct EncodedCommand: Sendable {
    package let wire: WireCommand
    package let arguments: [WireCommand.Argument]

    /// The command's name in capitals.
    package var name: String { word(0) }

    package var info: CommandInfo { CommandTable.info(word(0), word(1)) }

    /// The command's keys, in the order of its words; `nil` when the command is not known.
    ///
    /// There are none as well when the words are not of the form that the command demands: the server refuses it.
    package var keys: [WireCommand.Argument]? {
        let specification = info.keys
        return specification == .unknown ? nil : positions(specification).map { arguments[$0] }
    }

    /// The word at a position in capitals; empty when there is none, or when it is too long for a keyword.
    private func word(_ position: Int) -> String {
        arguments.indices.contains(position) ? wire.keyword(of: arguments[position]) : ""
    }

    private func positions(_ specification: KeySpecification) -> [Int] {
        switch specification {
        case .unknown, .none: []
        case .range(let first, let last, let step):
            positions(from: Int(first), through: last < 0 ? arguments.count + Int(last) : Int(last), by: Int(step))
        case .counted(let position): counted(at: Int(position))
        case .countedPairs(let position): counted(at: Int(position), by: 2)
        case .destinationAndCounted: positions(from: 1, through: 1) + counted(at: 2)
        case .firstAndStored(let position): positions(from: 1, through: 1) + stored(from: Int(position))
        case .streams: streams()
        case .migrated: migrated()
        }
    }

    private func positions(from first: Int, through last: Int, by step: Int = 1) -> [Int] {
        Array(stride(from: first, through: min(last, arguments.count - 1), by: step))
    }

    private func counted(at position: Int, by step: Int = 1) -> [Int] {
        guard let count = Int(word(position)), count > 0, count <= (arguments.count - position - 1) / step else {
            return []
        }
        return positions(from: position + 1, through: position + count * step, by: step)
    }

    private func stored(from start: Int) -> [Int] {
        var keys: [Int] = []
        eachOption(from: start, skipping: Self.storeOptions) { option, position in
            if option == "STORE" || option == "STOREDIST", position + 1 < arguments.count { keys.append(position + 1) }
            return true
        }
        return keys
    }

    private func streams() -> [Int] {
        var first = arguments.count
        eachOption(from: 1, skipping: Self.streamOptions) { option, position in
            if option == "STREAMS" { first = position + 1 }
            return option != "STREAMS"
        }
        return positions(from: first, through: first + (arguments.count - first) / 2 - 1)
    }

    private func migrated() -> [Int] {
        guard arguments.count > 3 else { return [] }
        guard arguments[3].range.isEmpty, arguments[3].payload == nil else { return [3] }
        var keys: [Int] = []
        eachOption(from: 6, skipping: Self.migrationOptions) { option, position in
            if option == "KEYS" { keys = positions(from: position + 1, through: arguments.count - 1) }
            return option != "KEYS"
        }
        return keys
    }

    /// Calls a function for each option and its position until it returns `false`. The words that belong to an option
    /// are skipped, because they may look like options.
    private func eachOption(from start: Int, skipping words: [String: Int], _ body: (String, Int) -> Bool) {
        var position = start
        while position < arguments.count {
            let option = word(position)
            guard body(option, position) else { return }
            position += 1 + (words[option] ?? 0)
        }
    }

    // How many words belong to an option.
    private static let storeOptions = ["BY": 1, "GET": 1, "LIMIT": 2, "COUNT": 1, "STORE": 1, "STOREDIST": 1]
    private static let streamOptions = ["GROUP": 2, "COUNT": 1, "BLOCK": 1]
    private static let migrationOptions = ["AUTH": 1, "AUTH2": 2]
}

extension WireCommand {
    /// The commands that it consists of, in order.
    package var commands: [EncodedCommand] {
        var commands: [EncodedCommand] = []
        var position = start
        while position < end {
            let (arguments, next) = arguments(from: position)
            commands.append(EncodedCommand(wire: self, arguments: arguments))
            position = next
        }
        return commands
    }
}

extension RedisRequest {
    /// The keys of all its commands, in order; `nil` when one of them is not known.
    ///
    /// They are looked for in the encoded bytes each time: requests to a single server never ask.
    package var keys: [WireCommand.Argument]? {
        var keys: [WireCommand.Argument] = []
        for command in wire.commands {
            guard let more = command.keys else { return nil }
            keys += more
        }
        return keys
    }
}
