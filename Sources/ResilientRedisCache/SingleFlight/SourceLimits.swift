import ResilientRedisClient

/// How long one call waits for its source, in however many flights.
struct SourceLimits {
    /// For how long before an expired value is served.
    let soft: Duration?
    /// For how long at all.
    let hard: Duration?
    /// Since when the call waits for a source, as far as that is known.
    private(set) var start = ContinuousClock.now
    private var hasBegun = false

    init(soft: Duration?, hard: Duration?) {
        self.soft = soft
        self.hard = hard
    }

    /// The call is about to wait for a flight.
    mutating func beginWaiting() {
        if !hasBegun { start = .now }
    }

    /// The call has waited for a flight. The next one gets what is left of the time, if the source was asked.
    mutating func endWaiting(for flight: Flight) {
        guard !hasBegun, let asked = flight.sourceStart else { return }
        start = max(start, asked)
        hasBegun = true
    }

    /// When a load that begins now, for this call only, is given up.
    var deadline: ContinuousClock.Instant? {
        hard.map { (hasBegun ? start : .now) + $0.clampedForWaiting }
    }
}

extension Duration {
    /// As a time to wait for: neither negative nor longer than the clock can count.
    var clampedForWaiting: Duration { min(max(self, .zero), .seconds(1 << 32)) }
}
