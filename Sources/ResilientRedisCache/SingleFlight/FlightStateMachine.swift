import ResilientRedisClient
import DequeModule

/// One load of one key and the calls that wait for it, as a value: it decides, ``FlightTable`` resumes.
///
/// Its life: `loading`, by the leader of the moment; then `writing`, when the value is there and on its way to Redis;
/// then `ended`. A leader that goes away hands over to the waiter that came first, as long as there is one.
package struct FlightStateMachine<Waiter, Outcome> {
    package enum Phase: Equatable {
        case loading(leader: UInt64)
        case writing
        case ended
    }

    package private(set) var phase: Phase
    /// An invalidation came after the load had begun: what it brings must neither be stored nor served to newcomers.
    package private(set) var isFenced = false
    /// What newcomers get while it is being written, and stragglers afterwards.
    package private(set) var outcome: Outcome?
    private var waiters: [UInt64: (waiter: Waiter, giveUpAt: UInt64)] = [:]
    /// Who came when. Those who left are passed over.
    private var order: Deque<UInt64> = []

    package init(leader: UInt64) {
        phase = .loading(leader: leader)
    }

    package var waiterCount: Int { waiters.count }

    package enum Joining {
        case waits
        case answered(Outcome)
        /// It ended without an outcome: ask again.
        case tooLate
    }

    /// A call wants the value.
    ///
    /// - Parameter giveUpAt: The tick at which it waits no longer, for ``giveUp(at:)``.
    package mutating func join(_ id: UInt64, _ waiter: Waiter, giveUpAt: UInt64 = .max) -> Joining {
        if let outcome { return .answered(outcome) }
        guard case .loading = phase else { return .tooLate }
        waiters[id] = (waiter, giveUpAt)
        order.append(id)
        return .waits
    }

    /// A waiter was cancelled or ran out of time. Returns it, unless it was released before.
    package mutating func leave(_ id: UInt64) -> Waiter? {
        guard let waiter = waiters.removeValue(forKey: id)?.waiter else { return nil }
        // Those that left are removed now and then, also if no waiter is ever promoted.
        if order.count > 2 * waiters.count + 16 { order.removeAll { waiters[$0] == nil } }
        return waiter
    }

    /// Returns the waiters that wait no longer, in the order in which they came.
    package mutating func giveUp(at tick: UInt64) -> [Waiter] {
        order.filter { waiters[$0].map { $0.giveUpAt <= tick } ?? false }.compactMap { leave($0) }
    }

    package enum Succession {
        /// The waiter leads from now on, under its number.
        case promote(Waiter, id: UInt64)
        /// No one is left: the flight is over.
        case ended
        /// It was no longer the leader.
        case none
    }

    /// The leader was cancelled. What it still brings is its own.
    package mutating func leaderLeft(_ leader: UInt64) -> Succession {
        guard phase == .loading(leader: leader) else { return .none }
        while let id = order.popFirst() {
            guard let waiter = waiters.removeValue(forKey: id)?.waiter else { continue }
            phase = .loading(leader: id)
            return .promote(waiter, id: id)
        }
        phase = .ended
        return .ended
    }

    package enum Ending {
        case ended
        /// A call waits for the outcome.
        case awaited
        /// It was no longer the leader.
        case none
    }

    /// The load is over, without anything to tell.
    package mutating func endUnlessAwaited(_ leader: UInt64) -> Ending {
        guard phase == .loading(leader: leader) else { return .none }
        guard waiters.isEmpty else { return .awaited }
        phase = .ended
        return .ended
    }

    package struct Landing {
        package var waiters: [Waiter]
        /// The value is to be written, and ``written()`` called afterwards.
        package var isWritten: Bool
    }

    /// The load is over. Returns the waiters to resume, or `nil` when it was no longer the leader.
    ///
    /// - Parameter isWritten: The value is going to be written, if no invalidation came.
    package mutating func loaded(_ leader: UInt64, _ outcome: Outcome, isWritten: Bool) -> Landing? {
        guard phase == .loading(leader: leader) else { return nil }
        self.outcome = outcome
        phase = isWritten && !isFenced ? .writing : .ended
        let resumed = order.compactMap { waiters[$0]?.waiter }
        waiters = [:]
        order = []
        return Landing(waiters: resumed, isWritten: phase == .writing)
    }

    /// The write is over, whatever it came to.
    package mutating func written() { phase = .ended }

    /// The key was invalidated. Returns whether a write was under way, which cannot be stopped.
    package mutating func fence() -> Bool {
        isFenced = true
        return phase == .writing
    }
}
