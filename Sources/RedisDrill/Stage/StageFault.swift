import RedisFaultInjection

/// What a scenario has go wrong.
package enum StageFault: Sendable, Hashable {
    /// The server's process stands still, as in a long garbage collection of its host or a stuck disk.
    case frozenServer
    /// The server's process is gone.
    case killedServer
    /// All bytes vanish, in both directions, and no connection is closed.
    case blackHole
    /// The connections that exist now are forgotten by the network; new ones work.
    case silentDrop
    /// Everything takes longer.
    case latency(Duration, jitter: Duration)

    /// What people see beside the time it lasted.
    package var name: String {
        switch self {
        case .frozenServer: "server frozen"
        case .killedServer: "server gone"
        case .blackHole: "black hole"
        case .silentDrop: "connections dropped silently"
        case .latency(let delay, _): "\(delay.brief) slower"
        }
    }
}
