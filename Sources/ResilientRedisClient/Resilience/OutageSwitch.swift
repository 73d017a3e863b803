import Logging
import RedisTransport

/// Drives the circuit breaker on the event loop's thread and carries out what it decides: notifies callers through
/// ``Admission``, observers through ``AvailabilityMonitor``, people through the log and ``ClientMetrics``.
final class OutageSwitch {
    @exclusivity(unchecked) private var breaker: CircuitBreaker
    private let admission: Admission
    private let monitor: AvailabilityMonitor
    private let time: TimeSource
    private let reports: ReportQueue
    private let endpoint: String
    private let metrics: ClientMetrics
    /// How long a probe may take.
    private let connectTimeout: Duration
    /// How many refused calls of this outage the metrics have.
    private var reportedRefusals = 0
    private var cause = RedisFailureCause.connect
    /// What callers are told instead of the cause's own words.
    private var refusalError: RedisError?
    /// Until when observers were told that calls are refused.
    private var refusedUntil: MonotonicTime?
    /// The outage is over only when a call has been answered: a probe's success says nothing about that.
    private var needsProof = false
    private var trial: Trial?

    /// Calls pass, but the outage has not ended for observers yet.
    private struct Trial {
        /// When the outage began.
        var since: MonotonicTime
        /// When it ends unless a connection is lost again.
        var until: MonotonicTime
    }

    private static let trialPeriod = Duration.seconds(1)

    init(
        _ resilience: RedisConfiguration.Resilience, admission: Admission, monitor: AvailabilityMonitor,
        time: TimeSource, endpoint: String, metrics: ClientMetrics, reports: ReportQueue
    ) {
        breaker = CircuitBreaker(
            backoff: resilience.backoff, backoffJitter: resilience.backoffJitter, earlyProbes: resilience.earlyProbes)
        self.admission = admission
        self.monitor = monitor
        self.time = time
        self.endpoint = endpoint
        self.metrics = metrics
        self.reports = reports
        connectTimeout = resilience.connectTimeout
    }

    var generation: UInt64 { breaker.generation }

    /// When ``advance(to:)`` is to be called.
    var nextCheck: MonotonicTime { min(breaker.nextProbe ?? .distantFuture, trial?.until ?? .distantFuture) }

    /// Calls pass, and the first one that is answered ends the outage.
    var isOnTrial: Bool { trial != nil }

    /// The error to fail a call with while the backoff lasts, otherwise `nil`.
    func refusal(now: MonotonicTime) -> RedisError? {
        breaker.state == .closed ? nil : admission.refusal
    }

    /// Opens the breaker. Returns what callers are told, or `nil` when this is no news.
    ///
    /// - Parameter needsProof: The server lets clients in and then serves none: only an answered call shows that it is over.
    func trip(
        _ cause: RedisFailureCause, generation: UInt64, detail: RedisError?, needsProof: Bool = false,
        now: MonotonicTime
    ) -> RedisError? {
        let action = breaker.trip(
            generation: generation, now: now, randomUnit: .random(in: 0..<1),
            schedule: Self.schedule(cause, needsProof: needsProof), continues: trial != nil)
        guard case .refuse(let until) = action else { return nil }
        let isContinued = trial != nil
        trial = nil
        self.needsProof = needsProof
        refusalError = cause == .accessRefused ? detail : nil
        refuse(until: until, cause: cause, now: now)
        if isContinued { return admission.refusal }
        metrics.outageBegan(cause)
        reports.log(
            .warning, "Redis is unavailable; calls fail at once until a probe succeeds",
            [
                "endpoint": endpoint, "cause": "\(cause)", "detail": detail?.message ?? cause.sentence,
                "next_probe_in": ((breaker.nextProbe ?? until) - now).inSeconds,
            ])
        return admission.refusal
    }

    /// When to probe a server that is there and refuses, whatever is configured for others.
    private static func schedule(_ cause: RedisFailureCause, needsProof: Bool) -> RedisConfiguration.EarlyProbes? {
        if cause == .accessRefused { return .exponential(from: .milliseconds(500), jitter: 0.1) }
        return needsProof ? .exponential(jitter: 0.1) : nil
    }

    /// Returns `.probe` when a probe is due.
    func advance(to now: MonotonicTime) -> CircuitBreaker.Action {
        if let trial, now >= trial.until { proved(now: now) }
        let action = breaker.advance(to: now)
        // Nobody is to come back at once: from now on the time that is left is that of the probe.
        if action == .probe { admission.refuse(until: now + connectTimeout, cause: cause, error: refusalError) }
        return action
    }

    func probeSucceeded(now: MonotonicTime) {
        let action = breaker.probeSucceeded()
        guard needsProof, case .admit(let since) = action else { return perform(action, now: now) }
        trial = Trial(since: since, until: now + Self.trialPeriod)
        admission.letPass()
    }

    /// A call was answered while on trial, or nothing went wrong in its time.
    func proved(now: MonotonicTime) {
        guard let trial else { return }
        perform(.admit(since: trial.since), now: now)
    }

    func probeFailed(_ failure: ConnectionFailure, now: MonotonicTime) {
        report(refusals: admission.refusedCount)
        let newCause = failure.cause ?? cause
        let action = breaker.probeFailed(
            now: now, randomUnit: .random(in: 0..<1), schedule: Self.schedule(newCause, needsProof: false))
        guard case .refuse(let until) = action else { return }
        needsProof = false
        refusalError = newCause == .accessRefused ? failure.error : nil
        // A person acts on what the server says; the ways not to reach it change with chance.
        let isNews = newCause != cause && newCause.isWordOfServer
        reports.log(
            isNews ? .notice : .debug,
            isNews ? "Redis is still unavailable, for another reason now" : "Redis is still unavailable",
            ["endpoint": endpoint, "cause": "\(newCause)", "detail": failure.error.message])
        refuse(until: until, cause: newCause, now: now)
    }

    func reset(now: MonotonicTime) {
        let action = breaker.reset()
        if trial != nil { proved(now: now) } else { perform(action, now: now) }
    }

    /// The client ends: calls fail for that reason from now on.
    func finish() {
        report(refusals: admission.refusedCount)
        var since = trial?.since
        if case .admit(let start) = breaker.reset() { since = start }
        if let since { metrics.outageEnded(cause, after: time.now() - since) }
        trial = nil
        monitor.finish()
    }

    private func refuse(until: MonotonicTime, cause: RedisFailureCause, now: MonotonicTime) {
        admission.refuse(until: breaker.nextProbe ?? until, cause: cause, error: refusalError)
        // An early probe that failed for the same reason is no news.
        guard until != refusedUntil || cause != self.cause else { return }
        self.cause = cause
        refusedUntil = until
        monitor.change(to: .unavailable(cause: cause, until: .now + (until - now)))
    }

    private func perform(_ action: CircuitBreaker.Action, now: MonotonicTime) {
        guard case .admit(let since) = action else { return }
        refusedUntil = nil
        trial = nil
        needsProof = false
        refusalError = nil
        let refused = admission.admit()
        report(refusals: refused)
        reportedRefusals = 0
        metrics.outageEnded(cause, after: now - since)
        monitor.change(to: .available)
        reports.log(
            .notice, "Redis is available again",
            [
                "endpoint": endpoint, "outage": (now - since).inSeconds, "refused_calls": "\(refused)",
                "cause": "\(cause)",
            ])
    }

    /// Brings the metrics up to date, during a long outage as well.
    private func report(refusals: Int) {
        metrics.callsWereRefused(refusals - reportedRefusals)
        reportedRefusals = refusals
    }
}
