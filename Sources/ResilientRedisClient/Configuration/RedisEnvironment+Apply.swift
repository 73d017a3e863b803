extension RedisEnvironment {
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
        configuration.credentials = .init(username: username, password: password)
        provenance.record(Variable.password.field, from: Variable.password.rawValue)
        if username != nil { provenance.record(Variable.username.field, from: Variable.username.rawValue) }
    }

    /// The default port, unless a Kubernetes service link beside `REDIS_HOST` speaks of another one: then nobody can
    /// know whether it belongs to that host.
    private func defaultPort(
        beside link: String, noting provenance: inout RedisConfiguration.Provenance
    ) throws(RedisConfigurationError) -> Int {
        let linkedPort = link.lastIndex(of: ":").flatMap { RedisURL.number(link[$0...].dropFirst()) }
        guard linkedPort == 6379 else {
            throw Self.error(
                .port, read: link.contains("@") ? nil : link,
                problem: "it is not a port but an address, such as Kubernetes sets for a service named redis",
                advice: "Set REDIS_PORT to the number of the port of REDIS_HOST, or use REDIS_URL")
        }
        provenance.note(Self.ignoredServiceLink)
        return 6379
    }

    static let ignoredServiceLink =
        "REDIS_PORT holds the address that Kubernetes sets for a service named redis, and is ignored"
}
