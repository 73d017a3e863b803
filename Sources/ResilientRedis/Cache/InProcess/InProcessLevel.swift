import Synchronization

/// The values that a cache keeps in this process, and the news of changes that keep them true.
final class InProcessLevel: Sendable {
    /// A value that is kept. A class, because it is handed out with every hit.
    final class Entry: Sendable {
        /// The value itself, when its type is Sendable.
        private let value: (any Sendable)?
        /// Its stored form otherwise.
        private let stored: StoredValue?
        let header: EnvelopeHeader
        fileprivate let end: MonotonicTime

        fileprivate init(_ value: (any Sendable)?, _ stored: StoredValue, end: MonotonicTime) {
            self.value = value
            self.stored = value == nil ? stored : nil
            self.header = stored.header
            self.end = end
        }

        /// The value, if it is of the type asked for.
        @inline(__always)
        func value<Value: Decodable>(as type: Value.Type, _ coding: CacheCoding) -> Value? {
            // Unwrapped first: a missing value would pass for the `nil` of an optional type.
            if let kept = self.value, let value = kept as? Value { return value }
            return stored.flatMap { try? coding.decode(type, from: $0) }
        }
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

    private struct Attachment: Sendable {
        var client: UInt64 = 0
        var number: UInt64 = 0
        var tracking: InvalidationTracking?
    }

    private let settings: RedisCache.InProcess
    private let keys: CacheKeys
    private let shards: [Shard]
    private let attachment = Mutex(Attachment())
    /// The client whose news are heard, to be compared quickly.
    private let attached = Atomic<UInt64>(0)

    /// What a value costs beside its stored bytes and its key, roughly.
    private static let overhead = 200

    init(_ settings: RedisCache.InProcess, keys: CacheKeys) {
        self.settings = settings
        self.keys = keys
        // Few values in many parts would make the bound of each part small.
        let count = settings.maximumEntries < 1024 ? 1 : 16
        shards = (0..<count).map { _ in Shard(settings, count: count) }
    }

    private func shard(_ key: CacheKey) -> Shard {
        shards[Int(truncatingIfNeeded: key.check >> 8) & (shards.count - 1)]
    }

    // MARK: Values

    /// Whether the news of this client are heard.
    func hears(_ client: RedisClient) -> Bool { attached.load(ordering: .acquiring) == client.core.number }

    /// A value that is kept, if it is of the version and the tags asked for.
    func entry(_ key: CacheKey, _ options: RedisCache.Options, now: MonotonicTime) -> Entry? {
        guard let entry = shard(key).contents.withLock({ $0.value(for: key) }), entry.end > now,
            entry.header.version == options.version, entry.header.tags.count == options.tags.count,
            options.tags.allSatisfy({ tag in
                let check = keys.tag(tag).check
                return entry.header.tags.contains { $0.check == check }
            })
        else { return nil }
        return entry
    }

    /// Redis is about to be asked.
    func beginRead(_ call: CacheCall, _ client: RedisClient) -> Read? {
        attach(client)
        return shard(call.key).contents.withLock { $0.beginRead(of: call.key) }.map(Read.init)
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
            entry = Entry(value, stored, end: now + min(life, settings.maximumAge))
        }
        let cost = call.key.name.utf8.count + (stored?.bytes.count ?? 0) + Self.overhead
        shard(call.key).contents.withLock {
            $0.endRead(of: call.key, read.token, keeping: entry, cost: cost, tags: call.tagChecks)
        }
    }

    func drop(_ key: CacheKey) { shard(key).contents.withLock { $0.drop(key) } }

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

    // MARK: News

    /// Hears from this client from now on. Its predecessor's news count for nothing.
    private func attach(_ client: RedisClient) {
        let identity = client.core.number
        guard attached.load(ordering: .acquiring) != identity else { return }
        let old: InvalidationTracking? = attachment.withLock { attachment in
            guard attachment.client != identity else { return nil }
            for shard in shards { shard.contents.withLock { $0.close() } }
            let old = attachment.tracking
            attachment.client = identity
            attachment.number += 1
            attachment.tracking = client.trackInvalidations(
                prefix: keys.prefix, listener: InProcessNews(level: self, number: attachment.number))
            attached.store(identity, ordering: .releasing)
            return old
        }
        withExtendedLifetime(old) {}
    }

    /// Does something unless another client's news are heard by now.
    private func forCurrent(_ number: UInt64, _ body: () -> Void) {
        attachment.withLock { if $0.number == number { body() } }
    }

    fileprivate func newsBegan(_ number: UInt64) {
        forCurrent(number) { for shard in shards { shard.contents.withLock { $0.open() } } }
    }

    fileprivate func newsEnded(_ number: UInt64) {
        forCurrent(number) { for shard in shards { shard.contents.withLock { $0.close() } } }
    }

    fileprivate func keysChanged(_ changed: [[UInt8]]?, _ number: UInt64) {
        forCurrent(number) {
            guard let changed else { return dropAll() }
            for bytes in changed {
                let key = CacheKey(String(decoding: bytes, as: UTF8.self))
                switch keys.meaning(of: key.name) {
                case .value: drop(key)
                case .tag: drop(tag: key.check)
                case .epoch: return dropAll()
                case .lease: break
                }
            }
        }
    }
}

/// Brings the news of one client to the level, which it does not keep alive.
private final class InProcessNews: InvalidationListener {
    private let number: UInt64
    private let level: Weak

    // Unchecked, because a `weak` property is a variable to the compiler. It is set once, before anybody else has it, and the
    // runtime reads and clears weak references atomically.
    private struct Weak: @unchecked Sendable {
        weak var level: InProcessLevel?
    }

    init(level: InProcessLevel, number: UInt64) {
        self.level = Weak(level: level)
        self.number = number
    }

    func trackingBegan() { level.level?.newsBegan(number) }

    func keysChanged(_ keys: [[UInt8]]?) { level.level?.keysChanged(keys, number) }

    func trackingEnded() { level.level?.newsEnded(number) }
}
