import RedisFaultInjection

/// The timelines of one run as one SVG drawing: latency, then what share of calls was answered and, where there is a
/// cache, what share it answered.
struct TimelineDrawing {
    let result: PolicyResult
    /// The span of time and of latency that all policies of the scenario share, so that drawings can be compared.
    let duration: Duration
    let latencies: ClosedRange<Double>

    private var timeline: WorkloadTimeline { result.report.timeline }

    var svg: String {
        let latency = TimelineFrame(duration: duration, top: 18, height: 130)
        let answered = TimelineFrame(duration: duration, top: 182, height: 44)
        let hits = TimelineFrame(duration: duration, top: 260, height: 44)
        let hasCache = result.report.cachedReads > 0
        let last = hasCache ? hits : answered
        let height = last.bottom + 22
        var parts = [
            """
            <svg viewBox="0 0 \(Int(TimelineFrame.width)) \(Int(height))" role="img" \
            aria-label="\(escaped(summary))">
            """,
            heading("latency of calls", latency), latency.bands(result.bands), latencyChart(latency),
            heading("answered calls", answered), answered.bands(result.bands),
            shares(answered, "answered") { $0.availability },
        ]
        if hasCache {
            parts += [
                heading("answered by the cache", hits), hits.bands(result.bands), shares(hits, "hits") { $0.hitRate },
            ]
        }
        parts += [last.timeAxis(), pointers(from: latency.top, to: last.bottom), "</svg>"]
        return parts.joined(separator: "\n")
    }

    private var summary: String {
        let report = result.report
        let longest = report.latency.longest?.brief ?? "none"
        return "\(result.policy.rawValue): \(report.calls) calls, \(report.failed) failed, slowest \(longest)"
    }

    private func heading(_ text: String, _ frame: TimelineFrame) -> String {
        "<text class=\"heading\" x=\"\(coordinate(TimelineFrame.left))\" y=\"\(coordinate(frame.top - 6))\">\(text)</text>"
    }

    // MARK: Latency

    /// Powers of ten of a microsecond, so that the time of a healthy call and that of a timeout are both seen.
    private func latencyChart(_ frame: TimelineFrame) -> String {
        func y(_ duration: Duration) -> Double {
            let exponent = logarithm(max(1, duration / .microseconds(1)))
            let share = (exponent - latencies.lowerBound) / (latencies.upperBound - latencies.lowerBound)
            return frame.bottom - min(1, max(0, share)) * frame.height
        }
        var parts: [String] = []
        for exponent in Int(latencies.lowerBound)...Int(latencies.upperBound) {
            var micros = 1
            for _ in 0..<exponent { micros *= 10 }
            parts.append(frame.rule(at: y(.microseconds(micros)), Duration.microseconds(micros).brief))
        }
        let slices = timeline.slices.enumerated().map { (time: middle(of: $0), latency: $1.latency) }
        for (percent, style) in [(100.0, "slowest"), (99, "p99"), (50, "p50")] {
            parts.append(frame.line(slices.map { ($0.time, $0.latency.percentile(percent).map(y)) }, style))
        }
        return parts.joined()
    }

    /// The span of powers of ten that holds every latency of the results.
    static func latencies(of results: [PolicyResult]) -> ClosedRange<Double> {
        let longest = results.compactMap(\.report.latency.longest).max() ?? .milliseconds(1)
        let upper = logarithm(max(1, longest / .microseconds(1))).rounded(.up)
        let median = results.compactMap { $0.report.latency.percentile(50) }.min() ?? .zero
        // Calls that are refused take a few microseconds.
        return (median < .microseconds(10) ? 0 : 1)...max(4, upper)
    }

    // MARK: Shares

    private func shares(
        _ frame: TimelineFrame, _ style: String, _ share: (WorkloadTimeline.Slice) -> Double?
    ) -> String {
        func y(_ share: Double) -> Double { frame.bottom - min(1, max(0, share)) * frame.height }
        let values = timeline.slices.enumerated().map { (time: middle(of: $0), y: share($1).map(y)) }
        return frame.rule(at: y(1), "100 %") + frame.rule(at: y(0), "0 %") + frame.line(values, style)
    }

    // MARK: Reading off

    /// Invisible columns that show the figures of their slice when the pointer is over them.
    private func pointers(from top: Double, to bottom: Double) -> String {
        let frame = TimelineFrame(duration: duration, top: top, height: bottom - top)
        return timeline.slices.enumerated().map { index, slice in
            let start = timeline.width * index
            let from = frame.x(start)
            let wide = frame.x(start + timeline.width) - from
            guard wide > 0 else { return "" }
            return """
                <rect class="pointer" x="\(coordinate(from))" y="\(coordinate(top))" width="\(coordinate(wide))" \
                height="\(coordinate(bottom - top))"><title>\(escaped(words(slice, start)))</title></rect>
                """
        }.joined()
    }

    private func words(_ slice: WorkloadTimeline.Slice, _ start: Duration) -> String {
        var words = ["at \(start.brief): \(slice.calls) calls, \(slice.failed) failed"]
        if let p50 = slice.latency.percentile(50), let p99 = slice.latency.percentile(99),
            let slowest = slice.latency.longest
        {
            words.append("p50 \(p50.brief), p99 \(p99.brief), slowest \(slowest.brief)")
        }
        if slice.cachedReads > 0 { words.append("\(slice.hits) of \(slice.cachedReads) from the cache") }
        let faults = result.bands.filter { $0.start < start + timeline.width && $0.end > start }.map(\.name)
        if !faults.isEmpty { words.append("fault: " + faults.joined(separator: ", ")) }
        return words.joined(separator: "\n")
    }

    private func middle(of index: Int) -> Duration { timeline.width * index + timeline.width / 2 }
}

/// The logarithm to the base 10, to five decimals, of a number of at least 1.
private func logarithm(_ value: Double) -> Double {
    var value = value
    var result = 0.0
    while value >= 10 {
        value /= 10
        result += 1
    }
    var digit = 1.0
    // Each tenth power of what is left moves the next decimal before the point.
    for _ in 0..<5 {
        digit /= 10
        var power = 1.0
        for _ in 0..<10 { power *= value }
        while power >= 10 {
            power /= 10
            result += digit
        }
        value = power
    }
    return result
}
