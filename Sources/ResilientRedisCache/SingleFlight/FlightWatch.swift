import RedisTransport
import Synchronization

/// Ends waits for loads that take too long, for all caches of the process.
///
/// A timer for each waiter would cost a task each. Instead all flights that are waited for are looked at now and then, by one
/// task, which exists only while there are any.
final class FlightWatch: Sendable {
    static let shared = FlightWatch()
    /// The time between two looks.
    static let period = Duration.milliseconds(100)

    private struct State {
        var flights: [ObjectIdentifier: Flight] = [:]
        var isRunning = false
    }

    private let state = Mutex(State())
    private let now = Atomic<UInt64>(0)

    /// The first tick that comes no sooner than after some time.
    func tick(after time: Duration) -> UInt64 {
        // One more, because the next tick may come at once.
        let ticks = UInt64(clamping: max(.zero, time).clampedNanoseconds / Self.period.clampedNanoseconds) + 2
        return now.load(ordering: .relaxed) &+ ticks
    }

    /// Looks at a flight from now on, until no call waits for it any more.
    func add(_ flight: Flight) {
        let isFirst = state.withLock { state in
            state.flights[ObjectIdentifier(flight)] = flight
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isFirst { Task.detached { await self.run() } }
    }

    private func run() async {
        while true {
            try? await Task.sleep(for: Self.period)
            let tick = now.wrappingAdd(1, ordering: .relaxed).newValue
            // A flight that is added meanwhile is new or stays.
            let flights = state.withLock { $0.flights }
            let done = flights.filter { !$0.value.giveUpWaiting(at: tick) }
            let isEmpty = state.withLock { state in
                for (id, flight) in done {
                    // In this order: a call that begins to wait finds it unwatched, or is seen here.
                    flight.isWatched.store(false, ordering: .sequentiallyConsistent)
                    if flight.state.withLock({ $0.waiterCount }) == 0 {
                        state.flights[id] = nil
                    } else {
                        flight.isWatched.store(true, ordering: .sequentiallyConsistent)
                    }
                }
                if state.flights.isEmpty { state.isRunning = false }
                return state.flights.isEmpty
            }
            if isEmpty { return }
        }
    }
}
