import ResilientRedisClient
import RedisTransport
import Synchronization

/// The values that a cache keeps in this process.
final class InProcessLevel: Sendable {
    /// A value that is kept. A class, because it is handed out with every hit.
    final class Entry: Sendable {
        let key: CacheKey
        /// The value itself, when its type is Sendable.
        private let value: (any Sendable)?
        /// Its stored form otherwise.
        private let stored: StoredValue?
        let header: EnvelopeHeader
        fileprivate let end: MonotonicTime

        fileprivate init(_ key: CacheKey, _ value: (any Sendable)?, _ stored: StoredValue, end: MonotonicTime) {
            self.key = key
            self.value = value
            self.stored = value == nil ? stored.withoutDecoded : nil
            self.header = stored.header
            self.end = end
        }

        /// The value, if it is of the type asked for.
        @inline(__always)  // Handing a generic value on takes time.
        func value<Value: Decodable>(as type: Value.Type, _ coding: CacheCoding) throws -> Value {
            guard let value else { return try convertedValue(as: type, coding) }
            return try asOwnType(value) { try convertedValue(as: type, coding) }
        }

        @inline(never)
        private func convertedValue<Value: Decodable>(as type: Value.Type, _ coding: CacheCoding) throws -> Value {
            // Unwrapped first: a missing value would pass for the `nil` of an optional type.
            if let kept = self.value, let value = kept as? Value { return value }
            guard let stored else { throw OtherType() }
            return try coding.decode(type, from: stored)
        }

        private struct OtherType: Error {}
    }

    private final class Shard: Sendable {
        let contents: Mutex<InProcessShard<Entry>>

        init(_ settings: RedisCache.InProcess, count: Int) {
            contents = Mutex(
                InProcessShard(
                    maximumCount: max(1, settings.maximumEntries / count),
                    maximumCost: max(1, settings.maximumBytes / count)))
        }
    }

    /// A read of Redis that is under way.
    struct Read: Sendable {
        fileprivate let token: UInt64
    }

    private let settings: RedisCache.InProcess
    private let keys: CacheKeys
    private let shards: [Shard]
    private let trackedNumber = Atomic<UInt64>(0)

    /// What a value costs beside its stored bytes and its key, roughly.
    private static let overhead = 200

    init(_ settings: RedisCache.InProcess, keys: CacheKeys) {
        self.settings = settings
        self.keys = keys
        // Few values in many parts would make the bound of each part small.
        let count = settings.maximumEntries < 1024 ? 1 : 16
        shards = (0..<count).map { _ in Shard(settings, count: count) }
    }

    private func shard(_ check: UInt64) -> Shard {
        shards[Int(truncatingIfNeeded: check >> 8) & (shards.count - 1)]
    }

    // MARK: Values

    /// The client whose reports of changes keep the values true; 0 for none.
    var trackedClient: UInt64 {
        get { trackedNumber.load(ordering: .acquiring) }
        set { trackedNumber.store(newValue, ordering: .releasing) }
    }

    /// A value that is kept, if it is of the version and the tags asked for.
    func entry(_ key: CacheKey, _ options: RedisCache.Options, now: MonotonicTime) -> Entry? {
        guard let entry = shard(key.check).contents.withLock({ $0.value(for: key.check) }), entry.end > now,
            key == entry.key,
            entry.header.version == options.version, entry.header.tags.count == options.tags.count,
            options.tags.allSatisfy({ tag in
                let check = keys.tag(tag).check
                return entry.header.tags.contains { $0.check == check }
            })
        else { return nil }
        return entry
    }

    /// Redis is about to be asked.
    func beginRead(_ call: CacheCall) -> Read? {
        shard(call.key.check).contents.withLock { $0.beginRead(of: call.key.check) }.map(Read.init)
    }

    /// Redis has answered.
    ///
    /// - Parameters:
    ///   - stored: The value to keep; `nil` for none.
    ///   - value: The value itself, if it may be shared.
    ///   - life: How long it may be kept.
    func endRead(
        _ read: Read, _ call: CacheCall, keeping stored: StoredValue?, value: (any Sendable)?, for life: Duration,
        now: MonotonicTime
    ) {
        var entry: Entry?
        if let stored, life > .zero {
            entry = Entry(call.key, value, stored, end: now + min(life, settings.maximumAge))
        }
        let cost = call.key.byteCount + (stored?.bytes.count ?? 0) + Self.overhead
        shard(call.key.check).contents.withLock {
            $0.endRead(of: call.key.check, read.token, keeping: entry, cost: cost, tags: call.tagChecks)
        }
    }

    func drop(_ key: CacheKey) { shard(key.check).contents.withLock { $0.drop(key.check) } }

    func drop(tag: UInt64) {
        for shard in shards {
            shard.contents.withLock { contents in
                contents.drop(tag: tag) { $0.header.tags.contains { $0.check == tag } }
            }
        }
    }

    func dropAll() { for shard in shards { shard.contents.withLock { $0.dropAll() } } }

    /// How many keys are being read.
    var readsUnderWay: Int { shards.reduce(0) { sum, shard in sum + shard.contents.withLock(\.readsUnderWay) } }

    /// Changes are reported from now on.
    func open() { for shard in shards { shard.contents.withLock { $0.open() } } }

    /// Changes are not reported any more.
    func close() { for shard in shards { shard.contents.withLock { $0.close() } } }
}
