/// The environment variables that a configuration is read from, each cleaned and checked by itself.
struct RedisEnvironment {
    /// A variable that is read.
    enum Variable: String, CaseIterable {
        case url = "REDIS_URL"
        case host = "REDIS_HOST"
        case port = "REDIS_PORT"
        case username = "REDIS_USERNAME"
        case password = "REDIS_PASSWORD"
        case database = "REDIS_DATABASE"
        case tls = "REDIS_TLS"
        case passwordFile = "REDIS_PASSWORD_FILE"
        case tlsCAFile = "REDIS_TLS_CA_FILE"
        case tlsVerification = "REDIS_TLS_VERIFICATION"

        /// The setting it determines.
        var field: String {
            switch self {
            case .url: "url"
            case .host: "endpoint.host"
            case .port: "endpoint.port"
            case .username: "credentials.username"
            case .password, .passwordFile: "credentials.password"
            case .database: "database"
            case .tls: "tls"
            case .tlsCAFile: "tls.trustRoots"
            case .tlsVerification: "tls.verification"
            }
        }
    }

    /// The value of `REDIS_PORT`.
    enum Port {
        case number(Int)
        /// Not a setting: Kubernetes sets `REDIS_PORT=tcp://10.0.0.1:6379` in every pod of a namespace that has a
        /// service named redis.
        case serviceLink(String)
    }

    let url: String?
    let host: String?
    let port: Port?
    let username: String?
    /// The password and the variable that gives or names it.
    let password: (text: String, source: Variable)?
    let database: Int?
    let tls: Bool?
    let tlsCAFile: String?
    let tlsVerification: RedisConfiguration.TLS.Verification?
    /// The variables that have a value.
    let present: Set<Variable>

    init(_ environment: [String: String]) throws(RedisConfigurationError) {
        var values: [Variable: String] = [:]
        for variable in Variable.allCases {
            guard let value = try Self.cleaned(variable, environment) else { continue }
            values[variable] = value
        }
        present = Set(values.keys)
        url = values[.url]
        guard values[.url] != nil || values[.host] != nil else {
            throw Self.missing(environment, present)
        }
        host = try values[.host].map { text throws(RedisConfigurationError) in try Self.host(text) }
        port = try values[.port].map { text throws(RedisConfigurationError) in try Self.port(text) }
        username = values[.username]
        password = try Self.password(values)
        database = try values[.database].map { text throws(RedisConfigurationError) in try Self.database(text) }
        tls = try values[.tls].map { text throws(RedisConfigurationError) in try Self.flag(text) }
        tlsCAFile = try values[.tlsCAFile].map { text throws(RedisConfigurationError) in try Self.caFile(text) }
        tlsVerification = try values[.tlsVerification].map { text throws(RedisConfigurationError) in
            try Self.verification(text)
        }
    }

    /// The value without blanks around it, or `nil` if nothing is left.
    private static func cleaned(
        _ variable: Variable, _ environment: [String: String]
    ) throws(RedisConfigurationError) -> String? {
        guard let raw = environment[variable.rawValue] else { return nil }
        let value = raw.trimmingBlanks
        guard !value.isEmpty else { return nil }
        if value.unicodeScalars.contains("\u{FFFD}") {
            throw error(
                variable, problem: "it is not UTF-8, so its value would be another one",
                advice: "Use UTF-8 characters, or, for a password, REDIS_URL with escapes such as %C3%A9")
        }
        if variable != .password, variable != .url,
            let error = ConnectionString.error(for: value, field: variable.field)
        {
            throw error.from(variable.rawValue)
        }
        if variable == .password {
            guard value == raw else {
                throw error(
                    variable,
                    problem: "the password has blanks or a line break at an end, as secrets made with echo do",
                    advice: "Remove them, or, if they belong to it, give the password in REDIS_URL (as %20 or %0A)")
            }
        } else if variable != .url, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
            throw error(
                variable, read: Self.excerpt(variable, value),
                problem: "the quotation marks are part of the value",
                advice: "Set it without quotes; an env file for containers takes them literally")
        }
        // The URL's parser looks for placeholders itself, and a password may contain what looks like one.
        if variable == .password ? Placeholder.isWhole(value) : variable != .url && Placeholder.isPresent(in: value) {
            throw error(
                variable, problem: "it holds a placeholder that nothing was filled in for",
                advice: "Have the deployment fill it in")
        }
        return value
    }

    /// What a message may show of a variable's value in quotation marks.
    private static func excerpt(_ variable: Variable, _ value: String) -> Excerpt {
        switch variable {
        case .host: .host(value)
        case .port, .database, .tls: .number(value)
        default: .hidden(value)
        }
    }

    private static func missing(
        _ environment: [String: String], _ present: Set<Variable>
    ) -> RedisConfigurationError {
        var remarks: [String] = []
        let empty = [Variable.url, .host].map(\.rawValue).filter { environment[$0] != nil }
        if !empty.isEmpty { remarks.append("set but empty: \(empty.joined(separator: ", "))") }
        let without = Variable.allCases.filter(present.contains).map(\.rawValue)
        if !without.isEmpty { remarks.append("set without either: \(without.joined(separator: ", "))") }
        let similar = NearMissVariables(in: environment).names
        if !similar.isEmpty { remarks.append("set but not read here: \(similar.joined(separator: ", "))") }
        let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
        return RedisConfigurationError(
            field: "environment", problem: "neither REDIS_URL nor REDIS_HOST says where Redis is\(remark)",
            advice: "Set REDIS_URL, such as redis://cache.internal:6379/0, or REDIS_HOST, with REDIS_PORT, "
                + "REDIS_DATABASE, REDIS_USERNAME, REDIS_PASSWORD and REDIS_TLS where they are needed")
    }

    static func error(
        _ variable: Variable, read: Excerpt? = nil, problem: String, advice: String
    ) -> RedisConfigurationError {
        RedisConfigurationError(
            field: variable.field, source: variable.rawValue, read: read, problem: problem, advice: advice)
    }
}

extension String {
    /// The text without blanks and line breaks at its ends.
    fileprivate var trimmingBlanks: String {
        let start = self.drop(while: \.isWhitespace)
        let end = start.reversed().drop(while: \.isWhitespace).startIndex.base
        return String(start[..<end])
    }
}
