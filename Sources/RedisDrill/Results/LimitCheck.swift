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
    /// No answer is wrong, nothing is lost, nothing ran twice, and no call hangs.
    package static func nothingWrong(_ result: PolicyResult) -> LimitCheck {
        var problems = result.report.problems
        let unknown = result.report.unverifiedKeys
        if unknown > 0 {
            problems.append("\(unknown) keys could not be read at the end, so that lost writes are possible")
        }
        return LimitCheck(
            "no wrong, lost, duplicated, late or missing answer", problems.isEmpty,
            measured: problems.isEmpty ? "none" : problems.joined(separator: "; "))
    }

    /// No call takes longer than a limit, but for what the machine itself adds.
    package static func slowest(_ result: PolicyResult, atMost limit: Duration, because reason: String) -> LimitCheck {
        time(
            result.report.latency.longest, atMost: limit, "no call takes longer than \(limit.brief) (\(reason))",
            machineDelay: result.report.machineDelay.longest, taskDelay: result.report.taskDelay.longest,
            quiet: .milliseconds(10))
    }

    /// 99 of 100 of the calls that did not wait for a timeout take no longer than the source, but for what the machine
    /// itself adds.
    static func overhead(_ result: PolicyResult, of phase: WorkloadPhase, atMost limit: Duration) -> LimitCheck {
        time(
            phase.overhead.percentile(99), atMost: limit,
            "99 of 100 of the outage's other calls take at most \(limit.brief) more than the source",
            // A thread that sleeps is a tenth of a millisecond late on a quiet machine.
            machineDelay: result.report.machineDelay.percentile(99),
            taskDelay: result.report.taskDelay.percentile(99), quiet: .microseconds(500))
    }

    /// Checks a time. When the machine itself is late by more than a quiet one, that comes on top three times: a call
    /// waits for its client's loop, for its task after Redis, and for its task after the source.
    ///
    /// - Parameters:
    ///   - machineDelay: How late a thread of its own is. While that is as on a quiet machine, nothing is excused.
    ///   - taskDelay: How late a task is: the delay of a busy machine for tasks, which share few threads.
    package static func time(
        _ time: Duration?, atMost limit: Duration, _ promise: String, machineDelay: Duration?,
        taskDelay: Duration? = nil, quiet: Duration
    ) -> LimitCheck {
        let time = time ?? .zero
        let delay = machineDelay.map { $0 > quiet ? max($0, taskDelay ?? .zero) : .zero } ?? .zero
        return LimitCheck(
            promise, time <= limit + delay * 3,
            measured: time.brief
                + (delay > .zero ? ", on a machine that was itself up to \(delay.brief) late" : ""))
    }

    /// Answers come from Redis again within a limit.
    package static func recovers(_ result: PolicyResult, within limit: Duration, because reason: String) -> LimitCheck {
        let isKept =
            switch result.recovery {
            case .after(let time): time <= limit
            case .never: false
            case .notNeeded: true
            }
        return LimitCheck(
            "Redis is used again within \(limit.brief) of its return (\(reason))", isKept,
            measured: result.recovery == .notNeeded ? "it was in use all the time" : result.recovery.text)
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
