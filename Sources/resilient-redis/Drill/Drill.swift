import ArgumentParser
import RedisDrill
import ResilientRedis

/// `resilient-redis drill`: what would happen if?
struct Drill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Breaks Redis in every usual way, and shows what callers would see of it.",
        usage: "resilient-redis drill [<options>] [<scenario> ...]",
        discussion: """
            Each scenario puts a steady load on a client, breaks the server or the network before it, mends it, and \
            measures what callers saw: with this package's client, and beside it with what applications often do \
            instead. Without a name all scenarios are run, which takes about a minute; --list tells their names.

            Servers are private ones on this machine unless --url or --environment names one: then faults happen in a \
            proxy before it, and nothing is written to it unless --allow-writes names its host. What is written has \
            keys that begin with "resilient-redis-drill:" and is gone after 5 minutes.

            The times of the policies are compressed: a backoff of 1 s stands for 30 s, a command timeout of 200 ms for \
            2 s. Options such as --backoff set them one by one, and --keep-times takes them as configured.

            With --json the file is one object: "passed", "place", "times", "seconds", "skipped", and "scenarios", each \
            with "name", "limits" and "results", one for each policy: "requests", "failed", "failures" by code, \
            "p50Seconds", "p99Seconds", "slowestSeconds", "detectedAfterSeconds" and "detectedCause" (null: never), "recovery" ("after", \
            "never" or "notNeeded") with "recoveredAfterSeconds", "wrong", "lost", "duplicated", "late", "stuck", \
            "sourceLoads", "cacheHits", "processExits", "faults" and a "timeline" of slices.

            Exits with status 1 when a scenario breaks one of its limits, and with 2 when the command line or the \
            configuration is unusable.

            EXAMPLES:
              resilient-redis drill
              resilient-redis drill --html report.html analytics-cache
              resilient-redis drill --url redis://cache.internal --allow-writes cache.internal
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "List the scenarios and run none.")
    var list = false

    @Option(help: ArgumentHelp("Write a report with timelines as one HTML page.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Write the figures as JSON.", valueName: "file"))
    var json: String?

    @Flag(help: "Use the server that the environment names.")
    var environment = false

    @Option(help: ArgumentHelp("Allow writes to the server on this host.", valueName: "host"))
    var allowWrites: String?

    @Flag(help: "Take the times of the policies as configured instead of compressing them.")
    var keepTimes = false

    @Argument(help: ArgumentHelp("The scenarios to run; all of them by default.", valueName: "scenario"))
    var scenarios: [String] = []

    func run() async throws {
        if list { return try print(Self.listing) }
        let chosen: [Scenario]
        do {
            chosen = try Scenario.named(scenarios)
        } catch {
            throw ValidationError("\(error)")
        }
        let setting = try await DrillSetting(self)
        let view = DrillView()
        let runner = DrillRunner(place: setting.place, times: setting.times) { view.show($0) }
        for scenario in chosen where !scenarios.isEmpty {
            if let reason = runner.whyNot(scenario) {
                throw ValidationError("\(scenario.name) cannot be run: \(reason)")
            }
        }
        try await run(chosen, with: runner, view)
    }

    private func run(_ chosen: [Scenario], with runner: DrillRunner, _ view: DrillView) async throws {
        let report: DrillReport
        do {
            // What cannot be written at the end is better known at the beginning.
            for path in [html, json].compactMap(\.self) { try OutputFile.write([], to: path) }
            view.begin(chosen, place: runner.place.summary)
            report = try await runner.run(chosen)
            view.end()
            if let html { try OutputFile.write(Array(DrillPage.html(report).utf8), to: html) }
            if let json {
                var writer = JSONWriter()
                writer.drill(report)
                writer.endLine()
                try OutputFile.write(writer.bytes, to: json)
            }
        } catch let error as OutputFile.Failure {
            StandardError.write("resilient-redis: \(error.path) cannot be written: \(error.reason)")
            throw ToolExit.unusable
        } catch {
            view.end()
            StandardError.write("resilient-redis: \(error)")
            throw ToolExit.failure
        }
        try print(Self.summary(report))
        if !report.isPassed { throw ToolExit.failure }
    }

    private static func summary(_ report: DrillReport) -> String {
        let verdict = report.isPassed ? "All limits were kept." : "Limits were broken."
        return """
            \(DrillTable.text(report))

            \(DrillTable.limits(report))

            Place: \(report.place). Times: \(report.times).
            \(verdict) The drill took \(report.duration.inSeconds).
            """
    }

    private static var listing: String {
        let width = Scenario.catalogue.map(\.name.count).max() ?? 0
        return Scenario.catalogue.map { scenario in
            scenario.name + String(repeating: " ", count: width - scenario.name.count) + "  " + scenario.title
        }.joined(separator: "\n")
    }

    private func print(_ text: String) throws {
        do {
            try StandardOutput.write(line: text)
        } catch .closed {
            // Nobody wants to know.
        } catch .system(let reason) {
            StandardError.write("resilient-redis: standard output cannot be written: \(reason)")
            throw ToolExit.failure
        }
    }
}
