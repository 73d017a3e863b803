import ResilientRedisClient
import Synchronization

/// The loads that are under way in this process, by key, in shards: no lock is held while anything is loaded, and tasks
/// with different keys hardly ever meet at one.
final class FlightTable: Sendable {
    private final class Shard: Sendable {
        let state = Mutex(State())
        /// How many flights ended with a value that others may find in Redis.
        let ended = Atomic<UInt64>(0)
    }

    fileprivate struct State {
        var flights: [CacheKey: Flight] = [:]
        /// The keys of the flights that ended last, each at its number modulo the size.
        var recent: [UInt64] = []
        var recentCount: UInt64 = 0
    }

    private static let shardCount = 64
    private static let recentSize = 512
    private let shards: [Shard]

    init() {
        shards = (0..<Self.shardCount).map { _ in Shard() }
    }

    private func shard(_ key: CacheKey) -> Shard { shards[Int(key.seeded >> 40) & (Self.shardCount - 1)] }

    enum Joining {
        case lead(FlightLead)
        case wait(Flight)
        /// A flight ended while the caller asked Redis: the value may be there by now.
        case lookAgain
    }

    /// A mark to take before Redis is asked, for ``join(_:tags:_:since:)``.
    func mark(_ key: CacheKey) -> UInt64 { shard(key).ended.load(ordering: .acquiring) }

    /// Joins the flight of a key, or begins one.
    ///
    /// A flight that may have begun before an invalidation by another process is not joined: it is then only for those who
    /// wait for it already.
    ///
    /// - Parameters:
    ///   - read: What Redis has replied to the caller.
    ///   - mark: What ``mark(_:)`` said before Redis was asked; `nil` if it was not, or is not to be asked again.
    func join(_ key: CacheKey, tags: [UInt64], _ read: CacheRead, since mark: UInt64?) -> Joining {
        let shard = shard(key)
        return shard.state.withLock { state in
            if let flight = state.flights[key] {
                guard !flight.mayServe(read) else { return .wait(flight) }
                // What it may be writing carries its own stamps, and reads as outdated.
                _ = flight.state.withLock { $0.fence() }
                state.flights[key] = nil
            }
            if let mark, state.mayHaveEnded(key, since: mark) { return .lookAgain }
            let leader = Flight.nextNumber()
            let flight = Flight(key: key, tags: tags, leader: leader)
            state.flights[key] = flight
            return .lead(FlightLead(flight: flight, leader: leader))
        }
    }

    /// Begins a flight unless there is one.
    func leadIfFree(_ key: CacheKey, tags: [UInt64], _ read: CacheRead) -> FlightLead? {
        if case .lead(let lead) = join(key, tags: tags, read, since: nil) { lead } else { nil }
    }

    /// The flight of a key, if there is one.
    func current(_ key: CacheKey) -> Flight? { shard(key).state.withLock { $0.flights[key] } }

    // MARK: What becomes of a flight

    /// The leader was cancelled: the waiter that came first takes over.
    func leaderLeft(_ lead: FlightLead) {
        switch lead.flight.state.withLock({ $0.leaderLeft(lead.leader) }) {
        case .promote(let waiter, let id): waiter.resume(returning: .lead(leader: id))
        case .ended: remove(lead.flight, isStored: false)
        case .none: break
        }
    }

    /// Ends a flight that no call waits for. Returns false when one does.
    func endUnlessAwaited(_ lead: FlightLead) -> Bool {
        switch lead.flight.state.withLock({ $0.endUnlessAwaited(lead.leader) }) {
        case .ended: remove(lead.flight, isStored: false)
        case .none: break
        case .awaited: return false
        }
        return true
    }

    /// Resumes all waiters. Returns whether the caller may write: it was still the leader, and no invalidation came.
    func loaded(_ lead: FlightLead, _ outcome: FlightOutcome, isWritten: Bool) -> Bool {
        guard
            let landing = lead.flight.state.withLock({ $0.loaded(lead.leader, outcome, isWritten: isWritten) })
        else { return false }
        if !landing.isWritten { remove(lead.flight, isStored: false) }
        for waiter in landing.waiters { waiter.resume(returning: outcome) }
        return landing.isWritten
    }

    /// The write is over. Returns whether the key was invalidated meanwhile.
    func written(_ lead: FlightLead) -> Bool {
        lead.flight.state.withLock { $0.written() }
        remove(lead.flight, isStored: true)
        return lead.flight.isFenced
    }

    private func remove(_ flight: Flight, isStored: Bool) {
        let shard = shard(flight.key)
        shard.state.withLock { state in
            if isStored { state.noteEnd(flight.key, Self.recentSize) }
            if state.flights[flight.key] === flight { state.flights[flight.key] = nil }
            shard.ended.store(state.recentCount, ordering: .releasing)
        }
        flight.forgetTask()
    }

    // MARK: Invalidation

    /// The key was invalidated: the load under way is only for those who wait for it already.
    ///
    /// - Returns: True when its result is being written right now.
    func fence(_ key: CacheKey) -> Bool {
        shard(key).state.withLock { state in
            guard let flight = state.flights.removeValue(forKey: key) else { return false }
            return flight.state.withLock { $0.fence() }
        }
    }

    /// A tag was invalidated.
    func fence(tag: UInt64) {
        for shard in shards {
            shard.state.withLock { state in
                for flight in state.flights.values.filter({ $0.tags.contains(tag) }) {
                    state.flights[flight.key] = nil
                    _ = flight.state.withLock { $0.fence() }
                }
            }
        }
    }
}

extension FlightTable.State {
    fileprivate mutating func noteEnd(_ key: CacheKey, _ size: Int) {
        if recent.count < size {
            recent.append(key.check)
        } else {
            recent[Int(recentCount % UInt64(size))] = key.check
        }
        recentCount += 1
    }

    fileprivate func mayHaveEnded(_ key: CacheKey, since mark: UInt64) -> Bool {
        let count = recentCount &- mark
        if count == 0 { return false }
        if count > UInt64(recent.count) { return true }
        let size = UInt64(recent.count)
        return (1...count).contains { recent[Int((recentCount - $0) % size)] == key.check }
    }
}
