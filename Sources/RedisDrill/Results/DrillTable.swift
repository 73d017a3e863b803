import RedisFaultInjection

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
