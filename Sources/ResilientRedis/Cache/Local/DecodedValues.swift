import Synchronization

/// Values as they were decoded, for as long as Redis answers with the same bytes.
///
/// To decode even a small object takes longer than to get it from Redis. Redis is asked for every value all the same, and
/// what it answers is checked like any other; only what is byte for byte what it was before need not be decoded again.
final class DecodedValues: Sendable {
    /// A value, and what it was decoded from.
    private final class Entry: Sendable {
        let stored: StoredValue
        let value: any Sendable

        init(_ stored: StoredValue, _ value: any Sendable) {
            self.stored = stored
            self.value = value
        }
    }

    private final class Shard: Sendable {
        let contents = Mutex(
            DecodedShard<Entry>(maximumCount: maximumCount / shardCount, maximumBytes: maximumBytes / shardCount))
    }

    private static let shardCount = 8
    private static let maximumCount = 1024
    /// Of the stored forms. What the values take themselves is not known: a few times as much, as a rule.
    private static let maximumBytes = 2 << 20

    private let shards = (0..<shardCount).map { _ in Shard() }

    private func shard(_ key: CacheKey) -> Shard {
        shards[Int(truncatingIfNeeded: key.check >> 8) & (Self.shardCount - 1)]
    }

    /// Decodes a value, or takes the one that was decoded from the same bytes before.
    ///
    /// - Parameter share: The value in a form that other tasks may have, if it has one.
    func value<Value: Decodable>(
        of stored: StoredValue, _ key: CacheKey, _ coding: CacheCoding, _ share: (Value) -> (any Sendable)?
    ) throws -> Value {
        // A text is read as fast as it is found here.
        if Value.self == String.self { return try coding.decode(Value.self, from: stored) }
        let shard = shard(key)
        let finding = shard.contents.withLock { $0.look(for: key.check) }
        // Compared without the lock: a value may be large. Of what has been compared, the cast cannot fail.
        if case .kept(let entry) = finding, type(of: entry.value) == Value.self, entry.stored == stored {
            return entry.value as! Value
        }
        let value = try coding.decode(Value.self, from: stored)
        if case .none(isWorthKeeping: false) = finding { return value }
        // Whoever gets an object may change it.
        guard !Optional<Value>.wrapsObject, let shared = share(value) else { return value }
        let entry = Entry(stored, shared)
        shard.contents.withLock { $0.keep(entry, for: key.check, bytes: stored.bytes.count) }
        return value
    }

    func forget(_ key: CacheKey) { shard(key).contents.withLock { $0.remove(key.check) } }

    func forgetAll() { for shard in shards { shard.contents.withLock { $0.removeAll() } } }
}
