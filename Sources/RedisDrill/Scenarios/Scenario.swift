package import RedisFaultInjection
package import ResilientRedisClient

/// One scenario of a drill: a load, the faults it meets, the policies that are compared, and the limits that this
/// package's client must keep.
package struct Scenario: Sendable {
    /// What the faults of a scenario are applied to.
    package enum DrillTarget: Sendable, Hashable {
        /// A server; faults affect its process.
        case server
        /// A server with one proxy in front of it.
        case proxied
        /// A server with several proxies in front of it that share one address.
        case fleet
    }

    /// The name on the command line.
    package let name: String
    /// A title of a few words.
    package let title: String
    /// What happens, and why it matters, in sentences.
    package let summary: String
    /// Which policies are compared; the first is ours.
    package let policies: [OutagePolicy]
    package let target: DrillTarget
    /// Whether it needs private servers even when the user names one.
    package var needsPrivateServers = false
    /// By how much its timeouts are longer than those of the drill. Where nothing ever waits for them they need not be
    /// short, and a busy machine does not run into them.
    package var timeoutFactor = 1
    /// Whether it makes sense with nothing but reads.
    package var canOnlyRead = true
    /// Whether the first call waits until the first fault is in place.
    package var beginsPaused = false
    package let workload: @Sendable (PolicyTimes) -> Workload
    /// Changes the configuration under a policy: for scenarios in which the configuration is wrong.
    package var configure: @Sendable (RedisConfiguration, OutagePolicy, DrillNotes) throws -> RedisConfiguration = {
        configuration, _, _ in
        configuration
    }
    package let run: @Sendable (DrillEnvironment) async throws -> Void
    package let limits: @Sendable (PolicyResult, PolicyTimes) -> [LimitCheck]

    package init(
        name: String, title: String, summary: String, policies: [OutagePolicy], target: DrillTarget,
        workload: @escaping @Sendable (PolicyTimes) -> Workload,
        run: @escaping @Sendable (DrillEnvironment) async throws -> Void,
        limits: @escaping @Sendable (PolicyResult, PolicyTimes) -> [LimitCheck]
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.policies = policies
        self.target = target
        self.workload = workload
        self.run = run
        self.limits = limits
    }
}

extension Scenario {
    /// The times that it runs on, given those of the drill.
    package func times(from times: PolicyTimes) -> PolicyTimes {
        var times = times
        times.connectTimeout = times.connectTimeout * timeoutFactor
        times.commandTimeout = times.commandTimeout * timeoutFactor
        return times
    }

    /// The same, with longer timeouts.
    func withTimeouts(times factor: Int) -> Scenario {
        var copy = self
        copy.timeoutFactor = factor
        return copy
    }

    /// The same, never run without the right to write.
    func needingWrites() -> Scenario {
        var copy = self
        copy.canOnlyRead = false
        return copy
    }

    /// The same, with its first fault in place before the first call.
    func beginningPaused() -> Scenario {
        var copy = self
        copy.beginsPaused = true
        return copy
    }
}

extension Scenario {
    /// All scenarios, in the order in which a drill runs them.
    package static let catalogue: [Scenario] = [
        .analyticsCache, .proxyRollout, .configMismatch, .frozenServer, .blackHole, .refused, .killedAndRestarted,
        .slowNetwork, .idleDrop,
    ]

    /// The scenarios of the names given, in that order; all of them when there is no name.
    package static func named(_ names: [String]) throws(UnknownScenario) -> [Scenario] {
        guard !names.isEmpty else { return catalogue }
        var scenarios: [Scenario] = []
        for name in names {
            guard let scenario = catalogue.first(where: { $0.name == name }) else { throw UnknownScenario(name: name) }
            if !scenarios.contains(where: { $0.name == name }) { scenarios.append(scenario) }
        }
        return scenarios
    }
}

/// A name that no scenario has.
package struct UnknownScenario: Error, CustomStringConvertible {
    package let name: String

    /// One line that lists the names that there are.
    package var description: String {
        "no scenario is named \"\(name)\"; the names are \(Scenario.catalogue.map(\.name).joined(separator: ", "))"
    }
}
