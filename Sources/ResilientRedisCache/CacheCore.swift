import ResilientRedisClient
import RedisTransport
import FoundationEssentials
import Logging
import Synchronization

/// What all copies of a ``RedisCache`` share.
final class CacheCore: Sendable {
    let keys: CacheKeys
    let currentClient: @Sendable () -> RedisClient?
    let coding: CacheCoding
    let lease: RedisCache.Lease?
    let counters: CacheCounters
    let faults: CacheFaultLog
    let clock: CacheClock
    let flights = FlightTable()
    let copies: LocalCopies
    /// What keeps the in-process level true, if there is one.
    let news: InProcessNews?
    let epoch = EpochKeeper()
    let chance = CacheChance()
    let fences: CacheFences
    let replay: JournalReplay
    /// Tells this cache's values from those of other processes.
    let writer = UInt32.random(in: 0...UInt32.max)
    private let lastSequence = Atomic<UInt32>(0)

    init(
        prefix: String, name: String, coding: CacheCoding, journal: RedisCache.Journal, lease: RedisCache.Lease?,
        inProcess: RedisCache.InProcess?, logger: Logger, time: TimeSource,
        client: @escaping @Sendable () -> RedisClient?
    ) throws(RedisConfigurationError) {
        try inProcess?.validate()
        let keys = CacheKeys(prefix: prefix)
        self.keys = keys
        let level = inProcess.map { InProcessLevel($0, keys: keys) }
        copies = LocalCopies(inProcess: level)
        news = level.map { InProcessNews($0, keys: keys) }
        currentClient = client
        self.coding = coding
        self.lease = lease
        counters = CacheCounters(namespace: name)
        let faults = CacheFaultLog(logger: logger, namespace: name)
        self.faults = faults
        clock = CacheClock(time)
        try journal.validate()
        var entries = InvalidationJournal(
            maximumEntries: journal.maximumEntries, maximumBytes: journal.maximumBytes)
        var spool: InvalidationSpool?
        if let settings = journal.spool {
            spool = try InvalidationSpool(settings, journal: &entries, time: time) {
                faults.note(.spool, "failed", detail: $0)
            }
        }
        fences = CacheFences(journal: entries, spool: spool)
        replay = JournalReplay()
        // What an earlier process has left is of concern to other processes, whether this one reads anything or not.
        if fences.isJournalOpen { replay.watch(self) }
    }

    /// A cache that never has a client.
    init(withoutRedis name: String) {
        keys = CacheKeys(prefix: name + ":")
        copies = LocalCopies(inProcess: nil)
        news = nil
        currentClient = { nil }
        coding = CacheCoding(RedisJSONCoder(), compression: nil)
        lease = nil
        counters = CacheCounters(namespace: name)
        faults = CacheFaultLog(logger: Logger(label: "ResilientRedis"), namespace: name)
        clock = CacheClock(TimeSource())
        fences = CacheFences(journal: InvalidationJournal(maximumEntries: 0, maximumBytes: 0), spool: nil)
        replay = JournalReplay()
    }

    /// The number of a load that begins now.
    func nextSequence() -> UInt32 { lastSequence.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue }

    /// No load that began before now has a higher number.
    var currentSequence: UInt32 { lastSequence.load(ordering: .acquiring) }

    /// The client to use now, with the deadline of the call.
    func client(for options: RedisCache.Options) -> RedisClient? {
        guard let client = currentClient() else { return nil }
        guard let timeout = options.redisTimeout else { return client }
        return timeout.clampedNanoseconds < client.timeout ? client.withTimeout(timeout) : client
    }
}

/// One call of a cached function: what is asked for, and how.
///
/// A class, because it is handed on through many suspended functions, and calls wait in great numbers.
final class CacheCall: Sendable {
    let key: CacheKey
    let ttl: Duration
    let options: RedisCache.Options
    let tags: [CacheKey]
    /// What decides about a refresh by chance. The same number for the look in the process and the one in Redis, so that a
    /// value which was passed over there because it is due is due here as well.
    let refreshChance: Double

    init(key: CacheKey, ttl: Duration, options: RedisCache.Options, tags: [CacheKey], refreshChance: Double) {
        self.key = key
        self.ttl = ttl
        self.options = options
        self.tags = tags
        self.refreshChance = refreshChance
    }

    var tagChecks: [UInt64] { tags.isEmpty ? [] : tags.map(\.check) }

    /// Far below where the server's arithmetic on expiry times would overflow.
    static let longestTTL = Duration.seconds(100 * 365 * 86_400)

    /// How long a value is to live, and `nil` if that is what the source has.
    func ttl(isNothing: Bool) -> Duration {
        isNothing ? min(options.negativeTTL ?? ttl, Self.longestTTL) : ttl
    }

    /// By what share of its time to live a value may end earlier.
    var jitter: Double { min(max(0, options.jitter), 1) }

    var staleIfError: Duration { min(max(.zero, options.staleIfError), Self.longestTTL) }
}

extension CacheCore {
    /// What decides about refreshes by chance during one call.
    func refreshChance(_ options: RedisCache.Options) -> Double {
        options.refreshAhead.isByChance ? chance.unit() : 0
    }

    /// - Parameter refreshChance: `nil` when nothing has been decided by it yet.
    func call(
        _ key: consuming CacheKey, ttl: Duration, options: RedisCache.Options, refreshChance: Double? = nil
    ) -> CacheCall {
        var options = options
        if options.tags.count > EnvelopeHeader.maximumTags {
            // Stored without one of its tags, the value would outlive the tag's invalidation.
            faults.note(.tags, "\(options.tags.count)")
            options.tags = []
            options.bypass = true
        }
        return CacheCall(
            key: key, ttl: min(ttl, CacheCall.longestTTL), options: options,
            tags: options.tags.map(keys.tag), refreshChance: refreshChance ?? self.refreshChance(options))
    }
}
