import ArgumentParser
import ResilientRedisClient

/// The tool itself; its subcommands do the work.
struct Tool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resilient-redis",
        abstract: "Runs Redis commands through a client that keeps working when Redis does not.",
        usage: "resilient-redis <subcommand> [<options>]",
        discussion: """
            Where Redis is, is read from the environment unless --url is given: REDIS_URL, or REDIS_HOST with \
            REDIS_PORT, REDIS_DATABASE, REDIS_USERNAME, REDIS_PASSWORD and REDIS_TLS. Arguments can be seen by every \
            user of the machine, so a password is better put into the environment than into --url.

            EXAMPLES:
              export REDIS_URL=redis://localhost:6379
              resilient-redis ping
              resilient-redis exec SET greeting 'hello world' EX 60
              resilient-redis exec --typed GET greeting
              printf '%s\\n' 'INCR visits' '["GET","visits"]' | resilient-redis exec
              resilient-redis exec --backoff 0.5 --command-timeout 1 <commands.txt
              resilient-redis subscribe --pattern 'user.*'
              resilient-redis config --json
              resilient-redis drill --html report.html

            EXIT STATUS:
              0  every command was answered; an error reply of the server is an answer
              1  at least one command failed
              2  the command line or the configuration is unusable, and nothing was done
            """,
        subcommands: [Exec.self, Subscribe.self, Config.self, Ping.self, Drill.self])

    /// Puts options that were given before the subcommand behind it, where they are read.
    static func arranged(_ arguments: [String]) -> [String] {
        let flags = ["-h", "--help", "--typed", "--list", "--environment", "--keep-times", "--pattern", "--shard"]
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            // Every other option has a value, in the same word or the next; --json has one for some subcommands only.
            let isAlone =
                flags.contains(arguments[index]) || arguments[index].contains("=")
                || arguments[index] == "--json" && arguments.dropFirst(index + 1).first.map(names.contains) != false
            index += isAlone ? 1 : 2
        }
        guard index < arguments.count else { return arguments }
        return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
    }
}

@main
enum Main {
    static func main() async {
        StandardStreams.prepare()
        do {
            let command = try await Tool.asyncParseAsRoot(Tool.arranged(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch let error as RedisConfigurationError {
            StandardError.write("\(error)")
            Tool.exit(withError: ToolExit.unusable)
        } catch  where Tool.exitCode(for: error) == .validationFailure {
            StandardError.write(Tool.fullMessage(for: error))
            Tool.exit(withError: ToolExit.unusable)
        } catch {
            Tool.exit(withError: error)
        }
    }
}

/// What the tool's exit statuses mean, beside 0.
enum ToolExit {
    /// There was at least one failure.
    static let failure = ExitCode(1)
    /// The command line or the configuration is unusable; nothing was done.
    static let unusable = ExitCode(2)
}
