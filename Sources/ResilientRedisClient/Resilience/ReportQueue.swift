import DequeModule
import Logging
import Metrics
import RedisTransport
import Synchronization

/// Calls the application's log handler and metrics back end, in order, on a thread of its own: they may block, and the
/// event loop must not.
///
/// It is bounded. Log lines and values that find it full are dropped and counted; what is only added to a counter is never
/// lost. The thread exists while there is something to report.
final class ReportQueue: Sendable {
    private struct State {
        var reports = Deque<@Sendable () -> Void>()
        /// What is to be added to counters.
        var counts: [ObjectIdentifier: (counter: Counter, amount: Int)] = [:]
        var dropped = 0
        var hasThread = false
        /// What was taken out last is being reported.
        var isDelivering = false

        var isEmpty: Bool { reports.isEmpty && counts.isEmpty && dropped == 0 }
    }

    private let state = Mutex(State())
    private let logger: Logger
    private let droppedReports: Counter

    /// The most reports that wait.
    static let capacity = 1_000
    /// How long the thread stays for the next report.
    private static let linger = Duration.milliseconds(5)

    init(logger: Logger, dimensions: [(String, String)]) {
        self.logger = logger
        droppedReports = Counter(label: "redis.client.reports.dropped", dimensions: dimensions)
    }

    /// Reports one log line.
    func log(_ level: Logger.Level, _ message: String, _ metadata: [String: String]) {
        post { [logger] in
            logger.log(level: level, "\(message)", metadata: metadata.mapValues { .string($0) })
        }
    }

    /// Adds to a counter.
    func add(_ amount: Int, to counter: Counter) {
        change { $0.counts[ObjectIdentifier(counter), default: (counter, 0)].amount += amount }
    }

    /// Runs what calls a back end.
    func post(_ report: @escaping @Sendable () -> Void) {
        change { state in
            if state.reports.count < Self.capacity { state.reports.append(report) } else { state.dropped += 1 }
        }
    }

    /// Waits until what was reported before has been delivered, but no longer than the limit, and not in a cancelled task.
    func deliver(within limit: Duration) async {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while !state.withLock({ $0.isEmpty && !$0.isDelivering }), clock.now < end {
            do { try await clock.sleep(for: .milliseconds(1)) } catch { return }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let needsThread = state.withLock { state in
            body(&state)
            defer { state.hasThread = true }
            return !state.hasThread
        }
        guard needsThread else { return }
        do {
            try SystemThread.detach(name: "redis-reports") { self.run() }
        } catch {
            // The next report tries again.
            state.withLock { $0.hasThread = false }
        }
    }

    private func run() {
        while true {
            deliverAll()
            SystemThread.sleep(for: Self.linger)
            let isOver = state.withLock { state in
                if state.isEmpty { state.hasThread = false }
                return state.isEmpty
            }
            if isOver { return }
        }
    }

    private func deliverAll() {
        while true {
            let (reports, counts, dropped) = state.withLock { state in
                defer {
                    state.isDelivering = !state.isEmpty
                    state.reports = []
                    state.counts = [:]
                    state.dropped = 0
                }
                return (state.reports, state.counts, state.dropped)
            }
            if reports.isEmpty, counts.isEmpty, dropped == 0 { return }
            for report in reports { report() }
            for (counter, amount) in counts.values { counter.increment(by: amount) }
            guard dropped > 0 else { continue }
            droppedReports.increment(by: dropped)
            logger.warning(
                "Log lines and metrics of the Redis client were dropped: the log handler or the metrics back end is too slow",
                metadata: ["dropped": "\(dropped)"])
        }
    }
}
