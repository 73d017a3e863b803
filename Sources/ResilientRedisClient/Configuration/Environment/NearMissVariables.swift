/// Environment variables that look like those that are read, but are not.
///
/// Most are worth a notice. One that asks for encryption or for another database than the one in force is refused: to
/// ignore it would send a password in plain text, or write to the wrong place.
struct NearMissVariables {
    private struct Variable {
        let name: String
        let value: String
        /// The variable that was probably meant.
        let meant: RedisEnvironment.Variable
        /// The name has no prefix of another program, as `BILLING_REDIS_URL` has.
        let isOwn: Bool
    }

    /// In alphabetical order.
    private let found: [Variable]

    init(in environment: [String: String]) {
        found = environment.keys.sorted().compactMap { name in
            guard let (meant, isOwn) = Self.meaning(of: name) else { return nil }
            return Variable(name: name, value: environment[name] ?? "", meant: meant, isOwn: isOwn)
        }
    }

    /// The names that were found.
    var names: [String] { found.map(\.name) }

    /// Throws for a variable whose wish cannot be ignored; returns a notice for each of the others that would have counted.
    func notices(
        besides variables: RedisEnvironment, for configuration: RedisConfiguration
    ) throws(RedisConfigurationError) -> [String] {
        var covered = variables.present
        if variables.url != nil { covered.formUnion([.port, .database, .tls]) }
        if covered.contains(.passwordFile) { covered.insert(.password) }
        if configuration.credentials != nil { covered.formUnion([.username, .password, .passwordFile]) }
        var notices: [String] = []
        for variable in found {
            if variable.isOwn, !variable.value.isEmpty {
                let scheme = variable.value.prefix { $0 != ":" }.lowercased()
                let isTLSURL = variable.meant == .url && (scheme == "rediss" || scheme == "valkeys")
                if variable.meant == .tls || isTLSURL && variable.name.uppercased().contains("TLS") {
                    if let notice = try Self.notice(ofEncryption: variable, variables, configuration) {
                        notices.append(notice)
                    }
                    continue
                }
                if variable.meant == .database, let number = RedisURL.number(variable.value[...]) {
                    if let notice = try Self.notice(ofDatabase: variable, number, variables, configuration) {
                        notices.append(notice)
                    }
                    continue
                }
            }
            if !covered.contains(variable.meant), variable.meant != .url, variable.meant != .host {
                notices.append(
                    "\(variable.name) is set but not read; the variable is \(variable.meant.rawValue)")
            }
        }
        return notices
    }

    private static func notice(
        ofEncryption variable: Variable, _ variables: RedisEnvironment, _ configuration: RedisConfiguration
    ) throws(RedisConfigurationError) -> String? {
        let isNo = ["false", "no", "off", "0", "none", "disable", "disabled"].contains(variable.value.lowercased())
        if isNo == (configuration.tls == nil) { return nil }
        // A wish for plain text does no harm, and whoever says REDIS_TLS=false means it.
        if isNo || variables.tls == false { return "\(variable.name) is set but not read; REDIS_TLS or the URL counts" }
        throw RedisConfigurationError(
            field: "tls", source: variable.name,
            problem: "it asks for encryption but is not read, and the connection would be plain text",
            advice: "Set REDIS_TLS=true (or write rediss:// in REDIS_URL) for TLS, REDIS_TLS=false for plain text, or "
                + "unset it")
    }

    private static func notice(
        ofDatabase variable: Variable, _ number: Int, _ variables: RedisEnvironment, _ configuration: RedisConfiguration
    ) throws(RedisConfigurationError) -> String? {
        if number == configuration.database { return nil }
        if variables.database != nil { return "\(variable.name) is set but not read; REDIS_DATABASE counts" }
        throw RedisConfigurationError(
            field: "database", source: variable.name, read: .number(variable.value),
            problem: "it is not read, and the database would be \(configuration.database)",
            advice: "Set REDIS_DATABASE, or write the database as the path of REDIS_URL, and unset it")
    }

    /// The variable that `name` was probably meant to be; `nil` if it is that variable or looks like none.
    private static func meaning(of name: String) -> (RedisEnvironment.Variable, isOwn: Bool)? {
        guard RedisEnvironment.Variable(rawValue: name) == nil else { return nil }
        let plain = name.uppercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
        if let meant = spellings[plain] { return (meant, true) }
        // `BILLING_REDIS_URL`, `VALKEY_HOST`.
        for variable in RedisEnvironment.Variable.allCases {
            let suffix = variable.rawValue.filter { $0 != "_" }
            if plain == suffix { return (variable, true) }
            if plain.hasSuffix(suffix) || plain == "VALKEY" + suffix.dropFirst("REDIS".count) {
                return (variable, false)
            }
        }
        return nil
    }

    /// Other names in use, in capitals and without punctuation.
    private static let spellings: [String: RedisEnvironment.Variable] = [
        "REDIS": .url, "REDISURI": .url, "REDISDSN": .url, "REDISADDR": .url, "REDISADDRESS": .url,
        "REDISENDPOINT": .url, "REDISCONNECTION": .url, "REDISCONNECTIONSTRING": .url, "REDISCONN": .url,
        "REDISTLSURL": .url, "REDISPRIVATEURL": .url, "REDISPUBLICURL": .url, "REDISCLOUDURL": .url,
        "REDISTOGOURL": .url, "REDISCACHEURL": .url, "CACHEURL": .url, "KVURL": .url, "REDISURLFILE": .url,
        "REDISHOSTNAME": .host, "REDISSERVER": .host, "REDISSERVICEHOST": .host, "REDISIP": .host,
        "REDISMASTERHOST": .host, "REDISHOSTS": .host, "CACHEHOST": .host,
        "REDISSERVICEPORT": .port, "REDISTCPPORT": .port,
        "REDISUSER": .username, "REDISLOGIN": .username, "REDISUSERNAMEFILE": .username,
        "REDISPASS": .password, "REDISPWD": .password, "REDISAUTH": .password, "REDISSECRET": .password,
        "REDISAUTHTOKEN": .password, "REDISTOKEN": .password, "REDISPASSFILE": .passwordFile,
        "REDISDB": .database, "REDISDBINDEX": .database, "REDISDBNUMBER": .database, "REDISINDEX": .database,
        "REDISDATABASENUMBER": .database, "REDISDATABASEINDEX": .database,
        "REDISSSL": .tls, "REDISUSETLS": .tls, "REDISUSESSL": .tls, "REDISTLSENABLED": .tls, "REDISSSLENABLED": .tls,
        "REDISENABLETLS": .tls,
        "REDISCACERT": .tlsCAFile, "REDISCAFILE": .tlsCAFile, "REDISTLSCACERT": .tlsCAFile, "REDISTLSCA": .tlsCAFile,
        "REDISSSLCACERTS": .tlsCAFile, "REDISSSLCAFILE": .tlsCAFile,
        "REDISTLSVERIFY": .tlsVerification, "REDISSSLVERIFY": .tlsVerification,
        "REDISSSLCERTREQS": .tlsVerification,
    ]
}
