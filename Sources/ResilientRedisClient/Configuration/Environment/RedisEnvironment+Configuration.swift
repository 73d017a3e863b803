extension RedisEnvironment {
    // MARK: Without REDIS_URL

    /// Sets what the single variables say, for an environment without `REDIS_URL`.
    func apply(
        to configuration: inout RedisConfiguration, recording provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) {
        let portNumber: Int
        switch port {
        case nil: portNumber = 6379
        case .number(let number):
            portNumber = number
            provenance.record(Variable.port.field, from: Variable.port.rawValue)
        case .serviceLink(let link): portNumber = try defaultPort(beside: link, noting: &provenance)
        }
        configuration.endpoint = .tcp(host: host ?? "", port: portNumber)
        provenance.record(Variable.host.field, from: Variable.host.rawValue)
        if let database {
            configuration.database = database
            provenance.record(Variable.database.field, from: Variable.database.rawValue)
        }
        if let tls {
            configuration.tls = tls ? RedisConfiguration.TLS() : nil
            provenance.record(Variable.tls.field, from: Variable.tls.rawValue)
        }
        try applyCredentials(to: &configuration, recording: &provenance)
    }

    /// Sets user and password, unless the configuration has credentials already.
    func applyCredentials(
        to configuration: inout RedisConfiguration, recording provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) {
        guard configuration.credentials == nil else { return }
        guard let password else {
            guard username == nil else {
                throw Self.error(
                    .username, problem: "it is set, but REDIS_PASSWORD is not",
                    advice: "Set REDIS_PASSWORD, or unset REDIS_USERNAME. A user without a password is written "
                        + "REDIS_URL=redis://USER:@host")
            }
            return
        }
        configuration.credentials = .init(username: username, password: password.text)
        provenance.record(Variable.password.field, from: password.source.rawValue)
        if username != nil { provenance.record(Variable.username.field, from: Variable.username.rawValue) }
    }

    /// The default port, unless a Kubernetes service link beside `REDIS_HOST` speaks of another one: then no one can
    /// know whether it belongs to that host.
    private func defaultPort(
        beside link: String, noting provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) -> Int {
        let linkedPort = link.lastIndex(of: ":").flatMap { RedisURL.number(link[$0...].dropFirst()) }
        guard linkedPort == 6379 else {
            throw Self.error(
                .port, read: .serviceLink(link),
                problem: "it is not a port but an address, such as Kubernetes sets for a service named redis",
                advice: "Set REDIS_PORT to the number of the port of REDIS_HOST, or use REDIS_URL")
        }
        provenance.note(Self.ignoredServiceLink)
        return 6379
    }

    static let ignoredServiceLink =
        "REDIS_PORT holds the address that Kubernetes sets for a service named redis, and is ignored"

    /// Sets what the variables say about the server's certificate. They need a connection with TLS.
    func applyTLS(
        to configuration: inout RedisConfiguration, recording provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) {
        if let tlsCAFile {
            try apply(.tlsCAFile, .file(tlsCAFile), \.trustRoots, to: &configuration, recording: &provenance)
        }
        if let tlsVerification {
            try apply(.tlsVerification, tlsVerification, \.verification, to: &configuration, recording: &provenance)
        }
    }

    private func apply<Value: Equatable>(
        _ variable: Variable, _ value: Value, _ path: WritableKeyPath<RedisConfiguration.TLS, Value>,
        to configuration: inout RedisConfiguration, recording provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) {
        guard let tls = configuration.tls else {
            throw Self.error(
                variable, problem: "it is set, but the connection is not encrypted",
                advice: "Set REDIS_TLS=true, or write rediss:// in REDIS_URL, or unset it")
        }
        if provenance.source(of: variable.field) != nil, tls[keyPath: path] != value {
            throw RedisConfigurationError(
                field: variable.field, source: "REDIS_URL and \(variable.rawValue)", problem: "the two disagree",
                advice: "Unset the variable, or leave the option of the URL out")
        }
        configuration.tls?[keyPath: path] = value
        provenance.record(variable.field, from: variable.rawValue)
    }

    // MARK: Beside REDIS_URL

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
            throw Self.disagreement(
                .host, url: urlHost.map { Excerpt.host($0).quoted }, variable: Excerpt.host(host).quoted)
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
            let urlName = credentials.username.map { Excerpt.name($0).quoted }
            throw Self.disagreement(.username, url: urlName, variable: Excerpt.name(username).quoted)
        }
        if let password, password.text != credentials.password {
            throw RedisConfigurationError(
                field: Variable.password.field, source: "REDIS_URL and \(password.source.rawValue)",
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
