import RedisDrill
import RedisFaultInjection
import Testing

/// The incidents that this package exists for. They measure time, so they run one after the other, each in a process of
/// its own: in this one other tests hold up Swift's few threads. Of what fails there only the comment arrives, so every
/// expectation has one.
@Suite("Incidents", .serialized, .timeLimit(.minutes(3)))
enum Incidents {
    /// Runs a scenario under one policy.
    static func run(
        _ scenario: Scenario, _ policy: OutagePolicy, times: PolicyTimes = .compressed
    ) async throws -> PolicyResult {
        try await DrillRunner(times: times).run(scenario, policy)
    }

    /// Checks every limit that a scenario states for this package's client.
    static func expectLimits(
        of scenario: Scenario, _ result: PolicyResult, times: PolicyTimes = .compressed,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let limits = scenario.limits(result, scenario.times(from: times))
        #expect(!limits.isEmpty, sourceLocation: sourceLocation)
        for limit in limits {
            #expect(
                limit.isKept, "\(limit.promise); measured: \(limit.measured)\n\(result.report)",
                sourceLocation: sourceLocation)
        }
    }

    /// The limits that a result breaks.
    static func broken(
        _ scenario: Scenario, _ result: PolicyResult, times: PolicyTimes = .compressed
    ) -> [String] {
        scenario.limits(result, scenario.times(from: times)).filter { !$0.isKept }.map(\.promise)
    }
}
