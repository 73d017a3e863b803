package import RedisFaultInjection

/// A period in which a fault was in force.
package struct FaultBand: Sendable, Hashable {
    package let name: String
    /// Counted from the workload's start.
    package let start: Duration
    package var end: Duration

    package init(name: String, start: Duration, end: Duration) {
        self.name = name
        self.start = start
        self.end = end
    }
}

/// How a scenario went under one policy.
package struct PolicyResult: Sendable {
    package let policy: OutagePolicy
    package let report: WorkloadReport
    package let bands: [FaultBand]
    /// From the first fault until the application knew that Redis is away; `nil` when it never found out.
    package let timeToDetect: Duration?
    /// What it took Redis to be away for, such as `silentServer` or `connectionLost`.
    package let detectedCause: String?
    package let recovery: Recovery
    package let processExits: Int
    /// What else is worth telling, such as the messages that people would have read.
    package let notes: [String]

    package init(
        policy: OutagePolicy, report: WorkloadReport, bands: [FaultBand], timeToDetect: Duration?,
        detectedCause: String?, recovery: Recovery,
        processExits: Int, notes: [String]
    ) {
        self.policy = policy
        self.report = report
        self.bands = bands
        self.timeToDetect = timeToDetect
        self.detectedCause = detectedCause
        self.recovery = recovery
        self.processExits = processExits
        self.notes = notes
    }

    /// The calls that began while something was wrong.
    package var outage: WorkloadPhase? { report.phase(DrillEnvironment.outagePhase) }
    /// The calls that began after everything was well again.
    package var aftermath: WorkloadPhase? { report.phase(DrillEnvironment.aftermathPhase) }

    /// How often calls failed, by the name of the failure.
    package var failures: [(name: String, count: Int)] {
        let sums = report.phases.reduce(into: [String: Int]()) { $0.merge($1.failures) { $0 + $1 } }
        return sums.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// Answers that belong to no call or to another one, lost writes, and commands that ran twice.
    package var wrongAnswers: Int { report.wrong.count + report.lost.count + report.duplicated.count }
}
