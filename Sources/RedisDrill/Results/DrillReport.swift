/// How a scenario went, under every policy that was compared.
package struct ScenarioResult: Sendable {
    package let name: String
    package let title: String
    package let summary: String
    /// This package's client first.
    package let results: [PolicyResult]
    /// What the scenario promises of this package's client.
    package let limits: [LimitCheck]

    package init(name: String, title: String, summary: String, results: [PolicyResult], limits: [LimitCheck]) {
        self.name = name
        self.title = title
        self.summary = summary
        self.results = results
        self.limits = limits
    }

    package var isPassed: Bool { limits.allSatisfy(\.isKept) }
}

/// How a whole drill went.
package struct DrillReport: Sendable {
    /// A scenario that was not run.
    package struct Skipped: Sendable, Hashable {
        package let name: String
        package let reason: String

        package init(name: String, reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    package var scenarios: [ScenarioResult] = []
    package var skipped: [Skipped] = []
    /// The scenario that could not go on, if the drill ended early.
    package var interruption: Skipped?
    /// Where the drill took place, in words and without secrets.
    package var place: String
    /// The times of the policies, in words.
    package var times: String
    package var duration = Duration.zero

    package init(place: String, times: String) {
        self.place = place
        self.times = times
    }

    package var isPassed: Bool { interruption == nil && scenarios.allSatisfy(\.isPassed) }

    /// Why it ended early, as a sentence, if it did.
    package var earlyEnd: String? {
        interruption.map { "The drill ended early, since \($0.name) could not go on: \($0.reason)." }
    }
}
