import ResilientRedisClient
import RedisTransport
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
