package import RedisFaultInjection

/// The lines that show in a terminal how a drill stands.
package struct DrillLines: Sendable {
    /// Progress, state, and the latency of the last seconds.
    package let all: [String]

    private static let levels = Array("▁▂▃▄▅▆▇█")

    /// - Parameter width: How many characters fit into a line.
    package init(_ progress: DrillProgress, width: Int) {
        let done = progress.total > 0 ? Double(progress.number) / Double(progress.total) : 0
        let barWidth = 20
        let filled = min(barWidth, max(0, Int(done * Double(barWidth))))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
        let state = progress.fault.map { "FAULT: \($0)" } ?? "no fault"
        let use = progress.isAvailable ? "Redis in use" : "Redis not in use"
        let spark = Self.sparkline(progress.timeline, width: max(1, width - 30))
        all = [
            "\(bar) \(progress.number + 1)/\(progress.total) \(progress.scenario), \(progress.policy.rawValue)",
            "\(progress.elapsed.brief): \(state); \(use); \(progress.calls) calls, \(progress.failed) failed",
            "p99 \(spark.bars) \(spark.last)",
        ].map { String($0.prefix(width)) }
    }

    /// The 99th percentile of each slice, on a scale on which every bar is three times the one below it.
    package static func sparkline(_ timeline: WorkloadTimeline, width: Int) -> (bars: String, last: String) {
        let slices = timeline.slices.suffix(max(0, width))
        let bars = slices.map { slice -> Character in
            guard let p99 = slice.latency.percentile(99) else { return " " }
            var level = 0
            var bound = Duration.microseconds(300)
            while p99 > bound, level < levels.count - 1 {
                level += 1
                bound = bound * 3
            }
            return levels[level]
        }
        return (String(bars), slices.last?.latency.percentile(99)?.brief ?? "")
    }
}
