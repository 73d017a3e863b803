import Synchronization

/// The latencies of requests, collected from all tasks. A request counts in the second in which it ends.
final class Measurements: Sendable {
    /// Requests of one second, or of one phase.
    struct Window: Sendable {
        fileprivate(set) var latencies: [Duration] = []
        fileprivate(set) var failures = 0
        fileprivate(set) var firstError: String?

        var requests: Int { latencies.count + failures }

        /// The latency that the given share of requests did not exceed, from 0 to 1.
        func percentile(_ share: Double) -> Duration? {
            let sorted = latencies.sorted()
            return sorted.isEmpty ? nil : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }

        fileprivate mutating func add(_ other: Window) {
            latencies += other.latencies
            failures += other.failures
            firstError = firstError ?? other.firstError
        }
    }

    private let windows = Mutex((second: Window(), phase: Window()))
    private let closed = Atomic(false)

    /// Whether no more requests are to be made.
    var isClosed: Bool { closed.load(ordering: .relaxed) }

    func close() { closed.store(true, ordering: .relaxed) }

    func requestSucceeded(after latency: Duration) {
        windows.withLock { $0.second.latencies.append(latency) }
    }

    func requestFailed(_ error: any Error) {
        windows.withLock { windows in
            windows.second.failures += 1
            windows.second.firstError = windows.second.firstError ?? "\(error)"
        }
    }

    /// What was measured since the last call.
    func takeSecond() -> Window {
        windows.withLock { windows in
            let second = windows.second
            windows.second = Window()
            windows.phase.add(second)
            return second
        }
    }

    /// All the seconds taken since the last call.
    func takePhase() -> Window {
        windows.withLock { windows in
            let phase = windows.phase
            windows.phase = Window()
            return phase
        }
    }
}
