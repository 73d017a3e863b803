package import RedisFaultInjection
package import ResilientRedisClient

/// One story of a drill: a load, what befalls it, which policies go through it, and what ours promises.
package struct Scenario: Sendable {
    /// What it takes place on.
    package enum Venue: Sendable, Hashable {
        /// A server; what befalls it befalls its process.
        case server
        /// A server with one proxy before it.
        case proxied
        /// A server with several proxies before it that share one name.
        case fleet
    }

    /// The name to ask for it by.
    package let name: String
    /// What it is about, in a few words.
    package let title: String
    /// What happens, in sentences.
    package let story: String
    /// Which policies are compared; the first is ours.
    package let policies: [OutagePolicy]
    package let venue: Venue
    /// Whether it needs servers of its own, whatever the user names.
    package var needsPrivateServers = false
    /// By how much its timeouts are longer than those of the drill. Where nothing ever waits for them they need not be
    /// short, and a busy machine does not run into them.
    package var timeoutFactor = 1
    /// Whether it makes sense with nothing but reads.
    package var canOnlyRead = true
    /// Whether the first call waits until the first fault is in place.
    package var beginsPaused = false
    package let workload: @Sendable (PolicyTimes) -> Workload
    /// Changes the configuration under a policy: for stories in which it is the configuration that is wrong.
    package var configure: @Sendable (RedisConfiguration, OutagePolicy, StageNotes) throws -> RedisConfiguration = {
        configuration, _, _ in
        configuration
    }
    package let play: @Sendable (Stage) async throws -> Void
    package let limits: @Sendable (PolicyResult, PolicyTimes) -> [LimitCheck]

    package init(
        name: String, title: String, story: String, policies: [OutagePolicy], venue: Venue,
        workload: @escaping @Sendable (PolicyTimes) -> Workload,
        play: @escaping @Sendable (Stage) async throws -> Void,
        limits: @escaping @Sendable (PolicyResult, PolicyTimes) -> [LimitCheck]
    ) {
        self.name = name
        self.title = title
        self.story = story
        self.policies = policies
        self.venue = venue
        self.workload = workload
        self.play = play
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
