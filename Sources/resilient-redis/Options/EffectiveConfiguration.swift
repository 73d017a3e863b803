import Logging
import ResilientRedisClient

/// The configuration that the options and the environment amount to, and where its values came from.
struct EffectiveConfiguration {
    private(set) var configuration: RedisConfiguration
    private(set) var provenance = RedisConfiguration.Provenance()

    /// - Throws: ``RedisConfigurationError`` naming the option or the variable that is wrong.
    init(_ options: CommonOptions) throws(RedisConfigurationError) {
        if let url = options.url {
            configuration = try RedisConfiguration(url: url, from: "--url", recording: &provenance)
        } else {
            configuration = try .fromEnvironment(recording: &provenance)
        }
        try set(\.connectTimeout, "connectTimeout", options.connectTimeout, "--connect-timeout")
        try set(\.commandTimeout, "commandTimeout", options.commandTimeout, "--command-timeout")
        try set(\.backoff, "backoff", options.backoff, "--backoff")
        try set(\.healthCheckInterval, "healthCheckInterval", options.healthCheckInterval, "--health-check-interval")
        if let retry = options.retryOnConnectionLoss {
            configuration.resilience.retryOnConnectionLoss = retry
            provenance.record("resilience.retryOnConnectionLoss", from: "--retry-on-connection-loss")
        }
    }

    private mutating func set(
        _ path: WritableKeyPath<RedisConfiguration.Resilience, Duration>, _ name: String, _ text: String?,
        _ option: String
    ) throws(RedisConfigurationError) {
        guard let text else { return }
        let field = "resilience.\(name)"
        guard let duration = Duration(secondsText: text) else {
            // An option of the command line is typed by hand, so it is shown as it is.
            let error = RedisConfigurationError(
                field: field, read: text,
                problem: "it is not a number of seconds above 0 and at most 31536000 (365 days)",
                advice: "Set it to seconds such as 2 or 0.5")
            throw error.from(option)
        }
        configuration.resilience[keyPath: path] = duration
        provenance.record(field, from: option)
    }
}

extension EffectiveConfiguration {
    /// Makes a client, which reads the files that the configuration names, and does not connect yet.
    ///
    /// - Throws: ``RedisConfigurationError`` naming the option or the variable that is wrong, or an error of the
    ///   system.
    func client(logger: Logger) throws -> RedisClient {
        do {
            return try RedisClient(configuration, logger: logger)
        } catch let error as RedisConfigurationError {
            let origin = provenance.origin(of: error.field)
            throw error.from(origin == "default" ? nil : origin)
        }
    }

    /// Checks what shows only when a client is made, without connecting.
    func checkUsability() async throws {
        var copy = self
        copy.configuration.pool.minimumIdleLeasedConnections = 0
        let client = try copy.client(logger: Logger(label: "resilient-redis") { _ in SwiftLogNoOpLogHandler() })
        await client.shutdown(gracePeriod: .zero)
    }
}

extension RedisClient {
    /// Makes the client of a subcommand: as the options say, with its messages on standard error.
    init(_ options: CommonOptions) throws {
        let logger = Logger.toStandardError(options.logLevel ?? .warning)
        self = try EffectiveConfiguration(options).client(logger: logger)
    }
}

extension Logger {
    /// The tool's logger, which leaves out what is less severe than the level.
    static func toStandardError(_ level: Logger.Level) -> Logger {
        Logger(label: "resilient-redis") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return EscapingLogHandler(handler)
        }
    }
}
