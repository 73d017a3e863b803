#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RedisConfiguration {
    /// Reads a configuration from the environment variables of the process, as ``init(environment:)`` does.
    ///
    /// ```swift
    /// let redis = try RedisClient(.fromEnvironment())
    /// ```
    ///
    /// It has a name of its own because `RedisConfiguration()` is the configuration in which everything is a default.
    ///
    /// - Throws: ``RedisConfigurationError``, which names the variable, what was read, and what to set.
    public static func fromEnvironment() throws(RedisConfigurationError) -> RedisConfiguration {
        try RedisConfiguration(environment: ProcessInfo.processInfo.environment)
    }

    /// Reads a configuration from the environment variables of the process, as ``init(environment:)`` does, and records
    /// which variable determined which setting.
    ///
    /// - Parameter provenance: Is told which variable determines which setting.
    public static func fromEnvironment(
        recording provenance: inout Provenance
    ) throws(RedisConfigurationError) -> RedisConfiguration {
        try RedisConfiguration(environment: ProcessInfo.processInfo.environment, recording: &provenance)
    }

    /// Reads a configuration from environment variables.
    ///
    /// Either `REDIS_URL` (see ``init(url:)``), or `REDIS_HOST` with, where needed, `REDIS_PORT` (6379),
    /// `REDIS_DATABASE` (0), `REDIS_USERNAME`, `REDIS_PASSWORD` and `REDIS_TLS` (`true`, `false`, `yes`, `no`, `on`,
    /// `off`, `1` or `0`; no). Blanks around a value are dropped, and an empty variable is one that is not set.
    /// `REDIS_PASSWORD_FILE` names a file with the password, as Docker secrets are mounted; line breaks at its end are
    /// removed. `REDIS_TLS_CA_FILE` (a PEM file) and `REDIS_TLS_VERIFICATION` (`full`, `without-hostname` or `none`) go
    /// with TLS, whichever way it was asked for.
    ///
    /// There is no default for the host: a deployment that sets neither is an error that names both ways, because a
    /// service that silently talks to `localhost` costs more time than one that does not start. Where both are set they
    /// must say the same. Only the credentials may be given beside a `REDIS_URL` that has none, so that a password can
    /// come from a place of its own.
    ///
    /// Variables with similar names are not read. One that asks for encryption (`REDIS_SSL`, `REDIS_TLS_URL`) or for
    /// another database (`REDIS_DB`) than the one in force is an error; the others are among the ``notices``.
    ///
    /// - Parameter environment: The variables by their names.
    /// - Throws: ``RedisConfigurationError``, which names the variable, what was read, and what to set.
    public init(environment: [String: String]) throws(RedisConfigurationError) {
        var provenance = Provenance()
        try self.init(environment: environment, recording: &provenance)
    }

    /// Reads a configuration from environment variables, as ``init(environment:)`` does, and records which variable
    /// determined which setting.
    ///
    /// - Parameters:
    ///   - environment: The variables by their names.
    ///   - provenance: Is told which variable determines which setting.
    public init(
        environment: [String: String], recording provenance: inout Provenance
    ) throws(RedisConfigurationError) {
        let noticesBefore = provenance.notices.count
        let variables = try RedisEnvironment(environment)
        if let url = variables.url {
            try self.init(url: url, from: RedisEnvironment.Variable.url.rawValue, recording: &provenance)
            try variables.checkAgreement(with: self, noting: &provenance)
            try variables.applyCredentials(to: &self, recording: &provenance)
        } else {
            self.init()
            try variables.apply(to: &self, recording: &provenance)
        }
        try variables.applyTLS(to: &self, recording: &provenance)
        for notice in try NearMissVariables(in: environment).notices(besides: variables, for: self) {
            provenance.note(notice)
        }
        remarks.texts = Array(provenance.notices.dropFirst(noticesBefore))
        do {
            try validate()
        } catch {
            throw error.from(provenance.source(of: error.field))
        }
    }
}
