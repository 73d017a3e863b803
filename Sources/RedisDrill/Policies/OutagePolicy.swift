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
