package import Logging
package import ResilientRedisClient

extension OutagePolicy {
    /// A session of an application that has this policy.
    ///
    /// - Parameters:
    ///   - configuration: Where Redis is, and the times of the policies.
    ///   - times: How long a process is away after it has exited.
    ///   - ttl: How long cached values live.
    ///   - logger: Where this package's client writes its messages; nowhere by default.
    package func session(
        _ configuration: RedisConfiguration, times: PolicyTimes, ttl: Duration = DrillKeys.lifetime,
        logger: Logger = .silent
    ) throws -> any DrillSession {
        switch self {
        case .resilient: try ResilientSession(configuration, ttl: ttl, logger: logger)
        case .permanentFlag: PermanentFlagSession(configuration, ttl: ttl)
        case .retryOnTimeout: RetryOnTimeoutSession(configuration, ttl: ttl)
        case .crashOnReset: CrashOnResetSession(configuration, workers: 8, restart: times.processRestart)
        }
    }
}
