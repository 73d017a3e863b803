import Logging
import RedisTransport

/// Tells once that the server refuses writes (`READONLY`, `OOM` and the like), and once that it accepts them again.
///
/// That is no outage: reads are answered. It lives on the event loop's thread. While the server accepts everything, it costs
/// a call one look at ``isActive``.
final class WriteWatch {
    /// The server refuses writes.
    @exclusivity(unchecked) private(set) var isActive = false
    private let endpoint: String
    private let metrics: ClientMetrics
    private let reports: ReportQueue
    private var reason = ""
    private var since = MonotonicTime(nanoseconds: 0)
    private var lastRefusal = MonotonicTime(nanoseconds: 0)
    private var count = 0
    /// The commands that were refused: another one may be accepted all the while (`DEL` without memory).
    private var names: Set<String> = []

    private static let mostNames = 16
    /// A write that is accepted this long after the last refusal shows that it is over.
    private static let quiet = Duration.seconds(1)

    init(endpoint: String, metrics: ClientMetrics, reports: ReportQueue) {
        self.endpoint = endpoint
        self.metrics = metrics
        self.reports = reports
    }

    /// Whether a call's reply is to be told with ``accepted(now:)``.
    func isInterested(in call: Call) -> Bool {
        isActive && !call.request.traits.contains(.readOnly) && names.contains(call.request.wire.name)
    }

    /// An error reply came.
    func received(_ error: RESPErrorReply, to call: Call, now: MonotonicTime) {
        guard let reason = error.refusedWrite else { return }
        metrics.writeWasRefused(reason)
        lastRefusal = now
        count += 1
        if names.count < Self.mostNames { names.insert(call.request.wire.name) }
        guard !isActive else { return }
        isActive = true
        self.reason = reason
        since = now
        reports.log(
            .warning, "Redis refuses writes; reads go on",
            ["endpoint": endpoint, "cause": reason, "detail": error.messageWithoutArguments])
    }

    /// A command that was refused before has been accepted.
    func accepted(now: MonotonicTime) {
        guard isActive, now >= lastRefusal + Self.quiet else { return }
        isActive = false
        names = []
        reports.log(
            .notice, "Redis accepts writes again",
            [
                "endpoint": endpoint, "cause": reason, "refused_for": "\((now - since).inSeconds)",
                "refused_writes": "\(count)",
            ])
        count = 0
    }
}
