/// A part of the values that are kept as they were decoded, with the stored form that they were decoded from.
///
/// A value is worth keeping when it is asked for often. So it is kept from the second time on that its key is seen, unless
/// another key with the same place in the short memory for that was seen in between.
package struct DecodedShard<Value> {
    private struct Entry {
        var stored: StoredValue
        var value: Value
    }

    package enum Finding {
        /// The very same stored form was decoded before.
        case decoded(Value)
        /// It is to be decoded. The value is worth keeping, or not.
        case unknown(isWorthKeeping: Bool)
    }

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
    /// Of all stored forms together.
    package var bytes: Int { store.cost }

    /// Looks for what a stored form was decoded to.
    package mutating func value(of stored: StoredValue, for key: UInt64) -> Finding {
        if let entry = store.value(for: key) {
            return entry.stored == stored ? .decoded(entry.value) : .unknown(isWorthKeeping: true)
        }
        let place = Int(truncatingIfNeeded: key >> 32) & (Self.places - 1)
        defer { seen[place] = key }
        return .unknown(isWorthKeeping: seen[place] == key)
    }

    /// Keeps what a stored form was decoded to, in place of what its key had before, unless it is too large.
    package mutating func keep(_ value: Value, of stored: StoredValue, for key: UInt64) {
        store.insert(Entry(stored: stored, value: value), for: key, cost: stored.bytes.count)
    }

    package mutating func remove(_ key: UInt64) { store.remove(key) }

    package mutating func removeAll() { store.removeAll() }
}
