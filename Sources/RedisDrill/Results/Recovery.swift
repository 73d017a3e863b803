package import RedisFaultInjection

extension PolicyResult {
    /// When all answers came from Redis again after the last fault had ended.
    package enum Recovery: Sendable, Hashable {
        case after(Duration)
        /// Not before the end of the run.
        case never
        /// Nothing was broken that would have had to recover.
        case notNeeded
    }
}

extension PolicyResult.Recovery {
    /// When the last call that failed, or had to ask the source, is as recent as this, nothing has recovered.
    private static let calm = Duration.milliseconds(100)

    /// Finds out when the last call had to do without Redis, whichever worker it belonged to, and that others did not.
    package init(of report: WorkloadReport) {
        let outages = report.phases.filter { $0.name == DrillEnvironment.outagePhase }
        guard let aftermath = report.phase(DrillEnvironment.aftermathPhase), !outages.isEmpty else {
            self = .notNeeded
            return
        }
        // Where Redis answered all the time, there was nothing to recover from. No calls at all are no such proof.
        if outages.allSatisfy({ $0.lastUnserved == nil && $0.calls > 0 }) {
            self = .notNeeded
            return
        }
        // Calls that began in the outage may have ended after it.
        let ends = (outages + [aftermath]).compactMap { phase in phase.lastUnserved.map { phase.start + $0 } }
        let end = max(ends.max() ?? .zero, aftermath.start)
        if let firstServed = aftermath.firstServed, report.duration - end >= Self.calm {
            self = .after(max(firstServed, end - aftermath.start))
        } else {
            self = .never
        }
    }

    /// The time in words.
    package var text: String {
        switch self {
        case .after(let duration): duration.brief
        case .never: "never"
        case .notNeeded: "–"
        }
    }

    /// What it is, in a word.
    package var name: String {
        switch self {
        case .after: "after"
        case .never: "never"
        case .notNeeded: "notNeeded"
        }
    }

    /// How long it took, if it came to that.
    package var duration: Duration? {
        if case .after(let duration) = self { duration } else { nil }
    }
}
