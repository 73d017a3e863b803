extension RedisEnvironment {
    /// Reads `REDIS_HOST`: a name or an address, and refuses what people put there instead.
    static func host(_ text: String) throws(RedisConfigurationError) -> String {
        if text.contains("://") {
            throw error(
                .host, read: .hidden(text), problem: "it is a URL, not a host",
                advice: "Set REDIS_URL to it instead, or REDIS_HOST to the host alone")
        }
        if text.hasPrefix("/") {
            let path = Excerpt.socketPath(text)
            let shown = if case .shown(let path) = path { path } else { "/PATH" }
            throw error(
                .host, read: path, problem: "it is a path, not a host",
                advice: "Set REDIS_URL=unix://\(shown) instead for a Unix socket")
        }
        if text.first == "[", let close = text.lastIndex(of: "]") {
            let address = String(text[..<close].dropFirst())
            let rest = text[close...].dropFirst()
            if HostName.isIPv6Address(address) {
                if rest.isEmpty { return address }
                if case .shown(let port) = Excerpt.number(String(rest.dropFirst())), rest.first == ":" {
                    throw error(
                        .host, problem: "it holds the port as well",
                        advice: "Set REDIS_HOST=\(address) and REDIS_PORT=\(port)")
                }
            }
        }
        if text.contains(",") {
            throw error(.host, problem: RedisURL.severalHosts.problem, advice: RedisURL.severalHosts.advice)
        }
        if let colon = text.lastIndex(of: ":"), case .shown = Excerpt.host(text) {
            let (host, port) = (text[..<colon], text[colon...].dropFirst())
            throw error(
                .host, read: .host(text), problem: "it holds the port as well",
                advice: "Set REDIS_HOST=\(host) and REDIS_PORT=\(port)")
        }
        return text
    }

    /// Reads `REDIS_PORT`: a number, or the link that Kubernetes puts there.
    static func port(_ text: String) throws(RedisConfigurationError) -> Port {
        if let number = RedisURL.number(text[...]), (1...65_535).contains(number) { return .number(number) }
        if text.hasPrefix("tcp://") { return .serviceLink(text) }
        throw error(
            .port, read: .number(text), problem: "a port is a number from 1 to 65535",
            advice: "Set REDIS_PORT to the number of the port alone, or unset it for 6379")
    }

    /// Reads `REDIS_DATABASE`.
    static func database(_ text: String) throws(RedisConfigurationError) -> Int {
        guard let number = RedisURL.number(text[...]) else {
            throw error(
                .database, read: .number(text), problem: "a database is a number, 0 or higher",
                advice: "Set REDIS_DATABASE to the database's number, or unset it for 0")
        }
        return number
    }

    /// Reads `REDIS_TLS`.
    static func flag(_ text: String) throws(RedisConfigurationError) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            throw error(
                .tls, read: .number(text), problem: "it is neither true nor false",
                advice: "Set REDIS_TLS to true or false; certificates have variables of their own (REDIS_TLS_CA_FILE) "
                    + "and options of REDIS_URL")
        }
    }

    /// Reads `REDIS_TLS_CA_FILE`. A configuration prints the path, so anything else is refused.
    static func caFile(_ text: String) throws(RedisConfigurationError) -> String {
        guard text.hasPrefix("/") else {
            throw error(
                .tlsCAFile, read: .hidden(text), problem: "it is not the absolute path of a file",
                advice: "Set it to a path such as /etc/ssl/redis-ca.pem")
        }
        return text
    }

    /// Reads `REDIS_TLS_VERIFICATION`.
    static func verification(_ text: String) throws(RedisConfigurationError) -> RedisConfiguration.TLS.Verification {
        guard let verification = RedisConfiguration.TLS.Verification(settingText: text) else {
            throw error(
                .tlsVerification, read: .hidden(text), problem: "it is not a way of verification",
                advice: "Set it to \(RedisConfiguration.TLS.Verification.settingForm)")
        }
        return verification
    }

    /// Reads `REDIS_PASSWORD` and `REDIS_PASSWORD_FILE`. If both are set, they must hold the same password.
    static func password(
        _ values: [Variable: String]
    ) throws(RedisConfigurationError) -> (text: String, source: Variable)? {
        guard let path = values[.passwordFile] else { return values[.password].map { ($0, .password) } }
        let password = try PasswordFile.password(at: path)
        if let other = values[.password], other != password {
            throw RedisConfigurationError(
                field: Variable.password.field, source: "REDIS_PASSWORD and REDIS_PASSWORD_FILE",
                problem: "the two hold different passwords", advice: "Unset one of them")
        }
        return (password, .passwordFile)
    }
}
