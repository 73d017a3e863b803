import Histogram
import Synchronization

/// Collects the latencies of one task, or of a few that record rarely, at a fixed cost of memory.
final class LatencyRecorder: Sendable {
    private let nanoseconds = Mutex(LatencyRecorder.emptyHistogram())

    @inline(__always)
    func record(_ latency: UInt64) {
        nanoseconds.withLock { _ = $0.record(latency) }
    }

    /// All latencies of several recorders.
    static func merged(_ recorders: [LatencyRecorder]) -> Histogram<UInt32> {
        recorders.reduce(into: emptyHistogram()) { all, recorder in
            for entry in recorder.nanoseconds.withLock({ $0 }).recordedValues() {
                all.record(entry.value, count: entry.count)
            }
        }
    }

    /// Up to a minute, exact to one percent: some 15 KiB.
    private static func emptyHistogram() -> Histogram<UInt32> {
        Histogram(
            lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .two)
    }
}

extension Histogram {
    /// The value that the given share of all recorded nanoseconds does not exceed, in microseconds.
    func microseconds(percentile: Double) -> Double {
        Double(valueAtPercentile(percentile)) / 1000
    }
}
