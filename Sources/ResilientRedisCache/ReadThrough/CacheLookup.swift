import ResilientRedisClient

/// The result of looking a key up in Redis.
enum CacheLookup: Sendable, Equatable {
    /// There is a value, not yet decoded.
    case found(StoredValue)
    /// There is one whose time to live is over, kept for when the source fails.
    case expired(StoredValue)
    /// There is none.
    case absent
    /// There is one that was invalidated, or is of another version.
    case outdated
    /// There is something that cannot be read as the value asked for.
    case undecodable
    /// There is something that was not written by a cache.
    case foreign
    /// Whatever there is must not be served: an invalidation has not reached Redis yet.
    case fenced
    /// Redis was not asked, because it is known to be unavailable or there is no client.
    case bypassed
    /// Redis was asked and failed.
    case failed
    /// Redis was asked and did not answer in time.
    case timedOut
    /// The caller's task was cancelled.
    case cancelled

    /// Reads the failure of a read.
    init(failure error: any Error) {
        switch error {
        case is CancellationError: self = .cancelled
        case let error as RedisError:
            switch error.code {
            case .unavailable, .shutdown: self = .bypassed
            case .timeout: self = .timedOut
            case .server where error.reply?.name == "WRONGTYPE": self = .foreign
            case .decoding: self = .foreign
            default: self = .failed
            }
        default: self = .failed
        }
    }

    /// Whether the loaded value is to be written, if Redis is available by then.
    ///
    /// Not after a timeout: a caller would wait for a second one.
    func isFollowedByWrite(namespaced: Bool) -> Bool {
        switch self {
        case .found, .expired, .absent, .outdated, .undecodable: true
        case .foreign: namespaced
        case .failed, .fenced, .bypassed, .timedOut, .cancelled: false
        }
    }

    /// Redis did not say what it holds.
    var isWithoutAnswer: Bool {
        switch self {
        case .bypassed, .failed, .timedOut: true
        default: false
        }
    }

    /// Redis has said what it holds.
    var isAnswered: Bool {
        switch self {
        case .found, .expired, .absent, .outdated, .undecodable, .foreign: true
        case .fenced, .bypassed, .failed, .timedOut, .cancelled: false
        }
    }

    /// Redis no longer holds what a copy in this process was made of: it was removed, invalidated or overwritten.
    var disprovesCopies: Bool {
        switch self {
        case .absent, .outdated, .undecodable, .foreign: true
        case .found, .expired, .fenced, .bypassed, .failed, .timedOut, .cancelled: false
        }
    }

    /// The value, whether it has expired or not.
    var stored: StoredValue? {
        switch self {
        case .found(let stored), .expired(let stored): stored
        default: nil
        }
    }
}

/// What was true before Redis was asked.
struct CacheMarks: Sendable {
    let flight: UInt64
    let local: UInt64
    /// No load that had begun before has a higher number.
    let load: UInt64
}

/// The result of a look-up, and what was true before it.
final class CacheRead: Sendable {
    let marks: CacheMarks
    let lookup: CacheLookup
    /// What a value loaded now is to be stored with. `nil` when it is not known.
    let stamps: CacheStamps?
    /// Redis has no epoch, or no stamp for one of the tags: they are to be made before the load.
    let lacksStamps: Bool
    /// The load token that is in Redis, if the cache uses them.
    let token: String?
    /// How much of the time that Redis has before the load is used up.
    let spent: Duration

    init(
        _ marks: CacheMarks, _ lookup: CacheLookup, stamps: CacheStamps? = nil, lacksStamps: Bool = false,
        token: String? = nil, spent: Duration = .zero
    ) {
        self.marks = marks
        self.lookup = lookup
        self.stamps = stamps
        self.lacksStamps = lacksStamps
        self.token = token
        self.spent = spent
    }

    /// The same with another result.
    func with(_ lookup: CacheLookup) -> CacheRead {
        CacheRead(marks, lookup, stamps: stamps, lacksStamps: lacksStamps, token: token, spent: spent)
    }
}
