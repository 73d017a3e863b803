import Logging
import RedisTransport
import ResilientRedisClient

/// The parts of a cache, which all copies of a ``RedisCache`` share.
///
/// **About `@inline(never)` and classes in the way of a call.** A suspended async function keeps every temporary of its body
/// in memory for as long as it waits, and calls wait in great numbers during a burst of misses. Synchronous work is
/// therefore in functions that are not inlined, values that are handed through several suspended functions are classes,
/// and two functions that every call waits in are inlined, to save a frame. The figures are in the decision notes on the
/// cache.
final class CacheCore: Sendable {
    let context: CacheContext
    let reader: CacheReader
    let loader: CacheLoader
    let invalidator: Invalidator

    convenience init(
        prefix: String, name: String, coding: CacheCoding, journal: RedisCache.Journal,
        loadToken: RedisCache.LoadToken?, inProcess: RedisCache.InProcess?, logger: Logger, time: TimeSource,
        backend: @escaping @Sendable () -> (any CacheBackend)?, identity: @escaping @Sendable () -> UInt64?
    ) throws(RedisConfigurationError) {
        try inProcess?.validate()
        try journal.validate()
        let faults = CacheFaultLog(logger: logger, namespace: name)
        var entries = InvalidationJournal(
            maximumEntries: journal.maximumEntries, maximumBytes: journal.maximumBytes)
        var spool: InvalidationSpool?
        if let settings = journal.spool {
            spool = try InvalidationSpool(settings, journal: &entries, time: time) {
                faults.note(.spool, "failed", detail: $0)
            }
        }
        let context = CacheContext(
            keys: CacheKeys(prefix: prefix), coding: coding, loadToken: loadToken,
            counters: CacheCounters(namespace: name), faults: faults, clock: CacheClock(time), backend: backend,
            identity: identity)
        self.init(context, CacheFences(journal: entries, spool: spool, now: time.now()), inProcess)
        // What an earlier process has left concerns other processes, whether this one reads anything or not.
        if invalidator.fences.isJournalOpen { invalidator.replayWhenAvailable() }
    }

    /// A cache that never has a back end.
    convenience init(withoutRedis name: String) {
        let context = CacheContext(
            keys: CacheKeys(prefix: name + ":"),
            coding: CacheCoding(RedisJSONCoder(), compression: nil, maximumSize: .max),
            loadToken: nil, counters: CacheCounters(namespace: name),
            faults: CacheFaultLog(logger: Logger(label: "ResilientRedis"), namespace: name),
            clock: CacheClock(TimeSource()), backend: { nil }, identity: { nil })
        self.init(
            context,
            CacheFences(
                journal: InvalidationJournal(maximumEntries: 0, maximumBytes: 0), spool: nil, now: TimeSource().now()),
            nil)
    }

    private init(_ context: CacheContext, _ fences: CacheFences, _ inProcess: RedisCache.InProcess?) {
        self.context = context
        let level = inProcess.map { InProcessLevel($0, keys: context.keys) }
        let feed = level.map { InvalidationFeed($0, keys: context.keys) }
        let copies = LocalCopies(inProcess: level)
        let flights = FlightTable()
        let epoch = EpochKeeper()
        invalidator = Invalidator(context, fences: fences, flights: flights, copies: copies, epoch: epoch)
        reader = CacheReader(context, invalidator, copies: copies, feed: feed, flights: flights, epoch: epoch)
        let writer = CacheWriter(context, invalidator, flights: flights, copies: copies, epoch: epoch)
        loader = CacheLoader(context, reader, writer, flights: flights, copies: copies)
    }
}
