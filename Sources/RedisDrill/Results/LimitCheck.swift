import RedisFaultInjection

/// What a scenario promises of this package's client, and what was measured.
package struct LimitCheck: Sendable, Hashable {
    /// The promise, as a sentence without its full stop.
    package let promise: String
    package let isKept: Bool
    package let measured: String

    package init(_ promise: String, _ isKept: Bool, measured: String) {
        self.promise = promise
        self.isKept = isKept
        self.measured = measured
    }
}

extension LimitCheck {
    /// No answer is wrong, nothing is lost, nothing ran twice, and nobody waits in vain.
    static func nothingWrong(_ result: PolicyResult) -> LimitCheck {
        let problems = result.report.problems
        return LimitCheck(
            "no wrong, lost, duplicated, late or missing answer", problems.isEmpty,
            measured: problems.isEmpty ? "none" : problems.joined(separator: "; "))
    }

    /// No call takes longer than a limit. When the machine itself is late by more than a quiet one, that comes on top three
    /// times: a call waits for its client's loop, for its task after Redis, and for its task after the source.
    static func slowest(_ result: PolicyResult, atMost limit: Duration, because reason: String) -> LimitCheck {
        let slowest = result.report.latency.longest ?? .zero
        let delay = allowance(result.report.machineDelay.longest, quiet: .milliseconds(10))
        return LimitCheck(
            "no call takes longer than \(limit.brief) (\(reason))", slowest <= limit + delay * 3,
            measured: slowest.brief + words(delay))
    }

    /// A delay of the machine, if it is more than a quiet machine has.
    static func allowance(_ delay: Duration?, quiet: Duration) -> Duration {
        guard let delay, delay > quiet else { return .zero }
        return delay
    }

    static func words(_ delay: Duration) -> String {
        delay > .zero ? ", on a machine that was itself up to \(delay.brief) late" : ""
    }

    /// Answers come from Redis again within a limit.
    static func recovers(_ result: PolicyResult, within limit: Duration, because reason: String) -> LimitCheck {
        let isKept = if case .after(let time) = result.recovery { time <= limit } else { false }
        return LimitCheck(
            "Redis is used again within \(limit.brief) of its return (\(reason))", isKept,
            measured: result.recovery.text)
    }

    /// No read fails.
    static func noFailedRead(_ result: PolicyResult) -> LimitCheck {
        let count = result.report.phases.reduce(0) { $0 + $1.failedReads }
        return LimitCheck("no read fails", count == 0, measured: "\(count) failed")
    }

    /// No call fails.
    static func noFailedCall(_ result: PolicyResult) -> LimitCheck {
        LimitCheck("no call fails", result.report.failed == 0, measured: "\(result.report.failed) failed")
    }

    /// No process ends.
    static func noProcessExit(_ result: PolicyResult) -> LimitCheck {
        LimitCheck("no process exits", result.processExits == 0, measured: "\(result.processExits) exits")
    }
}
