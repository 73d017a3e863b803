import Metrics
import RedisTransport

/// What a client counts for the people on call. All of it has the server's address as a dimension.
///
/// The names, units and dimensions follow OpenTelemetry's conventions for database clients where they have one. Made once
/// for each client, because making a counter may take a search; nothing of it is on the way of a call that succeeds.
/// The back end is called by the ``ReportQueue``, never on the event loop.
package struct ClientMetrics: Sendable {
    private let server: [(String, String)]
    private let reports: ReportQueue
    private let availability: Meter
    private let refusedCalls: Counter
    private let timeouts: Counter
    private let connectionsLost: Counter

    init(_ endpoint: RedisConfiguration.Endpoint, reports: ReportQueue) {
        server = Self.dimensions(of: endpoint)
        self.reports = reports
        availability = Meter(label: "redis.client.availability", dimensions: server)
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

    /// `redis.client.outages`, by `redis.outage.cause`, and `redis.client.availability`, which is 0 from now on.
    func outageBegan(_ cause: RedisFailureCause) {
        reports.post { [server, availability] in
            Counter(label: "redis.client.outages", dimensions: server + [("redis.outage.cause", "\(cause)")])
                .increment()
            availability.set(0)
        }
    }

    /// `redis.client.outage.duration`, by `redis.outage.cause`, and `redis.client.availability`, which is 1 from now on.
    /// Exporters give timers out in seconds.
    func outageEnded(_ cause: RedisFailureCause, after time: Duration) {
        reports.post { [server, availability] in
            Timer(label: "redis.client.outage.duration", dimensions: server + [("redis.outage.cause", "\(cause)")])
                .recordNanoseconds(time.clampedNanoseconds)
            availability.set(1)
        }
    }

    /// `redis.client.refusals`: calls that failed at once during a backoff.
    func callsWereRefused(_ count: Int) {
        if count > 0 { reports.add(count, to: refusedCalls) }
    }

    /// `redis.client.timeouts`: calls whose deadline passed, those that waited for a lease among them.
    func callTimedOut() { reports.add(1, to: timeouts) }

    /// `redis.client.connections.lost`: connections for calls that broke, or that were given up because nothing came on
    /// them any more. A connection that the server closed because it was idle is none.
    func connectionWasLost() { reports.add(1, to: connectionsLost) }

    /// `redis.client.writes.refused`, by `redis.refusal.reason`: the name of the server's error.
    func writeWasRefused(_ reason: String) {
        reports.post { [server] in
            Counter(label: "redis.client.writes.refused", dimensions: server + [("redis.refusal.reason", reason)])
                .increment()
        }
    }
}
