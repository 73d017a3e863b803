import ArgumentParser
import ResilientRedisClient

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
