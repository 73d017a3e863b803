import RedisDrill
import RedisFaultInjection
import Testing

@Suite("The reports of a drill", .timeLimit(.minutes(1)))
struct DrillReportTests {
    private struct Oops: Error {}

    /// A report with a healthy run and one in which every call fails, and texts that a page must not take for its own.
    private func report() async throws -> DrillReport {
        let workload = Workload(tasks: 2, mix: .init(reads: 1))
        let healthy = try await workload.run(on: .init(read: { _ in nil })) { run in
            try await run.waitForAnswers(50)
            run.enter(DrillEnvironment.outagePhase)
            try await run.waitForAnswers(50)
        }
        let failing = try await workload.run(on: .init(read: { _ in throw Oops() })) {
            try await $0.waitForFailures(50)
        }
        let bands = [FaultBand(name: "<b>fault</b>", start: .milliseconds(20), end: .milliseconds(60))]
        let results = [
            PolicyResult(
                policy: .resilient, report: healthy, bands: bands, timeToDetect: .milliseconds(210),
                detectedCause: "silentServer",
                recovery: .after(.milliseconds(90)), processExits: 0, notes: ["a & b"]),
            PolicyResult(
                policy: .permanentFlag, report: failing, bands: bands, timeToDetect: nil, detectedCause: nil,
                recovery: .never,
                processExits: 3, notes: []),
        ]
        var report = DrillReport(place: "somewhere \"quoted\"", times: "backoff 1 s")
        report.scenarios = [
            ScenarioResult(
                name: "some-name", title: "A <title>", summary: "A summary & more", results: results,
                limits: [LimitCheck("it holds", true, measured: "1"), LimitCheck("it breaks", false, measured: "<2>")])
        ]
        report.skipped = [.init(name: "other-name", reason: "it could not")]
        return report
    }

    @Test("The table has a row for each policy, its columns in line")
    func table() async throws {
        let report = try await report()
        let lines = DrillTable.text(report).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("scenario"))
        for word in ["some-name", "resilient", "210 ms", "90 ms"] { #expect(lines[2].contains(word)) }
        for word in ["some-name", "permanent-flag", "never", "–"] { #expect(lines[3].contains(word)) }
        // Figures end where the heads of their columns end.
        let failed = try #require(lines[0].firstRange(of: "failed"))
        let end = lines[0].distance(from: lines[0].startIndex, to: failed.upperBound)
        #expect(lines[2].prefix(end).hasSuffix(" 0"))
        #expect(!report.isPassed)
    }

    @Test("The limits say what was promised, what was measured, and what was not run")
    func limits() async throws {
        let text = DrillTable.limits(try await report())
        #expect(text.contains("kept   some-name: it holds; measured: 1"))
        #expect(text.contains("BROKEN some-name: it breaks; measured: <2>"))
        #expect(text.contains("skipped other-name: it could not"))
    }

    @Test("What was measured and why a scenario was skipped are printed without control characters")
    func hostileText() {
        var report = DrillReport(place: "here", times: "")
        let hostile = "a\u{1b}[2J\nkept   forged: line\u{85}\u{202e}é"
        report.scenarios = [
            ScenarioResult(
                name: "name", title: "", summary: "", results: [],
                limits: [LimitCheck("it holds", true, measured: hostile)])
        ]
        report.skipped = [.init(name: "other", reason: hostile)]
        let lines = DrillTable.limits(report).split(separator: "\n", omittingEmptySubsequences: false)
        let escaped = #"a\u{1B}[2J\nkept   forged: line\u{0085}\u{202E}é"#
        #expect(lines == ["kept   name: it holds; measured: \(escaped)", "skipped other: \(escaped)"])
    }

    @Test("The page is one file without scripts and links, for light and dark, and takes no text for markup")
    func page() async throws {
        let page = DrillPage.html(try await report())
        for forbidden in ["<script", "http://", "https://", "url(", "@import", "<link", "<b>fault", "<title>A", "<2>"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        for expected in [
            "prefers-color-scheme: dark", "A &lt;title&gt;", "A summary &amp; more", "a &amp; b",
            "&lt;b&gt;fault&lt;/b&gt;",
            "somewhere &quot;quoted&quot;", "1 of 2 limits were broken", "other-name", "3 process exits",
            "noticed after 210 ms (silentServer)", "over slices of 100 ms;",
        ] {
            #expect(page.contains(expected), "\(expected)")
        }
        // Both policies are drawn, side by side, each with its fault.
        #expect(page.split(separator: "<svg").count == 3)
        #expect(page.split(separator: "class=\"fault\"").count >= 5)
        #expect(page.split(separator: "</svg>").count == 3)
    }

    @Test("Every element of the page is closed")
    func wellFormed() async throws {
        let page = DrillPage.html(try await report())
        var open: [Substring] = []
        let single: Set<Substring> = ["!DOCTYPE", "meta"]
        for piece in page.split(separator: "<").dropFirst(page.hasPrefix("<") ? 0 : 1) {
            let tag = piece.prefix { $0 != ">" }
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" || $0 == "/" && tag.first == "/" }
            if tag.hasSuffix("/") || single.contains(name) { continue }
            if name.hasPrefix("/") {
                #expect(open.popLast() == name.dropFirst())
            } else {
                open.append(name)
            }
        }
        #expect(open.isEmpty)
    }

    @Test("The sparkline rises with the latency")
    func sparkline() async throws {
        let pause = Workload(tasks: 1, pause: .zero, mix: .init(reads: 1))
        let report = try await pause.run(
            on: .init(read: { _ in
                try await Task.sleep(for: .milliseconds(120))
                return nil
            })
        ) { try await $0.waitForAnswers(3) }
        let (bars, last) = DrillLines.sparkline(report.timeline, width: 10)
        #expect(bars.count <= 10)
        #expect(bars.allSatisfy { $0 == " " || $0 == "▇" || $0 == "█" }, "\(bars)")
        #expect(last.hasSuffix(" ms"))
        #expect(DrillLines.sparkline(report.timeline, width: 0).bars == "")
    }
}
