package import RedisFaultInjection

/// The figures of a drill as a table for a terminal.
package enum DrillTable {
    /// How to read the column of failed calls, which looks bad where a policy does the right thing.
    package static let note =
        "A policy that fails fast fails more calls than one that waits: with Redis switched off a call ends at once and the "
        + "next one follows. Compare p99 and slowest too; what counts is how long callers wait and whether they recover."
    static let heads = [
        "scenario", "policy", "requests", "failed", "p50", "p99", "slowest", "detected", "recovered", "wrong",
        "source loads", "exits",
    ]
    /// The columns that hold words and not figures.
    static let words = 2

    /// The table, with a line of the limits that were broken under it if there are any.
    package static func text(_ report: DrillReport) -> String {
        let rows = report.scenarios.flatMap { scenario in scenario.results.map { row(scenario, $0) } }
        let widths = heads.indices.map { column in ([heads] + rows).map { $0[column].count }.max() ?? 0 }
        var lines = [line(heads, widths), widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")]
        lines += rows.map { line($0, widths) }
        return lines.joined(separator: "\n")
    }

    /// The promises of the scenarios, one a line, kept or not.
    package static func limits(_ report: DrillReport) -> String {
        var lines: [String] = []
        for scenario in report.scenarios {
            for limit in scenario.limits {
                lines.append(
                    "\(limit.isKept ? "kept  " : "BROKEN") \(scenario.name): \(limit.promise); "
                        + "measured: \(limit.measured.escapedForTerminal)"
                )
            }
        }
        for skipped in report.skipped { lines.append("skipped \(skipped.name): \(skipped.reason.escapedForTerminal)") }
        return lines.joined(separator: "\n")
    }

    /// The figures of one result as text, in the order of the columns.
    static func row(_ scenario: ScenarioResult, _ result: PolicyResult) -> [String] {
        let latency = result.report.latency
        func text(_ duration: Duration?) -> String { duration.map(\.brief) ?? "–" }
        return [
            scenario.name, result.policy.rawValue, "\(result.report.calls)", "\(result.report.failed)",
            text(latency.percentile(50)), text(latency.percentile(99)), text(latency.longest),
            text(result.timeToDetect), result.recovery.text, "\(result.wrongAnswers)", "\(result.report.sourceLoads)",
            "\(result.processExits)",
        ]
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
            text += (column == 0 ? "" : "  ") + (column < words ? cell + padding : padding + cell)
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}

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

extension String {
    /// The text in one line without control characters: line ends, escape sequences, and the characters that change the
    /// direction of text are written as in Swift's string literals.
    ///
    /// Text that comes from a server must go through this before it is printed: an error reply may hold any bytes.
    package var escapedForTerminal: String {
        guard unicodeScalars.contains(where: Self.mustBeEscaped) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if Self.mustBeEscaped(scalar) {
                text += scalar.escaped(asASCII: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters hold those that turn the direction of text, and the invisible ones.
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}
