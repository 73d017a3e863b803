import ResilientRedisClient
import Synchronization

/// Values as they were decoded, for as long as Redis answers with the same bytes.
///
/// To decode even a small object takes longer than to get it from Redis. Redis is asked for every value all the same, and
/// what it answers is checked like any other; only what is byte for byte what it was before need not be decoded again.
final class DecodedValues: Sendable {
    private final class Shard: Sendable {
        let contents = Mutex(
            DecodedShard<StoredValue>(maximumCount: maximumCount / shardCount, maximumBytes: maximumBytes / shardCount))
    }

    private static let shardCount = 8
    private static let maximumCount = 1024
    /// Of the stored forms. What the values take themselves is not known: a few times as much, as a rule.
    private static let maximumBytes = 2 << 20

    private let shards = (0..<shardCount).map { _ in Shard() }

    private func shard(_ key: CacheKey) -> Shard {
        shards[Int(truncatingIfNeeded: key.check >> 8) & (Self.shardCount - 1)]
    }

    /// What was made of these very bytes before, with the value that was decoded from them.
    func known(_ bytes: [UInt8], _ key: CacheKey) -> StoredValue? {
        // Compared without the lock: a value may be large.
        guard let kept = shard(key).contents.withLock({ $0.value(for: key.check) }), kept.isMade(of: bytes) else {
            return nil
        }
        return kept
    }

    /// Takes the value that was decoded before, or decodes it.
    ///
    /// - Parameter share: The value in a form that other tasks may have, if it has one.
    func value<Value: Decodable>(
        of stored: StoredValue, _ key: CacheKey, _ coding: CacheCoding, _ share: (Value) -> (any Sendable)?
    ) throws -> Value {
        try stored.decoded(as: Value.self) {
            let value = try coding.decode(Value.self, from: stored)
            keep(value, stored, key, share)
            return value
        }
    }

    private func keep<Value>(
        _ value: Value, _ stored: StoredValue, _ key: CacheKey, _ share: (Value) -> (any Sendable)?
    ) {
        // A string is read as fast as it is found here. A caller that gets an object may change it.
        guard Value.self != String.self, shard(key).contents.withLock({ $0.isWorthKeeping(key.check) }),
            !Optional<Value>.wrapsObject, let shared = share(value)
        else { return }
        let kept = StoredValue(stored, decoded: shared)
        shard(key).contents.withLock { $0.keep(kept, for: key.check, bytes: stored.bytes.count) }
    }

    func forget(_ key: CacheKey) { shard(key).contents.withLock { $0.remove(key.check) } }

    func forgetAll() { for shard in shards { shard.contents.withLock { $0.removeAll() } } }
}

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
