extension RedisEnvironment {
    /// Checks that the single variables say the same as `REDIS_URL`, where both are set.
    ///
    /// A leftover from an earlier deployment must not decide silently which Redis a service talks to, whichever of the
    /// two it is.
    func checkAgreement(
        with url: RedisConfiguration, noting provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) {
        var urlHost: String?
        var urlPort: Int?
        if case .tcp(let host, let port) = url.endpoint { (urlHost, urlPort) = (host, port) }
        if let host, host.lowercased() != urlHost?.lowercased() {
            throw Self.disagreement(.host, url: urlHost.map { "\"\($0)\"" }, variable: "\"\(host)\"")
        }
        switch port {
        case .number(let number) where number != urlPort:
            throw Self.disagreement(.port, url: urlPort.map { "\($0)" }, variable: "\(number)")
        case .serviceLink:
            provenance.note(Self.ignoredServiceLink)
        default: break
        }
        if let database, database != url.database {
            throw Self.disagreement(.database, url: "\(url.database)", variable: "\(database)")
        }
        if let tls, tls != (url.tls != nil) {
            throw Self.disagreement(.tls, url: "\(url.tls != nil)", variable: "\(tls)")
        }
        guard let credentials = url.credentials else { return }
        if let username, username != credentials.username {
            let urlName = credentials.username.map { "\"\($0)\"" }
            throw Self.disagreement(.username, url: urlName, variable: "\"\(username)\"")
        }
        if let password, password != credentials.password {
            throw RedisConfigurationError(
                field: Variable.password.field, source: "REDIS_URL and REDIS_PASSWORD",
                problem: "the two hold different passwords", advice: "Unset one of them, or give both the same value")
        }
    }

    private static func disagreement(
        _ variable: Variable, url: String?, variable value: String
    ) -> RedisConfigurationError {
        RedisConfigurationError(
            field: variable.field, source: "REDIS_URL and \(variable.rawValue)",
            problem: "the two disagree: REDIS_URL says \(url ?? "none"), \(variable.rawValue) says \(value)",
            advice: "Unset one of them, or give both the same value")
    }
}
