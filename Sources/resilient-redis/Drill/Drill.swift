import ArgumentParser
import RedisDrill
import ResilientRedisClient

/// `resilient-redis drill`: shows what callers would see of outages.
struct Drill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Breaks Redis in the usual ways, and shows what callers would see.",
        usage: "resilient-redis drill [<options>] [<scenario> ...]",
        discussion: """
            Each scenario puts a steady load on a client, breaks the server or the network in front of it, repairs it, \
            and measures what callers saw: with this package's client, and for comparison with what applications often \
            do instead. Without a name all scenarios are run, which takes about a minute; --list prints their names.

            Servers are started on this machine unless --url or --environment names one: then faults are injected by a \
            proxy in front of it, and nothing is written to it unless --allow-writes names its host. Keys that are \
            written begin with "resilient-redis-drill:" and expire after 5 minutes.

            The times of the policies are compressed: a backoff of 1 s stands for 30 s, a command timeout of 200 ms for \
            2 s. Options such as --backoff set them one by one, and --keep-times takes them as configured.

            Messages of this package's client are written to standard error when --log-level is given.

            With --json the file is one object. Times are in seconds; a figure that is missing is null.
              "passed", "place", "times", "seconds"
              "skipped"       list of "name" and "reason"
              "interruption"  "name" and "reason" of what could not go on
              "scenarios"     list of:
                "name", "title", "passed"
                "limits"   list of "promise", "kept", "measured"
                "results"  list, one for each policy:
                  "policy", "requests", "failed"
                  "failures"  their number by code
                  "p50Seconds", "p99Seconds", "slowestSeconds"
                  "detectedAfterSeconds", "detectedCause"  null: never
                  "recovery"  "after", "never" or "notNeeded"
                  "recoveredAfterSeconds"
                  "wrong", "lost", "duplicated", "late", "stuck"
                  "unverified"  keys that could not be read at the end
                  "sourceLoads", "cacheHits", "processExits"
                  "notes"     list of remarks
                  "faults"    list of "name", "startSeconds", "endSeconds"
                  "timeline"  "sliceSeconds", and "slices", a list of
                    "requests", "failed", "cachedReads", "cacheHits",
                    "sourceLoads" and the three latencies as above

            Exits with status 1 when a scenario breaks one of its limits or cannot go on (what was finished is still \
            reported), and with 2 when the command line or the configuration is unusable or no server answers.

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

    /// The files to write, each with what makes its text.
    private var outputs: [(file: OutputFile, text: (DrillReport) -> [UInt8])] {
        var outputs: [(OutputFile, (DrillReport) -> [UInt8])] = []
        if let html { outputs.append((OutputFile(path: html), { Array(DrillPage.html($0).utf8) })) }
        if let json {
            outputs.append(
                (
                    OutputFile(path: json),
                    { report in
                        var writer = JSONWriter()
                        writer.drill(report)
                        writer.endLine()
                        return writer.bytes
                    }
                ))
        }
        return outputs
    }

    func validate() throws {
        if let html, let json, OutputFile(path: html).isSame(as: OutputFile(path: json)) {
            throw ValidationError("--html and --json both name \(html); give each a file of its own")
        }
    }

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
        let runner = DrillRunner(location: setting.location, times: setting.times, logger: setting.logger) {
            view.show($0)
        }
        for scenario in chosen where !scenarios.isEmpty {
            if let reason = runner.whyNot(scenario) {
                throw ValidationError("\(scenario.name) cannot be run: \(reason)")
            }
        }
        try await run(chosen, with: runner, view)
    }

    private func run(_ chosen: [Scenario], with runner: DrillRunner, _ view: DrillView) async throws {
        do {
            // Checked first, so that a drill is not run in vain.
            for output in outputs { try output.file.check() }
            try await runner.checkLocation()
        } catch {
            StandardError.report(Self.message(for: error))
            throw ToolExit.unusable
        }
        view.begin(chosen, place: runner.location.summary)
        let report = try await runner.run(chosen)
        view.end()
        var isWritten = true
        for output in outputs {
            do {
                try output.file.write(output.text(report))
            } catch {
                StandardError.report(Self.message(for: error))
                isWritten = false
            }
        }
        try print(Self.summary(report))
        if let earlyEnd = report.earlyEnd { StandardError.report(earlyEnd) }
        if !report.isPassed || !isWritten { throw ToolExit.failure }
    }

    private static func message(for error: any Error) -> String {
        if let error = error as? OutputFile.Failure {
            "\(error.path) cannot be written: \(error.reason)"
        } else {
            "\(error)"
        }
    }

    private static func summary(_ report: DrillReport) -> String {
        let isKept = report.scenarios.allSatisfy(\.isPassed)
        let verdict = report.earlyEnd?.escapedForTerminal ?? (isKept ? "All limits were kept." : "Limits were broken.")
        return """
            \(DrillTable.text(report))

            \(DrillTable.note)

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
            // The reader has closed the pipe: the result is not needed.
        } catch .system(let reason) {
            StandardError.report("standard output cannot be written: \(reason)")
            throw ToolExit.failure
        }
    }
}
