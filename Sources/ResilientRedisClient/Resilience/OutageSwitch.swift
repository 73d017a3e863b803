import RedisTransport
import Logging

/// Drives the circuit breaker on the event loop's thread and carries out what it decides: notifies callers through
/// ``Admission``, observers through ``AvailabilityMonitor``, people through the log and ``ClientMetrics``.
final class OutageSwitch {
    @exclusivity(unchecked) private var breaker: CircuitBreaker
    private let admission: Admission
    private let monitor: AvailabilityMonitor
    private let time: TimeSource
    private let logger: Logger
    private let endpoint: String
    private let metrics: ClientMetrics
    /// How many refused calls of this outage the metrics have.
    private var reportedRefusals = 0
    private var cause = FailureCause.connect
    /// Until when observers were told that calls are refused.
    private var refusedUntil: MonotonicTime?

    init(
        _ resilience: RedisConfiguration.Resilience, admission: Admission, monitor: AvailabilityMonitor,
        time: TimeSource, endpoint: String, metrics: ClientMetrics, logger: Logger
    ) {
        breaker = CircuitBreaker(
            backoff: resilience.backoff, backoffJitter: resilience.backoffJitter, earlyProbes: resilience.earlyProbes)
        self.admission = admission
        self.monitor = monitor
        self.time = time
        self.endpoint = endpoint
        self.metrics = metrics
        self.logger = logger
    }

    var generation: UInt64 { breaker.generation }
    var nextProbe: MonotonicTime? { breaker.nextProbe }

    /// The error to fail a call with while the backoff lasts, otherwise `nil`.
    func refusal(now: MonotonicTime) -> RedisError? {
        breaker.state == .closed ? nil : admission.refusal
    }

    /// Opens the breaker. Returns what callers are told, or `nil` when this is no news.
    func trip(_ cause: FailureCause, generation: UInt64, detail: RedisError?, now: MonotonicTime) -> RedisError? {
        let action = breaker.trip(generation: generation, now: now, randomUnit: .random(in: 0..<1))
        guard case .refuse(let until) = action else { return nil }
        refuse(until: until, cause: cause, now: now)
        metrics.outageBegan(cause)
        logger.warning(
            "Redis is unavailable; calls fail at once until a probe succeeds",
            metadata: [
                "endpoint": "\(endpoint)", "cause": "\(cause)", "detail": "\(detail?.message ?? cause.sentence)",
                "next_probe_in": "\((until - now).inSeconds)",
            ])
        return admission.refusal
    }

    /// Returns `.probe` when a probe is due.
    func advance(to now: MonotonicTime) -> CircuitBreaker.Action {
        breaker.advance(to: now)
    }

    func probeSucceeded(now: MonotonicTime) {
        perform(breaker.probeSucceeded(), now: now)
    }

    func probeFailed(_ failure: ConnectionFailure, now: MonotonicTime) {
        report(refusals: admission.refusedCount)
        let action = breaker.probeFailed(now: now, randomUnit: .random(in: 0..<1))
        guard case .refuse(let until) = action else { return }
        logger.debug(
            "Redis is still unavailable", metadata: ["endpoint": "\(endpoint)", "detail": "\(failure.error.message)"])
        refuse(until: until, cause: failure.cause ?? cause, now: now)
    }

    func reset(now: MonotonicTime) {
        perform(breaker.reset(), now: now)
    }

    /// The client ends: calls fail for that reason from now on.
    func finish() {
        report(refusals: admission.refusedCount)
        if case .admit(let since) = breaker.reset() { metrics.outageEnded(cause, after: time.now() - since) }
        monitor.finish()
    }

    private func refuse(until: MonotonicTime, cause: FailureCause, now: MonotonicTime) {
        // An early probe that failed for the same reason is no news.
        guard until != refusedUntil || cause != self.cause else { return }
        self.cause = cause
        refusedUntil = until
        admission.refuse(until: until, cause: cause)
        monitor.change(to: .unavailable(cause: cause, until: .now + (until - now)))
    }

    private func perform(_ action: CircuitBreaker.Action, now: MonotonicTime) {
        guard case .admit(let since) = action else { return }
        refusedUntil = nil
        let refused = admission.admit()
        report(refusals: refused)
        reportedRefusals = 0
        metrics.outageEnded(cause, after: now - since)
        monitor.change(to: .available)
        logger.notice(
            "Redis is available again",
            metadata: [
                "endpoint": "\(endpoint)", "outage": "\((now - since).inSeconds)", "refused_calls": "\(refused)",
                "cause": "\(cause)",
            ])
    }

    /// Brings the metrics up to date, during a long outage as well.
    private func report(refusals: Int) {
        metrics.callsWereRefused(refusals - reportedRefusals)
        reportedRefusals = refusals
    }
}
