package import Logging
package import ResilientRedisClient

/// How an application treats its Redis.
package enum OutagePolicy: String, Sendable, Hashable, CaseIterable {
    /// This package's client and cache.
    case resilient
    /// The first failure switches Redis off for the life of the process.
    case permanentFlag = "permanent-flag"
    /// What timed out is tried a second time, on every call.
    case retryOnTimeout = "retry-on-timeout"
    /// A lost connection ends the process, which is started again after a while.
    case crashOnReset = "crash-on-reset"

    /// What it does, as part of a sentence.
    package var summary: String {
        switch self {
        case .resilient: "ResilientRedis: one deadline, a health check, a backoff, no retry after a timeout"
        case .permanentFlag: "the first failure switches Redis off for the life of the process"
        case .retryOnTimeout: "what timed out is tried a second time, on every call"
        case .crashOnReset: "a lost connection ends the process, which is started again after a while"
        }
    }
}

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
