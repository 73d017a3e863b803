import ResilientRedisClient
import Synchronization

/// The flights that a task is loading: cached functions call cached functions.
///
/// A load that asks for its own key, directly or by way of a load in another task, would wait for itself indefinitely. It is
/// made to load alone instead, as it would without a cache.
final class FlightNesting: Sendable {
    @TaskLocal static var current: FlightNesting?

    private let flights: [Flight]
    private let outer: FlightNesting?

    init(_ flights: [Flight]) {
        self.flights = flights
        outer = Self.current
    }

    /// Waits for another flight on behalf of the loads that the current task is in.
    static func wait(for other: Flight, _ wait: () async -> FlightOutcome) async -> FlightOutcome {
        guard let current else { return await wait() }
        // First said, then looked: of two that wait for each other, one at least sees it.
        let blocked = current.all
        for flight in blocked { flight.isBlocked(by: other) }
        defer { for flight in blocked { flight.isReleased(from: other) } }
        return isReached(blocked, from: other) ? .alone : await wait()
    }

    /// Whether a flight waits for one of some others, be it by way of further ones. A load may have several tasks that
    /// wait, so there are several ways to go on.
    private static func isReached(_ goals: [Flight], from start: Flight) -> Bool {
        let goals = Set(goals.map(ObjectIdentifier.init))
        var seen: Set<ObjectIdentifier> = []
        var open = [start]
        while let flight = open.popLast() {
            guard seen.insert(ObjectIdentifier(flight)).inserted else { continue }
            if goals.contains(ObjectIdentifier(flight)) { return true }
            open += flight.blocking
        }
        return false
    }

    /// Those of the current load and of the loads around it.
    private var all: [Flight] {
        var all: [Flight] = []
        var nesting: FlightNesting? = self
        while let present = nesting {
            all += present.flights
            nesting = present.outer
        }
        return all
    }
}
