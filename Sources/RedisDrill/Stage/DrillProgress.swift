package import RedisFaultInjection

/// How a drill stands while it runs.
package struct DrillProgress: Sendable {
    package let scenario: String
    package let policy: OutagePolicy
    /// How many runs are done, and how many there will be.
    package let number: Int
    package let total: Int
    package let elapsed: Duration
    /// What is wrong right now.
    package let fault: String?
    package let isAvailable: Bool
    package let calls: Int
    package let failed: Int
    package let timeline: WorkloadTimeline

    init(_ scenario: Scenario, _ policy: OutagePolicy, number: Int, total: Int, stage: Stage) {
        let report = stage.run.report
        self.scenario = scenario.name
        self.policy = policy
        self.number = number
        self.total = total
        elapsed = report.duration
        fault = stage.openBand?.name
        isAvailable = stage.session.events.isAvailable
        calls = report.calls
        failed = report.failed
        timeline = report.timeline
    }
}
