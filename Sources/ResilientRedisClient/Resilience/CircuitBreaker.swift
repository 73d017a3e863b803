package import RedisTransport

/// Decides when Redis counts as unavailable and when it is probed again.
///
/// Availability is a point in time, not a flag. Every trip starts a new generation; what a connection of an older
/// generation reports is ignored, so that stragglers of one outage cannot cause a second.
package struct CircuitBreaker: Sendable {
    /// The breaker's state.
    package enum State: Sendable, Equatable {
        /// Calls pass. May become `open`.
        case closed
        /// Calls fail at once. At `nextProbe` it becomes `probing`.
        case open(until: MonotonicTime, nextProbe: MonotonicTime)
        /// One probe is under way, calls still fail at once. Becomes `closed` when it succeeds, `open` when not.
        case probing(until: MonotonicTime)
    }

    /// What the driver is to do.
    package enum Action: Sendable, Equatable {
        case none
        /// Refuse calls until the time given; close or drain what belongs to older generations.
        case refuse(until: MonotonicTime)
        /// Dial, shake hands and PING, once, in the background.
        case probe
        /// Let calls pass again; the outage had begun at the time given.
        case admit(since: MonotonicTime)
    }

    package let backoff: Duration
    /// By how much of the backoff it may be shorter, as a fraction: by a random part of it.
    package let backoffJitter: Double
    package let earlyProbes: RedisConfiguration.EarlyProbes?

    package private(set) var state = State.closed
    package private(set) var generation: UInt64 = 0
    private var openedAt = MonotonicTime(nanoseconds: 0)
    private var probesSinceTrip = 0

    package init(
        backoff: Duration, backoffJitter: Double = 0, earlyProbes: RedisConfiguration.EarlyProbes? = nil
    ) {
        self.backoffJitter = backoffJitter
        self.backoff = backoff
        self.earlyProbes = earlyProbes.flatMap { $0.isOff ? nil : $0 }
    }

    /// When to call ``advance(to:)`` next.
    package var nextProbe: MonotonicTime? {
        if case .open(_, let nextProbe) = state { nextProbe } else { nil }
    }

    /// A failure that trips the breaker was seen by something of the given generation.
    package mutating func trip(generation reported: UInt64, now: MonotonicTime, randomUnit: Double = 0.5) -> Action {
        guard case .closed = state, reported == generation else { return .none }
        generation += 1
        openedAt = now
        probesSinceTrip = 0
        return open(until: endOfBackoff(now, randomUnit), now: now, randomUnit: randomUnit)
    }

    /// Starts the probe that is due, if any.
    package mutating func advance(to now: MonotonicTime) -> Action {
        guard case .open(let until, let nextProbe) = state, now >= nextProbe else { return .none }
        probesSinceTrip += 1
        state = .probing(until: until)
        return .probe
    }

    /// The probe's connection is ready for use.
    package mutating func probeSucceeded() -> Action {
        guard case .probing = state else { return .none }
        state = .closed
        return .admit(since: openedAt)
    }

    /// The probe failed. The backoff starts again unless it still lasts.
    package mutating func probeFailed(now: MonotonicTime, randomUnit: Double = 0.5) -> Action {
        guard case .probing(let until) = state else { return .none }
        return open(until: now < until ? until : endOfBackoff(now, randomUnit), now: now, randomUnit: randomUnit)
    }

    /// Forgets the outage.
    package mutating func reset() -> Action {
        generation += 1
        guard state != .closed else { return .none }
        state = .closed
        return .admit(since: openedAt)
    }

    private func endOfBackoff(_ now: MonotonicTime, _ randomUnit: Double) -> MonotonicTime {
        now + (backoffJitter > 0 ? backoff * (1 - backoffJitter * randomUnit) : backoff)
    }

    private mutating func open(until: MonotonicTime, now: MonotonicTime, randomUnit: Double) -> Action {
        let early = earlyProbes.map { now + $0.delay(attempt: probesSinceTrip, randomUnit: randomUnit) }
        state = .open(until: until, nextProbe: early.map { min($0, until) } ?? until)
        return .refuse(until: until)
    }
}
