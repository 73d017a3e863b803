import Synchronization

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
