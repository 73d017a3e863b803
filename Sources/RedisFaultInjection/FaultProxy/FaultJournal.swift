import Synchronization

/// What a ``FaultProxy`` did, in order. It prints one line for each entry.
public struct FaultJournal: Sendable, CustomStringConvertible {
    /// One event.
    public struct Entry: Sendable, CustomStringConvertible {
        /// The time since the proxy was started.
        public let time: Duration
        /// The connection it happened on, from 1; `nil` when it concerns the proxy as a whole.
        public let connection: Int?
        /// The fault that fired; `nil` for a note.
        public let fault: Fault?
        /// What made it fire; `nil` for a note.
        public let trigger: FaultTrigger?
        /// A remark, such as why a fault was carried out in another way; may be empty.
        public let note: String

        /// The entry in one line.
        public var description: String {
            let milliseconds = Int64(time / .microseconds(1))
            let fraction = "\(milliseconds % 1000)"
            let stamp = "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) ms"
            let place = connection.map { "connection \($0)" } ?? "proxy"
            let what = [fault.map { "\($0)" }, trigger.map { "when \($0)" }].compactMap { $0 }.joined(separator: " ")
            return [stamp, place, what, note].filter { !$0.isEmpty }.joined(separator: "  ")
        }
    }

    /// The entries; only the first 10,000 are kept.
    public internal(set) var entries: [Entry] = []
    /// How many entries were dropped.
    public internal(set) var droppedEntries = 0

    /// The entries that are firings of faults, without the notes.
    public var firings: [Entry] { entries.filter { $0.fault != nil } }

    /// The entries, one on each line.
    public var description: String {
        var lines = entries.map(\.description)
        if lines.isEmpty { lines.append("nothing happened") }
        if droppedEntries > 0 { lines.append("… and \(droppedEntries) more") }
        return lines.joined(separator: "\n")
    }

    static let capacity = 10_000
}

/// The journal of a proxy and how often each rule fired: written by its event loop, read from any thread.
final class FaultLedger: Sendable {
    private struct State {
        var journal = FaultJournal()
        var firings: [FaultTable.RuleID: Int] = [:]
        var accepted = 0
        var open = 0
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    var journal: FaultJournal { state.withLock { $0.journal } }
    var acceptedConnections: Int { state.withLock { $0.accepted } }
    var openConnections: Int { state.withLock { $0.open } }

    func firings(of rule: FaultTable.RuleID) -> Int { state.withLock { $0.firings[rule] ?? 0 } }

    func fired(_ rule: FaultTable.Rule, on connection: Int?, note: String = "") {
        append(connection, rule.injection, note) { $0.firings[rule.id, default: 0] += 1 }
    }

    func note(_ text: String, on connection: Int? = nil) { append(connection, nil, text) { _ in } }

    func opened() {
        state.withLock { state in
            state.accepted += 1
            state.open += 1
        }
    }

    func closed() { state.withLock { $0.open -= 1 } }

    private func append(
        _ connection: Int?,
        _ injection: Injection?,
        _ note: String,
        _ change: (inout State) -> Void
    ) {
        let entry = FaultJournal.Entry(
            time: start.duration(to: .now),
            connection: connection,
            fault: injection?.fault,
            trigger: injection?.trigger,
            note: note
        )
        state.withLock { state in
            change(&state)
            if state.journal.entries.count < FaultJournal.capacity {
                state.journal.entries.append(entry)
            } else {
                state.journal.droppedEntries += 1
            }
        }
    }
}
