import Synchronization

/// The flights that a task is loading: cached functions call cached functions.
///
/// A load that asks for its own key, directly or by way of a load in another task, would wait for itself for ever. It is
/// told to load alone instead, which does what it would do without a cache.
final class FlightNesting: Sendable {
    @TaskLocal static var current: FlightNesting?

    private let flights: [Flight]
    private let outer: FlightNesting?
    /// No cycle that occurs in practice is as long; a longer one is not looked for.
    private static let longestCycle = 100

    init(_ flights: [Flight]) {
        self.flights = flights
        outer = Self.current
    }

    /// Waits for another flight on behalf of the loads that the current task is in.
    static func wait(for other: Flight, _ wait: () async -> FlightOutcome) async -> FlightOutcome {
        guard let current else { return await wait() }
        // First said, then looked: of two that wait for each other, one at least sees it.
        current.isBlocked(by: other)
        defer { current.isBlocked(by: nil) }
        return current.isReached(from: other) ? .alone : await wait()
    }

    private func isBlocked(by other: Flight?) {
        var nesting: FlightNesting? = self
        while let present = nesting {
            for flight in present.flights { flight.blocker.withLock { $0 = other } }
            nesting = present.outer
        }
    }

    private func isReached(from start: Flight) -> Bool {
        var flight = start
        for _ in 0..<Self.longestCycle {
            if contains(flight) { return true }
            guard let next = flight.blocker.withLock({ $0 }) else { return false }
            flight = next
        }
        return false
    }

    private func contains(_ other: Flight) -> Bool {
        var nesting: FlightNesting? = self
        while let present = nesting {
            if present.flights.contains(where: { $0 === other }) { return true }
            nesting = present.outer
        }
        return false
    }
}
