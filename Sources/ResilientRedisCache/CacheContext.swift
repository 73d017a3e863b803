import CRedisIO
import FoundationEssentials
import RedisTransport
import ResilientRedisClient
import Synchronization

/// What every part of one cache uses: names, the back end, the clock, and what is counted and reported.
final class CacheContext: Sendable {
    let keys: CacheKeys
    /// The back end to use now; `nil` when there is none.
    let currentBackend: @Sendable () -> (any CacheBackend)?
    /// Its identity. Apart from the above, because a value that is kept in this process needs nothing else of the back end.
    let currentIdentity: @Sendable () -> UInt64?
    let coding: CacheCoding
    let loadToken: RedisCache.LoadToken?
    let counters: CacheCounters
    let faults: CacheFaultLog
    let clock: CacheClock
    let random = FastRandom()
    let commands = CommandFallbacks()
    /// Tells this cache's values from those of other processes.
    let writer = UInt32.random(in: 0...UInt32.max)
    private let lastSequence = Atomic<UInt32>(0)
    private let longestNanoseconds = Atomic<Int64>(600_000_000_000)

    init(
        keys: CacheKeys, coding: CacheCoding, loadToken: RedisCache.LoadToken?, counters: CacheCounters,
        faults: CacheFaultLog, clock: CacheClock, backend: @escaping @Sendable () -> (any CacheBackend)?,
        identity: @escaping @Sendable () -> UInt64?
    ) {
        self.keys = keys
        currentBackend = backend
        currentIdentity = identity
        self.coding = coding
        self.loadToken = loadToken
        self.counters = counters
        self.faults = faults
        self.clock = clock
    }

    /// The number of a load that begins now.
    func nextSequence() -> UInt32 { lastSequence.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue }

    /// No load that began before now has a higher number.
    var currentSequence: UInt32 { lastSequence.load(ordering: .acquiring) }

    /// How long a value that this process has stored may stay in Redis; at least ten minutes. Others are taken to store for no
    /// longer.
    var longestLife: Duration { .nanoseconds(longestNanoseconds.load(ordering: .relaxed)) }

    func noteLife(_ life: Duration) {
        let nanoseconds = life.clampedNanoseconds
        if nanoseconds > longestNanoseconds.load(ordering: .relaxed) {
            longestNanoseconds.max(nanoseconds, ordering: .relaxed)
        }
    }

    /// The back end to use now, with the deadline of the call.
    func backend(for options: RedisCache.Options) -> (any CacheBackend)? {
        guard let backend = currentBackend() else { return nil }
        guard let timeout = options.redisTimeout else { return backend }
        return timeout.clampedNanoseconds < backend.timeout ? backend.withTimeout(timeout) : backend
    }

    /// What decides about refreshes by chance during one call.
    func refreshChance(_ options: RedisCache.Options) -> Double {
        options.refreshAhead.isByChance ? random.unit() : 0
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

extension CacheBackend {
    /// The back end with what is left of its timeout.
    func limited(less spent: Duration) -> Self {
        withTimeout(.nanoseconds(max(0, timeout - spent.clampedNanoseconds)))
    }
}

/// One call of a cached function: what is asked for, and how.
final class CacheCall: Sendable {
    let key: CacheKey
    let ttl: Duration
    let options: RedisCache.Options
    let tags: [CacheKey]
    /// Decides about a refresh by chance. The same number for the look-up in the process and the one in Redis, so that a
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

    /// How long a value is to live; a missing one has a time of its own.
    func ttl(isNothing: Bool) -> Duration {
        isNothing ? min(options.negativeTTL ?? ttl, Self.longestTTL) : ttl
    }

    /// By what share of its time to live a value may end earlier.
    var jitter: Double { min(max(0, options.jitter), 1) }

    var staleIfError: Duration { min(max(.zero, options.staleIfError), Self.longestTTL) }
}

/// The times that a cache uses: a monotonic one for this process, and that of the calendar for what other processes read.
/// A test's offset moves both.
struct CacheClock: Sendable {
    private let time: TimeSource

    init(_ time: TimeSource) {
        self.time = time
    }

    func now() -> MonotonicTime { time.now() }

    /// Milliseconds since 1970.
    func wallMilliseconds() -> Int64 {
        let moved = (time.now().nanoseconds - rio_monotonic_nanoseconds()) / 1_000_000
        return Int64(Date().timeIntervalSince1970 * 1000) + moved
    }
}

/// Random numbers for what need not be beyond guessing, such as by how much a value ends earlier.
///
/// The system's own cost a system call each, which is a good part of what a miss costs.
final class FastRandom: Sendable {
    private let state = Atomic(UInt64.random(in: 0...UInt64.max))

    /// A number from 0 up to, but not including, 1.
    func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True once in so many times.
    func happens(onceIn times: UInt64) -> Bool { next() % times == 0 }

    /// SplitMix64: a counter in golden-ratio steps, well mixed.
    private func next() -> UInt64 {
        var value = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
