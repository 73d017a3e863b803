import ResilientRedisClient
import RedisTransport
import Synchronization

/// What keeps invalidated values from being served: the journal, and the writes that may still arrive.
///
/// As long as there is nothing of either, a lookup pays one atomic load for it.
final class CacheFences: Sendable {
    private struct State {
        var journal: InvalidationJournal
        var writes = UncertainWrites()
        var spool: InvalidationSpool?
    }

    private let state: Mutex<State>
    private let hasJournal = Atomic<Bool>(false)
    private let hasWrites = Atomic<Bool>(false)

    init(journal: InvalidationJournal, spool: sending InvalidationSpool?) {
        state = Mutex(State(journal: journal, spool: spool))
        hasJournal.store(!journal.isEmpty, ordering: .releasing)
    }

    /// Some invalidation has not reached Redis.
    var isJournalOpen: Bool { hasJournal.load(ordering: .acquiring) }

    /// How many entries the journal has; `Int.max` when it stands for everything.
    var backlog: Int {
        state.withLock { $0.journal.overflow == nil ? $0.journal.entries.count : .max }
    }

    /// Notes an invalidation that has not reached Redis. Returns whether the journal overflowed by it.
    func add(_ entry: InvalidationJournal.Entry) -> Bool {
        state.withLock { state in
            let adding = state.journal.add(entry)
            switch adding {
            case .noted: state.spool?.append(entry, all: state.journal.entries.keys)
            case .overflowed: state.spool?.appendEverything()
            case .known: break
            }
            hasJournal.store(true, ordering: .releasing)
            return adding == .overflowed
        }
    }

    /// Notes that everything is to be invalidated.
    func addEverything() {
        state.withLock { addEverything(&$0) }
    }

    private func addEverything(_ state: inout State) {
        if state.journal.overflow == nil { state.spool?.appendEverything() }
        state.journal.addEverything()
        hasJournal.store(true, ordering: .releasing)
    }

    /// Whether a value reads as a miss, because its invalidation or that of one of its tags has not reached Redis.
    func isPending(_ key: CacheKey, tags: [CacheKey]) -> Bool {
        guard isJournalOpen else { return false }
        return state.withLock { state in
            state.journal.isPending(key) || tags.contains { state.journal.isPending(tag: $0) }
        }
    }

    /// Up to some number of entries to replay, or that everything is to be invalidated.
    func next(_ count: Int) -> Work {
        state.withLock { state in
            if let token = state.journal.overflow { return .everything(token: token) }
            let entries = state.journal.entries.prefix(count).map { ($0.key, $0.value) }
            return entries.isEmpty ? .none : .entries(entries)
        }
    }

    enum Work {
        case none
        case entries([(entry: InvalidationJournal.Entry, token: UInt64)])
        case everything(token: UInt64)
    }

    /// Redis has confirmed some entries.
    func confirm(_ entries: [(entry: InvalidationJournal.Entry, token: UInt64)]) {
        state.withLock { state in
            for (entry, token) in entries { state.journal.confirm(entry, token: token) }
            settle(&state)
        }
    }

    /// Redis has confirmed a new epoch.
    func confirmEverything(token: UInt64) {
        state.withLock { state in
            state.journal.confirmEverything(token: token)
            settle(&state)
        }
    }

    /// The token of an entry, to be confirmed after a delete that began now.
    func token(_ entry: InvalidationJournal.Entry) -> UInt64? {
        guard isJournalOpen else { return nil }
        return state.withLock { $0.journal.entries[entry] }
    }

    private func settle(_ state: inout State) {
        guard state.journal.isEmpty else { return }
        state.spool?.clear()
        hasJournal.store(false, ordering: .releasing)
    }

    // MARK: Writes that may still arrive

    /// A write got no answer, or an invalidation overtook it.
    ///
    /// Without room to note it everything is to be invalidated: nothing is read before there is a new epoch, and that
    /// makes all earlier writes unreadable. Returns true in that case.
    func noteWrite(
        _ key: CacheKey, sequence: UInt32, last: UInt32, isInvalidated: Bool, now: MonotonicTime
    ) -> Bool {
        state.withLock { state in
            hasWrites.store(true, ordering: .releasing)
            if state.writes.note(key, sequence: sequence, last: last, isInvalidated: isInvalidated, now: now) {
                return false
            }
            state.writes = UncertainWrites()
            addEverything(&state)
            return true
        }
    }

    /// The key was invalidated: what of it is still on its way counts for nothing.
    func invalidateWrites(_ key: CacheKey) {
        guard hasWrites.load(ordering: .acquiring) else { return }
        state.withLock { $0.writes.invalidate(key) }
    }

    /// Whether a value of this process comes from before an invalidation.
    func isOutdated(_ key: CacheKey, sequence: UInt32, last: UInt32) -> Bool {
        guard hasWrites.load(ordering: .acquiring) else { return false }
        return state.withLock { $0.writes.isOutdated(key, sequence: sequence, last: last) }
    }
}
