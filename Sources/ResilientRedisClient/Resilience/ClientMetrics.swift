import Metrics
import RedisTransport

/// What a client counts for the people on call. All of it has the server's address as a dimension.
///
/// The names, units and dimensions follow OpenTelemetry's conventions for database clients where they have one. Made once
/// for each client, because making a counter may take a search; nothing of it is on the way of a call that succeeds.
package struct ClientMetrics: Sendable {
    private let server: [(String, String)]
    private let refusedCalls: Counter
    private let timeouts: Counter
    private let connectionsLost: Counter

    package init(_ endpoint: RedisConfiguration.Endpoint) {
        server = Self.dimensions(of: endpoint)
        refusedCalls = Counter(label: "redis.client.refusals", dimensions: server)
        timeouts = Counter(label: "redis.client.timeouts", dimensions: server)
        connectionsLost = Counter(label: "redis.client.connections.lost", dimensions: server)
    }

    /// Returns `server.address`, and `server.port` where it is not Redis' own.
    package static func dimensions(of endpoint: RedisConfiguration.Endpoint) -> [(String, String)] {
        switch endpoint {
        case .tcp(let host, 6379): [("server.address", host)]
        case .tcp(let host, let port): [("server.address", host), ("server.port", "\(port)")]
        case .unixSocket(let path): [("server.address", path)]
        }
    }

    /// `redis.client.outages`, by `redis.outage.cause`.
    func outageBegan(_ cause: FailureCause) {
        Counter(label: "redis.client.outages", dimensions: server + [("redis.outage.cause", "\(cause)")]).increment()
    }

    /// `redis.client.outage.duration`, by `redis.outage.cause`. Exporters give timers out in seconds.
    func outageEnded(_ cause: FailureCause, after time: Duration) {
        Timer(label: "redis.client.outage.duration", dimensions: server + [("redis.outage.cause", "\(cause)")])
            .recordNanoseconds(time.clampedNanoseconds)
    }

    /// `redis.client.refusals`: calls that failed at once during a backoff.
    func callsWereRefused(_ count: Int) {
        if count > 0 { refusedCalls.increment(by: count) }
    }

    /// `redis.client.timeouts`: calls whose deadline passed, those that waited for a lease among them.
    func callTimedOut() { timeouts.increment() }

    /// `redis.client.connections.lost`: connections for calls that broke, or that were given up because nothing came on
    /// them any more.
    func connectionWasLost() { connectionsLost.increment() }
}
