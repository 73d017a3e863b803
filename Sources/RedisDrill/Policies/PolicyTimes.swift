package import ResilientRedisClient

/// The times that a client's policies run on.
package struct PolicyTimes: Sendable, Hashable {
    package var connectTimeout: Duration
    package var commandTimeout: Duration
    package var healthCheckInterval: Duration
    package var healthCheckTimeout: Duration
    package var backoff: Duration
    /// How long a process that has exited is away; doubled each time it exits again soon.
    package var processRestart: Duration

    /// The defaults of this package, 10 to 30 times shorter, so that a whole drill fits into a minute.
    package static let compressed = PolicyTimes(
        connectTimeout: .milliseconds(200), commandTimeout: .milliseconds(200), healthCheckInterval: .milliseconds(500),
        healthCheckTimeout: .milliseconds(100), backoff: .seconds(1), processRestart: .milliseconds(300))

    /// Takes the times as a configuration has them.
    package init(of resilience: RedisConfiguration.Resilience) {
        connectTimeout = resilience.connectTimeout
        commandTimeout = resilience.commandTimeout
        healthCheckInterval = resilience.healthCheckInterval
        healthCheckTimeout = resilience.healthCheckTimeout
        backoff = resilience.backoff
        processRestart = .seconds(10)
    }

    package init(
        connectTimeout: Duration, commandTimeout: Duration, healthCheckInterval: Duration, healthCheckTimeout: Duration,
        backoff: Duration, processRestart: Duration
    ) {
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
        self.healthCheckInterval = healthCheckInterval
        self.healthCheckTimeout = healthCheckTimeout
        self.backoff = backoff
        self.processRestart = processRestart
    }

    /// How long an outage is to last that goes on for so many backoffs: in any case long enough for a call to
    /// time out in it, so that the outage is noticed.
    package func outage(backoffs: Double) -> Duration {
        max(backoff * backoffs, max(connectTimeout, commandTimeout) * 2)
    }

    /// How long to look on after an outage, to see everything recover that does so within the backoff and half a
    /// second.
    package var aftermath: Duration { max(backoff * 1.5, backoff + .milliseconds(700)) }

    /// Puts the times into a configuration.
    package func apply(to configuration: inout RedisConfiguration) {
        configuration.resilience.connectTimeout = connectTimeout
        configuration.resilience.commandTimeout = commandTimeout
        configuration.resilience.healthCheckInterval = healthCheckInterval
        configuration.resilience.healthCheckTimeout = healthCheckTimeout
        configuration.resilience.backoff = backoff
    }

    /// The times as text, those of the configuration beside them where they differ.
    package func summary(insteadOf original: PolicyTimes) -> String {
        let names: [(String, KeyPath<PolicyTimes, Duration>)] = [
            ("connect timeout", \.connectTimeout), ("command timeout", \.commandTimeout),
            ("health check after", \.healthCheckInterval), ("backoff", \.backoff),
        ]
        return names.map { name, path in
            let (now, then) = (self[keyPath: path], original[keyPath: path])
            return "\(name) \(now.inSeconds)" + (now == then ? "" : " (for \(then.inSeconds))")
        }.joined(separator: ", ")
    }
}
