package import ResilientRedisClient

/// Where a drill takes place.
package enum DrillPlace: Sendable {
    /// On private servers, one for each run, with a client that has these settings but for the times.
    case privateServers(RedisConfiguration.Resilience = .init())
    /// On a server that the user has named, through a proxy. Without `writes` nothing is ever written to it.
    case named(RedisConfiguration, writes: Bool)

    /// The place in words, without secrets.
    package var summary: String {
        switch self {
        case .privateServers: "private servers on this machine"
        case .named(let configuration, let writes):
            "\(configuration.endpoint), through a proxy on this machine" + (writes ? "" : ", reading only")
        }
    }
}
