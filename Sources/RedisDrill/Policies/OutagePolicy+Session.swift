package import ResilientRedis

extension OutagePolicy {
    /// A session of an application that has this policy.
    ///
    /// - Parameters:
    ///   - configuration: Where Redis is, and the times of the policies.
    ///   - times: How long a process is away after it has exited.
    ///   - ttl: How long cached values live.
    package func session(
        _ configuration: RedisConfiguration, times: PolicyTimes, ttl: Duration = .drillKeyLifetime
    ) throws -> any DrillSession {
        switch self {
        case .resilient: try ResilientSession(configuration, ttl: ttl)
        case .permanentFlag: PermanentFlagSession(configuration, ttl: ttl)
        case .retryOnTimeout: RetryOnTimeoutSession(configuration, ttl: ttl)
        case .crashOnReset: CrashOnResetSession(configuration, workers: 8, restart: times.processRestart)
        }
    }
}
