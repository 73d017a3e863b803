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
        var recent: RecentInvalidations
    }

    private let state: Mutex<State>
    private let hasJournal = Atomic<Bool>(false)
    private let hasWrites = Atomic<Bool>(false)
    private let hasRecent = Atomic<Bool>(false)
    /// The run of the server in which the recent invalidations were carried out; 0 when that is not known.
    private let run = Atomic<UInt64>(0)

    /// - Parameter now: When what the journal holds already counts as noted.
    init(journal: InvalidationJournal, spool: sending InvalidationSpool?, now: MonotonicTime) {
        var recent = RecentInvalidations(maximumEntries: 10_000, maximumBytes: 4 << 20)
        if journal.overflow != nil { recent.noteEverything(now: now) }
        for entry in journal.entries.keys { recent.note(entry, now: now, life: .seconds(Int64.max / 4)) }
        state = Mutex(State(journal: journal, spool: spool, recent: recent))
        hasJournal.store(!journal.isEmpty, ordering: .releasing)
        hasRecent.store(!journal.isEmpty, ordering: .releasing)
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
    func addEverything(now: MonotonicTime) {
        state.withLock { addEverything(&$0, now: now) }
    }

    private func addEverything(_ state: inout State, now: MonotonicTime) {
        noteEverything(&state, now: now)
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

    // MARK: When the server's state goes back

    /// There are invalidations that another run of the server may not know of.
    var mayBeUndone: Bool { hasRecent.load(ordering: .acquiring) }

    /// The run in which the recent invalidations were carried out; 0 when that is not known.
    var knownRun: UInt64 { run.load(ordering: .acquiring) }

    /// Notes invalidations that are about to be carried out.
    func noteRecent(_ entries: [InvalidationJournal.Entry], now: MonotonicTime, life: Duration) {
        state.withLock { state in
            // In which run earlier ones were carried out no longer matters.
            if !mayBeUndone || state.recent.isEmpty(now: now, life: life) { run.store(0, ordering: .releasing) }
            for entry in entries { state.recent.note(entry, now: now, life: life) }
            hasRecent.store(true, ordering: .releasing)
        }
    }

    func noteRecentEverything(now: MonotonicTime) { state.withLock { noteEverything(&$0, now: now) } }

    private func noteEverything(_ state: inout State, now: MonotonicTime) {
        if !mayBeUndone { run.store(0, ordering: .releasing) }
        state.recent.noteEverything(now: now)
        hasRecent.store(true, ordering: .releasing)
    }

    /// Whether there still are such invalidations.
    func hasRecent(now: MonotonicTime, life: Duration) -> Bool {
        guard mayBeUndone else { return false }
        return state.withLock { state in
            let isEmpty = state.recent.isEmpty(now: now, life: life)
            if isEmpty { hasRecent.store(false, ordering: .releasing) }
            return !isEmpty
        }
    }

    /// Replies come from this run of the server. When recent invalidations were carried out in another one, they are pending
    /// again. Returns whether they are.
    func use(run new: UInt64, now: MonotonicTime, life: Duration) -> Bool {
        state.withLock { state in
            let before = run.exchange(new, ordering: .acquiringAndReleasing)
            guard before != 0, before != new else { return false }
            switch state.recent.content(now: now, life: life) {
            case .everything: addEverything(&state, now: now)
            case .entries(let entries):
                guard !entries.isEmpty else {
                    hasRecent.store(false, ordering: .releasing)
                    return false
                }
                for entry in entries {
                    switch state.journal.add(entry) {
                    case .noted: state.spool?.append(entry, all: state.journal.entries.keys)
                    case .overflowed: state.spool?.appendEverything()
                    case .known: break
                    }
                }
                hasJournal.store(true, ordering: .releasing)
            }
            return true
        }
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
            addEverything(&state, now: now)
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
