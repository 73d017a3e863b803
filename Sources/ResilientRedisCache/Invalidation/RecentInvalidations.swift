package import RedisTransport
import DequeModule

/// The invalidations of the last minutes, confirmed or not, as a value: bounded by time, number and bytes.
///
/// A server that was restarted from an old snapshot, or a replica that was promoted without the last writes, holds again
/// what was invalidated. Then they are carried out once more. One may be forgotten when everything that was stored before it has
/// expired. When one has to be forgotten before that, everything is invalidated instead.
package struct RecentInvalidations {
    private struct Noted {
        var entry: InvalidationJournal.Entry
        var time: MonotonicTime
    }

    private let maximumEntries: Int
    private let maximumBytes: Int
    /// In the order in which they were noted. What was noted again since is skipped.
    private var order: Deque<Noted> = []
    private var times: [InvalidationJournal.Entry: MonotonicTime] = [:]
    private var bytes = 0
    /// The last invalidation that is not among the entries: of everything, or one that there was no room for.
    private var lastOther: MonotonicTime?

    package init(maximumEntries: Int, maximumBytes: Int) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
    }

    package var count: Int { times.count }

    /// - Parameter life: How long a stored value may live.
    package mutating func isEmpty(now: MonotonicTime, life: Duration) -> Bool {
        forgetOld(now: now, life: life)
        return times.isEmpty && lastOther == nil
    }

    package mutating func note(_ entry: InvalidationJournal.Entry, now: MonotonicTime, life: Duration) {
        forgetOld(now: now, life: life)
        if times.updateValue(now, forKey: entry) == nil { bytes += size(entry) }
        order.append(Noted(entry: entry, time: now))
        while times.count > maximumEntries || bytes > maximumBytes, let oldest = order.popFirst() {
            if forget(oldest) { lastOther = oldest.time }
        }
        if order.count > 2 * times.count + 16 { order.removeAll { times[$0.entry] != $0.time } }
    }

    /// Everything was invalidated, which includes what was noted before.
    package mutating func noteEverything(now: MonotonicTime) {
        order = []
        times = [:]
        bytes = 0
        lastOther = now
    }

    package enum Content: Equatable {
        case entries([InvalidationJournal.Entry])
        case everything
    }

    /// What is to be carried out again.
    package mutating func content(now: MonotonicTime, life: Duration) -> Content {
        forgetOld(now: now, life: life)
        return lastOther == nil ? .entries(Array(times.keys)) : .everything
    }

    private mutating func forgetOld(now: MonotonicTime, life: Duration) {
        while let oldest = order.first, now - oldest.time >= life {
            order.removeFirst()
            _ = forget(oldest)
        }
        if let last = lastOther, now - last >= life { lastOther = nil }
    }

    /// Returns false when it was noted again since.
    private mutating func forget(_ noted: Noted) -> Bool {
        guard times[noted.entry] == noted.time else { return false }
        times[noted.entry] = nil
        bytes -= size(noted.entry)
        return true
    }

    private func size(_ entry: InvalidationJournal.Entry) -> Int {
        entry.key.byteCount + InvalidationJournal.entryOverhead
    }
}
