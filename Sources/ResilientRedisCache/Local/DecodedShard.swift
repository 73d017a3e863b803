import ResilientRedisClient

/// A part of the values that are kept as they were decoded.
///
/// A value is worth keeping when it is asked for often. So it is kept from the second time on that its key is seen, unless
/// another key with the same place in the short memory for that was seen in between.
package struct DecodedShard<Entry> {
    /// How many keys are remembered that were seen once.
    package static var places: Int { 256 }

    private var store: S3FIFOStore<UInt64, Entry>
    /// The key that was seen last in each place.
    private var seen: [UInt64]

    package init(maximumCount: Int, maximumBytes: Int) {
        store = S3FIFOStore(maximumCount: maximumCount, maximumCost: maximumBytes)
        seen = Array(repeating: 0, count: Self.places)
    }

    package var count: Int { store.count }
    /// Of all entries together.
    package var bytes: Int { store.cost }

    package mutating func value(for key: UInt64) -> Entry? { store.value(for: key) }

    /// A value was decoded. Whether to keep it.
    package mutating func isWorthKeeping(_ key: UInt64) -> Bool {
        if store.value(for: key) != nil { return true }
        let place = Int(truncatingIfNeeded: key >> 32) & (Self.places - 1)
        defer { seen[place] = key }
        return seen[place] == key
    }

    /// Keeps an entry in place of the one that its key had before, unless it is too large.
    package mutating func keep(_ entry: Entry, for key: UInt64, bytes: Int) {
        store.insert(entry, for: key, cost: bytes)
    }

    package mutating func remove(_ key: UInt64) { store.remove(key) }

    package mutating func removeAll() { store.removeAll() }
}
