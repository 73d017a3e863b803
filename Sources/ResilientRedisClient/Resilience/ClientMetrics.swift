import RedisTransport
import Metrics

/// What a client counts for the people on call. All of it has the endpoint as a dimension.
///
/// Made once for each client, because making a counter may take a search; nothing of it is on the way of a call that
/// goes well.
struct ClientMetrics: Sendable {
    private let endpoint: String
    private let refusedCalls: Counter
    private let outageTime: Timer
    private let timeouts: Counter
    private let connectionsLost: Counter

    init(endpoint: String) {
        self.endpoint = endpoint
        let dimensions = [("endpoint", endpoint)]
        refusedCalls = Counter(label: "redis_refused_calls_total", dimensions: dimensions)
        outageTime = Timer(label: "redis_outage_nanoseconds", dimensions: dimensions)
        timeouts = Counter(label: "redis_timeouts_total", dimensions: dimensions)
        connectionsLost = Counter(label: "redis_connections_lost_total", dimensions: dimensions)
    }

    /// `redis_outages_total`, by cause.
    func outageBegan(_ cause: FailureCause) {
        Counter(label: "redis_outages_total", dimensions: [("endpoint", endpoint), ("cause", "\(cause)")]).increment()
    }

    /// `redis_outage_nanoseconds`: how long it was.
    func outageEnded(after time: Duration) {
        outageTime.recordNanoseconds(time.clampedNanoseconds)
    }

    /// `redis_refused_calls_total`: calls that failed at once during a backoff.
    func callsWereRefused(_ count: Int) {
        if count > 0 { refusedCalls.increment(by: count) }
    }

    /// `redis_timeouts_total`: calls whose deadline passed, those that wait for a connection of their own among them.
    func callTimedOut() { timeouts.increment() }

    /// `redis_connections_lost_total`: connections for calls that broke, or that were given up because nothing came on them.
    func connectionWasLost() { connectionsLost.increment() }
}
