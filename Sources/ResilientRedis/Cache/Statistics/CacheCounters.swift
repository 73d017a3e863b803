import Synchronization

/// Counts what happens in a cache: one relaxed atomic addition for each event.
final class CacheCounters: Sendable {
    let hits = Atomic<Int>(0)
    let misses = Atomic<Int>(0)
    let bypasses = Atomic<Int>(0)
    let faults = Atomic<Int>(0)
    let undecodable = Atomic<Int>(0)
    let cancellations = Atomic<Int>(0)
    let loads = Atomic<Int>(0)
    let loadErrors = Atomic<Int>(0)
    let writes = Atomic<Int>(0)
    let writesSkipped = Atomic<Int>(0)
    let writeFailures = Atomic<Int>(0)
    let unencodable = Atomic<Int>(0)
    let pendingInvalidations = Atomic<Int>(0)

    /// Counts a lookup that did not end with a value.
    func countMiss(_ lookup: CacheLookup) {
        switch lookup {
        case .found, .undecodable: undecodable.increment()
        case .absent: misses.increment()
        case .bypassed: bypasses.increment()
        case .failed, .timedOut: faults.increment()
        case .cancelled: cancellations.increment()
        }
    }

    /// The counts as they are. Under load they are not of one and the same instant.
    var snapshot: RedisCache.Statistics {
        var statistics = RedisCache.Statistics()
        statistics.hits = hits.value
        statistics.misses = misses.value
        statistics.bypasses = bypasses.value
        statistics.faults = faults.value
        statistics.undecodable = undecodable.value
        statistics.cancellations = cancellations.value
        statistics.loads = loads.value
        statistics.loadErrors = loadErrors.value
        statistics.writes = writes.value
        statistics.writesSkipped = writesSkipped.value
        statistics.writeFailures = writeFailures.value
        statistics.unencodable = unencodable.value
        statistics.pendingInvalidations = pendingInvalidations.value
        return statistics
    }
}

extension Atomic<Int> {
    func increment() { wrappingAdd(1, ordering: .relaxed) }

    fileprivate var value: Int { load(ordering: .relaxed) }
}
