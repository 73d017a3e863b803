import RedisTransport
import ResilientRedisClient
import Synchronization

/// Everything that is kept of values in this process: where invalidations fan out to.
final class LocalCopies: Sendable {
    private let fence = LocalFence()
    private let stale: Mutex<StaleStore>
    /// The level that answers before Redis is asked.
    let inProcess: InProcessLevel?
    /// What need not be decoded again. A value that is valid no more is never looked for there, so that nothing depends on
    /// when it is forgotten.
    let decoded = DecodedValues()

    init(inProcess: InProcessLevel?, maximumEntries: Int = 1000, maximumBytes: Int = 16 << 20) {
        self.inProcess = inProcess
        stale = Mutex(StaleStore(maximumEntries: maximumEntries, maximumBytes: maximumBytes))
    }

    /// The moment before Redis or the source is asked, for ``keep(_:for:until:since:)``.
    func mark(_ call: CacheCall) -> UInt64 { fence.mark(call) }

    /// Keeps a value for when its source fails, unless it was invalidated since a moment.
    func keep(_ stored: StoredValue, for call: CacheCall, until end: MonotonicTime, since mark: UInt64) {
        stale.withLock { stale in
            guard !stale.holds(stored, for: call.key), fence.mark(call) == mark else { return }
            stale.store(stored.withoutDecoded, for: call.key, until: end)
        }
    }

    /// A value that may be served although it has expired.
    func staleValue(for key: CacheKey, now: MonotonicTime) -> StoredValue? {
        stale.withLock { $0.value(for: key, now: now) }
    }

    /// Redis says that there is no such value any more.
    func forgetCopy(of key: CacheKey) { stale.withLock { $0.remove(key) } }

    // MARK: Invalidation

    func forget(_ key: CacheKey) {
        fence.invalidate(key.check)
        inProcess?.drop(key)
        decoded.forget(key)
        stale.withLock { $0.remove(key) }
    }

    func forget(tag: UInt64) {
        fence.invalidate(tag)
        inProcess?.drop(tag: tag)
        stale.withLock { $0.removeAll(tagged: tag) }
    }

    func forgetAll() {
        fence.invalidateAll()
        inProcess?.dropAll()
        decoded.forgetAll()
        stale.withLock { $0.removeAll() }
    }
}

/// Tells whether a value was invalidated in this process since some moment, by its key or by a tag, for copies that are
/// kept here.
///
/// A reply that Redis gave before an invalidation may reach its task after it. Keys and tags share counters, so that the
/// memory is fixed: at worst a copy is not kept, or not served.
final class LocalFence: Sendable {
    private static let count = 1024
    private let everything = Atomic<UInt64>(0)
    private let counters: [Counter]

    private final class Counter: Sendable {
        let value = Atomic<UInt64>(0)
    }

    init() {
        counters = (0..<Self.count).map { _ in Counter() }
    }

    private func counter(_ check: UInt64) -> Counter { counters[Int(check >> 16) & (Self.count - 1)] }

    /// A moment. To be taken before Redis or the source is asked.
    func mark(_ call: CacheCall) -> UInt64 {
        let start = counter(call.key.check).value.load(ordering: .acquiring) &+ everything.load(ordering: .acquiring)
        // None of the counters ever goes back, so neither does the sum.
        return call.tags.reduce(start) { $0 &+ counter($1.check).value.load(ordering: .acquiring) }
    }

    /// Invalidates a key or a tag, which its check value names.
    func invalidate(_ check: UInt64) { counter(check).value.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    func invalidateAll() { everything.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
