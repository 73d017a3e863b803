import RedisTransport
import ResilientRedisClient
import Synchronization

/// What this process knows of its namespace's epoch: a random number in Redis that every value carries.
///
/// A new one makes all older values unreadable, for every process. It is asked for together with the first value, after
/// every trouble with Redis, and at most once in ``period`` besides; so other processes notice a new epoch within that
/// time. Numbers never return: an epoch that Redis lost is replaced by a new one, not by the one that was known.
package final class EpochKeeper: Sendable {
    package static let period = Duration.seconds(1)

    /// 0 while it is not known.
    private let epoch = Atomic<UInt64>(0)
    private let nextAsk = Atomic<Int64>(.min)
    private let generation = Atomic<UInt64>(0)
    private struct History {
        /// The last one that was known.
        var last: UInt64 = 0
        /// Earlier ones, the oldest first.
        var superseded: [UInt64] = []

        mutating func append(_ new: UInt64) {
            guard new != last else { return }
            if last != 0 { superseded.append(last) }
            if superseded.count > 32 { superseded.removeFirst() }
            last = new
        }
    }

    private let history = Mutex(History())

    /// What a lookup goes by.
    struct Knowledge: Sendable {
        /// The epoch, or 0 when it must be asked for.
        var epoch: UInt64
        /// It is to be asked for with this lookup.
        var isAsked: Bool
        fileprivate var generation: UInt64
    }

    /// What is known, before Redis is asked for a value.
    func knowledge(now: MonotonicTime) -> Knowledge {
        let generation = generation.load(ordering: .acquiring)
        let epoch = epoch.load(ordering: .acquiring)
        guard epoch != 0 else { return Knowledge(epoch: 0, isAsked: true, generation: generation) }
        let next = nextAsk.load(ordering: .relaxed)
        guard now.nanoseconds >= next else { return Knowledge(epoch: epoch, isAsked: false, generation: generation) }
        // One of those who find it due asks.
        let (isMine, _) = nextAsk.compareExchange(
            expected: next, desired: (now + Self.period).nanoseconds, ordering: .relaxed)
        return Knowledge(epoch: epoch, isAsked: isMine, generation: generation)
    }

    /// Whether nothing has happened to the epoch since.
    func isCurrent(_ knowledge: Knowledge) -> Bool {
        generation.load(ordering: .acquiring) == knowledge.generation
    }

    enum Learning {
        case known
        /// Another process has begun a new epoch, or Redis has lost the old one.
        case new
        /// It is no longer true.
        case outdated
        /// It is one that a new one has replaced before: the server's state went back.
        case superseded
    }

    /// Redis said what the epoch is.
    func learn(_ epoch: UInt64, _ knowledge: Knowledge, now: MonotonicTime) -> Learning {
        history.withLock { history in
            guard isCurrent(knowledge) else { return .outdated }
            guard !history.superseded.contains(epoch) else { return .superseded }
            self.epoch.store(epoch, ordering: .releasing)
            nextAsk.store((now + Self.period).nanoseconds, ordering: .relaxed)
            defer { history.append(epoch) }
            return history.last == epoch || history.last == 0 ? .known : .new
        }
    }

    /// Redis is in trouble, or the epoch is being changed: it has to be asked for.
    func forget() {
        guard epoch.load(ordering: .relaxed) != 0 else { return }
        replace(by: 0)
    }

    /// Redis has confirmed a new epoch; `0` when it may have changed.
    func replace(by new: UInt64) {
        history.withLock { history in
            generation.wrappingAdd(1, ordering: .acquiringAndReleasing)
            epoch.store(new, ordering: .releasing)
            nextAsk.store(.min, ordering: .relaxed)
            if new != 0 { history.append(new) }
        }
    }
}

/// The random numbers that a cache keeps in Redis, as epochs and stamps of tags.
enum CacheStamp {
    /// A number that was never used before. Never 0.
    static func random() -> UInt64 { UInt64.random(in: 1...UInt64.max) }

    /// How long the stamp of a tag is kept, so that tags which no one uses any more do not fill Redis. A stamp that is gone
    /// is replaced by a new one, which only makes values count as none.
    static let tagLife = Duration.seconds(30 * 86_400)

    /// One of so many writes prolongs the life of its tags: each is a change that is reported to in-process levels; and the more
    /// values a tag has, the surer it is prolonged.
    static let writesPerProlongation: UInt64 = 256

    /// Reads one. `nil` for what is none, which is replaced.
    static func read(_ bytes: [UInt8]?) -> UInt64? {
        guard let bytes, let number = UInt64(String(decoding: bytes, as: UTF8.self)), number != 0 else { return nil }
        return number
    }
}

/// What a value is stored with, taken before its load.
struct CacheStamps: Sendable {
    var epoch: UInt64
    var tags: [TagStamp]

    /// Whether something was invalidated between the one and the other.
    func contradicts(_ other: CacheStamps) -> Bool {
        if epoch != other.epoch { return true }
        if tags == other.tags { return false }
        return tags.contains { tag in other.tags.contains { $0.check == tag.check && $0.stamp != tag.stamp } }
    }
}
