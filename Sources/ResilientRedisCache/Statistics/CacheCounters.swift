import ResilientRedisClient
import RedisTransport
import Metrics
import Synchronization

/// Counts one kind of event, for the cache's own statistics and for the process' metrics.
final class CacheCounter: Sendable {
    private let count = Atomic<Int>(0)
    private let metric: Counter?

    init(_ metric: Counter? = nil) {
        self.metric = metric
    }

    func increment(by amount: Int = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
        metric?.increment(by: amount)
    }

    var value: Int { count.load(ordering: .relaxed) }
}

/// Counts what happens in a cache.
final class CacheCounters: Sendable {
    let hits, inProcessHits, misses, bypasses, faults, undecodable, foreign, fenced, cancellations: CacheCounter
    let stale, joined, lockTimeouts, promotions, refreshes, loads, loadErrors: CacheCounter
    let writes, writesSkipped, writesFenced, writeFailures, unencodable, tooLarge: CacheCounter
    let removed, absent, pending, replayed, epochs: CacheCounter
    private let loadTimes: LoadTimes
    private let loadNanoseconds = Atomic<Int64>(0)
    private let slowestLoad = Atomic<Int64>(0)

    init(namespace: String) {
        func counter(_ label: String, _ outcome: String? = nil) -> CacheCounter {
            let outcome = outcome.map { [("cache.outcome", $0)] } ?? []
            return CacheCounter(
                Counter(label: "cache.\(label)", dimensions: [("cache.namespace", namespace)] + outcome))
        }
        hits = counter("lookups", "hit")
        inProcessHits = counter("lookups", "in_process_hit")
        misses = counter("lookups", "miss")
        bypasses = counter("lookups", "bypass")
        faults = counter("lookups", "fault")
        undecodable = counter("lookups", "undecodable")
        foreign = counter("lookups", "foreign")
        fenced = counter("lookups", "fenced")
        cancellations = counter("lookups", "cancelled")
        stale = counter("stale")
        lockTimeouts = counter("lock_timeouts")
        joined = counter("joined")
        promotions = counter("promotions")
        refreshes = counter("refreshes")
        loads = CacheCounter()
        loadErrors = CacheCounter()
        writes = counter("writes", "stored")
        writesSkipped = counter("writes", "skipped")
        writesFenced = counter("writes", "fenced")
        writeFailures = counter("writes", "failed")
        unencodable = counter("writes", "unencodable")
        tooLarge = counter("writes", "too_large")
        removed = counter("invalidations", "removed")
        absent = counter("invalidations", "absent")
        pending = counter("invalidations", "pending")
        replayed = counter("invalidations.replayed")
        epochs = counter("invalidations.epochs")
        loadTimes = LoadTimes(namespace: namespace)
    }

    /// Counts how a lookup ended. What was found has been decoded.
    func count(_ lookup: CacheLookup) {
        switch lookup {
        case .found: hits.increment()
        case .undecodable: undecodable.increment()
        case .absent, .outdated, .expired: misses.increment()
        case .foreign: foreign.increment()
        case .fenced: fenced.increment()
        case .bypassed: bypasses.increment()
        case .failed, .timedOut: faults.increment()
        case .cancelled: cancellations.increment()
        }
    }

    /// Counts a load and how long it took.
    ///
    /// - Parameter error: What the source threw, if it did.
    func countLoad(_ duration: Duration, error: (any Error)? = nil) {
        let nanoseconds = duration.clampedNanoseconds
        loads.increment()
        if error != nil { loadErrors.increment() }
        loadTimes.record(nanoseconds, error)
        loadNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
        slowestLoad.max(nanoseconds, ordering: .relaxed)
    }

    /// The counts as they are. Under load they are not of one and the same instant.
    var snapshot: RedisCache.Statistics {
        var statistics = RedisCache.Statistics()
        statistics.hits = hits.value
        statistics.inProcessHits = inProcessHits.value
        statistics.misses = misses.value
        statistics.bypasses = bypasses.value
        statistics.faults = faults.value
        statistics.undecodable = undecodable.value
        statistics.foreign = foreign.value
        statistics.fenced = fenced.value
        statistics.cancellations = cancellations.value
        statistics.stale = stale.value
        statistics.joinedFlights = joined.value
        statistics.lockTimeouts = lockTimeouts.value
        statistics.promotions = promotions.value
        statistics.refreshes = refreshes.value
        statistics.loads = loads.value
        statistics.loadErrors = loadErrors.value
        statistics.loadTime = .nanoseconds(loadNanoseconds.load(ordering: .relaxed))
        statistics.slowestLoad = .nanoseconds(slowestLoad.load(ordering: .relaxed))
        statistics.writes = writes.value
        statistics.writesSkipped = writesSkipped.value
        statistics.writesFenced = writesFenced.value
        statistics.writeFailures = writeFailures.value
        statistics.unencodable = unencodable.value
        statistics.tooLarge = tooLarge.value
        statistics.removed = removed.value
        statistics.absent = absent.value
        statistics.pendingInvalidations = pending.value
        statistics.replayedInvalidations = replayed.value
        statistics.epochs = epochs.value
        return statistics
    }
}

/// `cache.load.duration`: how long loads take, by what kind of error they end with. Exporters give timers out in
/// seconds.
private final class LoadTimes: Sendable {
    /// More kinds of errors than a source has. The rest is `_OTHER`, as OpenTelemetry has it.
    private static let limit = 16

    private let namespace: String
    private let succeeded: Timer
    private let failed = Mutex<[ObjectIdentifier: Timer]>([:])

    init(namespace: String) {
        self.namespace = namespace
        succeeded = Timer(label: "cache.load.duration", dimensions: [("cache.namespace", namespace)])
    }

    func record(_ nanoseconds: Int64, _ error: (any Error)?) {
        guard let error else { return succeeded.recordNanoseconds(nanoseconds) }
        timer(of: type(of: error)).recordNanoseconds(nanoseconds)
    }

    private func timer(of type: any Error.Type) -> Timer {
        failed.withLock { failed in
            if let timer = failed[ObjectIdentifier(type)] { return timer }
            let isKnown = failed.count < Self.limit
            let timer = Timer(
                label: "cache.load.duration",
                dimensions: [("cache.namespace", namespace), ("error.type", isKnown ? "\(type)" : "_OTHER")])
            if isKnown { failed[ObjectIdentifier(type)] = timer }
            return timer
        }
    }
}
