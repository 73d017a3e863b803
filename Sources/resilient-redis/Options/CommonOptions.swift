public import ArgumentParser
public import Logging
public import ResilientRedisClient

/// The options of every subcommand: where Redis is, and how to treat it.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where Redis is; without it the environment is read.",
            discussion: """
                redis://user:password@host:6379/0, rediss://… for TLS, unix:///path/to/socket. Further settings are \
                options of the URL, such as ?protocol=3 or ?client_name=batch; 'config' lists them all.
                """))
    var url: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The longest time for making a connection (2).", valueName: "seconds"))
    var connectTimeout: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The longest time from a command to its reply (2).", valueName: "seconds"))
    var commandTimeout: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The time from the start of an outage to the next attempt; meanwhile commands fail at once (30).",
            valueName: "seconds"))
    var backoff: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "A connection that was silent for this long is checked before it is used (15).", valueName: "seconds"))
    var healthCheckInterval: String?

    @Option(
        help: ArgumentHelp(
            "Whether a command is sent once more when its connection is lost and it can do no harm (if-safe).",
            valueName: "when"))
    var retryOnConnectionLoss: RedisConfiguration.Resilience.RetryOnConnectionLoss?

    @Option(help: ArgumentHelp("The least severe messages to write to standard error (warning).", valueName: "level"))
    var logLevel: Logger.Level?
}

extension RedisConfiguration.Resilience.RetryOnConnectionLoss: ExpressibleByArgument {}

extension Logger.Level: @retroactive ExpressibleByArgument {}

extension Duration {
    /// Reads a decimal number of seconds, such as `2`, `0.5` or `1e-3`, to the nanosecond.
    ///
    /// `nil` for what is no number, for one that is not above zero, and for more than 365 days: that is a slip of the
    /// pen, such as milliseconds in place of seconds.
    init?(secondsText: String) {
        // `Double` alone would also read hexadecimal numbers.
        guard secondsText.utf8.allSatisfy(Self.isDecimal), let seconds = Double(secondsText) else { return nil }
        guard seconds > 0, seconds <= 365 * 86_400 else { return nil }
        let nanoseconds = (seconds * 1_000_000_000).rounded()
        guard nanoseconds >= 1 else { return nil }
        self = .nanoseconds(Int64(nanoseconds))
    }

    private static func isDecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
