import RedisFaultInjection

/// A drill as one HTML page that needs nothing else: styles and drawings are in it, and there is no script.
package enum DrillPage {
    /// The page's text.
    package static func html(_ report: DrillReport) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Redis outage drill</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        <header>
        <h1>Redis outage drill</h1>
        <p>\(verdict(report)) It took \(escaped(report.duration.brief)) on \(escaped(report.place)).</p>
        <p class="times">Times: \(escaped(report.times)).</p>
        </header>
        <main>
        \(table(report))
        <p class="legend">\(escaped(DrillTable.note))</p>
        \(legend(report))
        \(report.scenarios.map(section).joined(separator: "\n"))
        \(skipped(report))
        </main>
        </body>
        </html>

        """
    }

    private static func verdict(_ report: DrillReport) -> String {
        let limits = report.scenarios.flatMap(\.limits)
        let broken = limits.count { !$0.isKept }
        let verdict =
            broken == 0
            ? "<span class=\"kept\">✓ All \(limits.count) limits were kept.</span>"
            : "<span class=\"broken\">✗ \(broken) of \(limits.count) limits were broken.</span>"
        guard let earlyEnd = report.earlyEnd else { return verdict }
        return verdict + " <span class=\"broken\">✗ \(escaped(earlyEnd))</span>"
    }

    private static func table(_ report: DrillReport) -> String {
        func cells(_ texts: [String], _ tag: String) -> String {
            texts.enumerated().map { index, text in
                "<\(tag)\(index < DrillTable.words ? "" : " class=\"number\"")>\(escaped(text))</\(tag)>"
            }.joined()
        }
        let rows = report.scenarios.flatMap { scenario in
            scenario.results.enumerated().map { index, result in
                var texts = DrillTable.row(scenario, result)
                if index > 0 { texts[0] = "" }
                let style = [result.policy == .resilient ? "ours" : "", index == 0 ? "first" : ""]
                return "<tr class=\"\(style.joined(separator: " "))\">\(cells(texts, "td"))</tr>"
            }
        }
        return """
            <div class="wide"><table>
            <thead><tr>\(cells(DrillTable.heads, "th"))</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>
            """
    }

    private static func legend(_ report: DrillReport) -> String {
        // Longer runs have longer slices.
        let widths = report.scenarios.flatMap(\.results).map(\.report.timeline.width)
        let (least, most) = (widths.min() ?? .zero, widths.max() ?? .zero)
        let slices = least == most ? most.brief : "\(least.brief) to \(most.brief)"
        return """
            <p class="legend"><span class="key p50">p50</span> <span class="key p99">p99</span> \
            <span class="key slowest">slowest</span> <span class="key answered">answered calls</span> \
            <span class="key hits">answered by the cache</span> <span class="key band">fault</span> \
            <span class="hint">each over slices of \(slices); point at a drawing to read off figures</span></p>
            """
    }

    private static func section(_ scenario: ScenarioResult) -> String {
        let duration = scenario.results.map { $0.report.duration }.max() ?? .zero
        let latencies = TimelineDrawing.latencies(of: scenario.results)
        let figures = scenario.results.map { result in
            let notes = result.notes.map { "<li>\(escaped($0))</li>" }.joined()
            return """
                <figure>
                <figcaption><strong>\(result.policy.rawValue)</strong> \(escaped(result.policy.summary))</figcaption>
                \(TimelineDrawing(result: result, duration: duration, latencies: latencies).svg)
                <p class="outcome">\(escaped(outcome(result)))</p>
                \(notes.isEmpty ? "" : "<ul class=\"notes\">\(notes)</ul>")
                </figure>
                """
        }
        return """
            <section id="\(scenario.name)">
            <h2>\(escaped(scenario.title)) <code>\(scenario.name)</code></h2>
            <p>\(escaped(scenario.summary))</p>
            <ul class="limits">
            \(scenario.limits.map(limit).joined(separator: "\n"))
            </ul>
            <div class="figures">
            \(figures.joined(separator: "\n"))
            </div>
            </section>
            """
    }

    private static func limit(_ limit: LimitCheck) -> String {
        """
        <li class="\(limit.isKept ? "kept" : "broken")"><span>\(limit.isKept ? "✓" : "✗")</span> \
        \(escaped(limit.promise)): <em>\(escaped(limit.measured))</em></li>
        """
    }

    private static func outcome(_ result: PolicyResult) -> String {
        var words: [String] = []
        let cause = result.detectedCause.map { " (\($0))" } ?? ""
        words.append(result.timeToDetect.map { "noticed after \($0.brief)\(cause)" } ?? "nothing noticed")
        switch result.recovery {
        case .after(let time): words.append("Redis in use again after \(time.brief)")
        case .never: words.append("to the end of the run not everybody used Redis again")
        case .notNeeded: break
        }
        if result.report.sourceLoads > 0 { words.append("\(result.report.sourceLoads) loads from the source") }
        if result.processExits > 0 { words.append("\(result.processExits) process exits") }
        let failures = result.failures.map { "\($0.count) \($0.name)" }
        words.append(failures.isEmpty ? "no call failed" : "failed calls: " + failures.joined(separator: ", "))
        words += result.report.problems
        return words.joined(separator: "; ") + "."
    }

    private static func skipped(_ report: DrillReport) -> String {
        guard !report.skipped.isEmpty else { return "" }
        let items = report.skipped.map { "<li><code>\($0.name)</code>: \(escaped($0.reason))</li>" }
        return "<section><h2>Not run</h2><ul>\(items.joined())</ul></section>"
    }
}

/// Makes text harmless in an HTML page, in its body and in quoted attributes.
func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}

/// A coordinate with one decimal, which is as fine as a screen shows.
func coordinate(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
}
