import ResilientRedisClient
package import RedisTransport
import DequeModule

/// Values that may be served when Redis and the source are both away, as a value: bounded by entries and by bytes.
package struct StaleStore {
    private struct Entry {
        var stored: StoredValue
        var end: MonotonicTime
        var number: UInt64
    }

    private let maximumEntries: Int
    private let maximumBytes: Int
    private var entries: [CacheKey: Entry] = [:]
    /// In the order in which they were stored. Replaced and removed ones are passed over.
    private var order: Deque<(key: CacheKey, number: UInt64)> = []
    package private(set) var bytes = 0
    private var lastNumber: UInt64 = 0

    package init(maximumEntries: Int, maximumBytes: Int) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
    }

    package var count: Int { entries.count }

    /// Keeps a value until a point in time, or until there is no more room.
    package mutating func store(_ stored: StoredValue, for key: CacheKey, until end: MonotonicTime) {
        let size = stored.bytes.count
        guard size <= maximumBytes, maximumEntries > 0 else { return remove(key) }
        remove(key)
        lastNumber += 1
        entries[key] = Entry(stored: stored, end: end, number: lastNumber)
        order.append((key, lastNumber))
        bytes += size
        while entries.count > maximumEntries || bytes > maximumBytes, let oldest = order.popFirst() {
            if entries[oldest.key]?.number == oldest.number { remove(oldest.key) }
        }
        if order.count > 2 * entries.count + 16 { order.removeAll { entries[$0.key]?.number != $0.number } }
    }

    /// The value, unless its time is over.
    package mutating func value(for key: CacheKey, now: MonotonicTime) -> StoredValue? {
        guard let entry = entries[key] else { return nil }
        guard now < entry.end else {
            remove(key)
            return nil
        }
        return entry.stored
    }

    /// Whether it is this very value that is kept.
    package func holds(_ stored: StoredValue, for key: CacheKey) -> Bool {
        guard let kept = entries[key]?.stored.header else { return false }
        return kept.sequence == stored.header.sequence && kept.writer == stored.header.writer
            && kept.begun == stored.header.begun
    }

    package mutating func remove(_ key: CacheKey) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        bytes -= entry.stored.bytes.count
    }

    package mutating func removeAll(tagged tag: UInt64? = nil) {
        guard let tag else {
            entries = [:]
            order = []
            bytes = 0
            return
        }
        for (key, entry) in entries where entry.stored.header.tags.contains(where: { $0.check == tag }) { remove(key) }
    }
}
