/// What a value read from a server says about the writes to its key.
package enum Verdict: Sendable, Hashable {
    /// An allowed answer.
    case fine
    /// Another key's value, or one that was never written.
    case wrong(String)
    /// A write was acknowledged, and what is there is older.
    case lost(String)
    /// An answer came a second time, or a command took effect twice.
    case duplicated(String)
}

/// The outcome of a write.
package enum WriteOutcome: Sendable, Hashable {
    case acknowledged
    /// It had no effect.
    case notRun
    /// It may have run, or may run later.
    case unknown
}

/// The writes to one key by the one task that writes to it, and which values may be read from it.
///
/// Values name their key and are numbered. A write of unknown outcome may take effect at any later time: a server that
/// resumes processes what lies in its buffers, connection by connection in any order.
package struct KeyLedger: Sendable {
    package let key: String
    /// Whether the server may forget everything, as one without persistence does when it is restarted.
    package let mayForget: Bool
    package private(set) var attempted = 0
    package private(set) var acknowledged = 0
    private var unknown: Set<Int> = []

    package init(key: String, mayForget: Bool) {
        self.key = key
        self.mayForget = mayForget
    }

    /// The next value to be written, padded to at least `size` bytes.
    package mutating func nextValue(size: Int) -> String {
        attempted += 1
        let value = "\(key)#\(attempted)#"
        return value + String(repeating: ".", count: max(0, size - value.utf8.count))
    }

    /// Records the outcome of the write of the value that was handed out last.
    package mutating func lastWriteEnded(_ outcome: WriteOutcome) {
        switch outcome {
        case .acknowledged: acknowledged = attempted
        case .notRun: break
        case .unknown: unknown.insert(attempted)
        }
    }

    /// Checks the answer to a read.
    package func judge(_ value: String?) -> Verdict {
        guard let value else {
            return acknowledged == 0 || mayForget ? .fine : .lost("\(key): write \(acknowledged) is gone")
        }
        // Values are shown by their names alone: they are this workload's own.
        guard let number = Self.number(in: value, of: key), number >= 1, number <= attempted else {
            return .wrong("\(key): got \(value.prefix(80))")
        }
        if number >= acknowledged || unknown.contains(number) { return .fine }
        return .lost("\(key): write \(acknowledged) was acknowledged, and write \(number) was read after it")
    }

    static func number(in value: String, of key: String) -> Int? {
        // Byte by byte: another key's value may be equal as a string.
        let value = value.utf8
        guard value.starts(with: (key + "#").utf8) else { return nil }
        let rest = value.dropFirst(key.utf8.count + 1)
        guard let end = rest.firstIndex(of: UInt8(ascii: "#")) else { return nil }
        return Int(Substring(rest[..<end]))
    }
}

/// The increments of one counter by the one task that increments it, and which answers there may be.
package struct CounterLedger: Sendable {
    package let key: String
    package let mayForget: Bool
    /// How many increments have certainly run, and how many may have.
    package private(set) var acknowledged = 0
    package private(set) var unknown = 0
    private var lastSeen = 0

    package init(key: String, mayForget: Bool) {
        self.key = key
        self.mayForget = mayForget
    }

    /// Records an increment that failed.
    package mutating func failed(_ outcome: WriteOutcome) {
        if outcome == .unknown { unknown += 1 }
    }

    /// Records and checks the answer to an increment.
    package mutating func answered(_ count: Int) -> Verdict {
        if mayForget, count <= lastSeen {
            // A server that was restarted counts from the beginning.
            acknowledged = count
            lastSeen = count
            return .fine
        }
        let most = acknowledged + unknown + 1
        let before = lastSeen
        acknowledged += 1
        lastSeen = max(lastSeen, count)
        if count <= before { return .duplicated("\(key): \(count) came after \(before)") }
        if count > most {
            acknowledged = count - unknown
            return .duplicated("\(key): \(count) after at most \(most) increments")
        }
        return .fine
    }

    /// Checks the counter while no increment is under way.
    package func judge(_ count: Int) -> Verdict {
        if mayForget { return .fine }
        if count < acknowledged { return .lost("\(key): \(count) after \(acknowledged) increments") }
        let most = acknowledged + unknown
        return count > most ? .duplicated("\(key): \(count) after at most \(most) increments") : .fine
    }
}
