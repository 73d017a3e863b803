package import Logging

extension RedisConfiguration {
    /// Remarks on what the configuration was read from that are no errors: options of a URL that have no meaning here,
    /// variables that look like the ones that are read. None holds a secret.
    ///
    /// A client logs them once, when it is made. They take no part in comparing configurations.
    public var notices: [String] { remarks.texts }

    /// Logs each notice as a warning.
    package func logNotices(to logger: Logger) {
        for notice in notices { logger.warning("Redis configuration: \(notice)") }
    }

    /// The notices, apart from what makes configurations equal.
    struct Remarks: Sendable, Hashable {
        var texts: [String] = []

        static func == (_: Remarks, _: Remarks) -> Bool { true }

        func hash(into _: inout Hasher) {}
    }
}
