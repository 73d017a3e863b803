import Foundation
import ResilientRedisCache
import ResilientRedisClient

/// The output of the demo. Every line is written at once, also into a pipe.
enum Output {
    static func write(_ line: String = "") {
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    static func writeHead(of phase: Phase, isOmitted: Bool) {
        write()
        write(
            "\(phase.rawValue.uppercased()): \(isOmitted ? "nothing is done: Redis stays unavailable" : phase.explanation)"
        )
        write(row("second", figureNames) + "  client")
    }

    static func writeSecond(
        _ second: Int, _ window: Measurements.Window, _ statistics: RedisCache.Statistics,
        _ availability: RedisAvailability
    ) {
        let figures = figures(window, statistics, duration: .seconds(1))
        write(row("\(second)", figures) + "  \(Text.state(availability))")
    }

    static func writeTable(_ results: [PhaseResult]) {
        write()
        write(row("phase", figureNames))
        for result in results {
            write(row(result.phase.rawValue, figures(result.window, result.statistics, duration: result.duration)))
        }
    }

    static func writeVerdict(_ verdict: Verdict) {
        write()
        for finding in verdict.findings { write("\(finding.isGood ? "ok    " : "FAILED") \(finding.text)") }
    }

    // MARK: - Columns

    private static let figureNames = [
        "requests", "req/s", "hits %", "database/s", "p50 ms", "p99 ms", "slowest", "failed",
    ]

    private static func figures(
        _ window: Measurements.Window, _ statistics: RedisCache.Statistics, duration: Duration
    ) -> [String] {
        let seconds = duration / .seconds(1)
        return [
            "\(window.requests)",
            Text.number(Double(window.requests) / seconds),
            Text.number(statistics.hitRate * 100),
            Text.number(Double(statistics.loads) / seconds),
            Text.milliseconds(window.percentile(0.5)),
            Text.milliseconds(window.percentile(0.99)),
            Text.milliseconds(window.latencies.max()),
            "\(window.failures)",
        ]
    }

    private static func row(_ first: String, _ figures: [String]) -> String {
        let cells = figures.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
        return first.padding(toLength: 10, withPad: " ", startingAt: 0) + cells.joined()
    }
}

/// Formats figures.
enum Text {
    static func number(_ number: Double) -> String { String(format: "%.1f", number) }

    static func milliseconds(_ duration: Duration?) -> String {
        duration.map { number($0 / .milliseconds(1)) } ?? "-"
    }

    static func seconds(_ duration: Duration) -> String { number(duration / .seconds(1)) + " s" }

    static func state(_ availability: RedisAvailability) -> String {
        switch availability {
        case .available: "available"
        case .unavailable(let cause, let until) where until > .now:
            "unavailable (\(cause)), next probe in \(seconds(until - .now))"
        case .unavailable(let cause, _): "unavailable (\(cause)), probing"
        }
    }
}
