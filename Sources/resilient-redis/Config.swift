import ArgumentParser
import ResilientRedisClient

/// `resilient-redis config`: what is in force, and why.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the effective configuration and where each value came from, without secrets.",
        usage: "resilient-redis config [<options>] [--json]",
        discussion: """
            No connection is made; files of certificates and keys are read. With --json it is one object: each setting under its name (durations in seconds, null \
            for what is not set), under "sources" the same names with where each value came from (an environment \
            variable, an option, or "default"), and under "notices" a list of remarks on the input.

            Exits with status 2 and a message on standard error when the configuration is unusable.
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let effective = try EffectiveConfiguration(common)
        try await effective.checkUsability()
        let settings = effective.configuration.effectiveSettings(from: effective.provenance)
        let notices = effective.provenance.notices
        do {
            if json {
                var writer = JSONWriter()
                writer.configuration(settings, notices: notices)
                writer.endLine()
                try StandardOutput.write(writer.bytes)
            } else {
                try StandardOutput.write(line: Self.table(settings))
                for notice in notices { StandardError.write("note: \(notice)") }
            }
        } catch StandardOutput.Failure.system(let reason) {
            StandardError.report("standard output cannot be written: \(reason)")
            throw ToolExit.failure
        } catch StandardOutput.Failure.closed {
            // The reader has closed the pipe: the result is not needed.
        }
    }

    private static func table(_ settings: [RedisConfiguration.EffectiveSetting]) -> String {
        let names = settings.map(\.name.count).max() ?? 0
        let values = settings.map(\.value.description.count).max() ?? 0
        return settings.map { setting in
            pad(setting.name, to: names) + "  " + pad(setting.value.description, to: values) + "  " + setting.origin
        }.joined(separator: "\n")
    }

    private static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
