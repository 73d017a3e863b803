/// Environment variables that look like those that are read, but are not: what a person on call needs to hear about
/// when the ones that are read are missing.
struct NearMissVariables {
    /// Each with the variable that was probably meant, in alphabetical order.
    private let found: [(name: String, meant: RedisEnvironment.Variable)]

    init(in environment: [String: String]) {
        found = environment.keys.sorted().compactMap { name in
            Self.meaning(of: name).map { (name, $0) }
        }
    }

    /// The names that were found.
    var names: [String] { found.map(\.name) }

    /// One sentence for each variable that stands in for one that is not set.
    func hints(besides variables: RedisEnvironment) -> [String] {
        found.filter { !variables.present.contains($0.meant) && $0.meant != .url && $0.meant != .host }
            .map { "\($0.name) is set but not read; the variable is \($0.meant.rawValue)" }
    }

    /// The variable that `name` was probably meant to be; `nil` if it is that variable or looks like none.
    private static func meaning(of name: String) -> RedisEnvironment.Variable? {
        guard RedisEnvironment.Variable(rawValue: name) == nil else { return nil }
        let plain = name.uppercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
        if let meant = spellings[plain] { return meant }
        // `BILLING_REDIS_URL`, `VALKEY_HOST`.
        return RedisEnvironment.Variable.allCases.first { variable in
            let suffix = variable.rawValue.filter { $0 != "_" }
            return plain.hasSuffix(suffix) || plain == "VALKEY" + suffix.dropFirst("REDIS".count)
        }
    }

    /// Other names in use, in capitals and without punctuation.
    private static let spellings: [String: RedisEnvironment.Variable] = [
        "REDIS": .url, "REDISURI": .url, "REDISDSN": .url, "REDISADDR": .url, "REDISADDRESS": .url,
        "REDISENDPOINT": .url, "REDISCONNECTION": .url, "REDISCONNECTIONSTRING": .url, "REDISCONN": .url,
        "REDISTLSURL": .url, "REDISPRIVATEURL": .url, "REDISPUBLICURL": .url, "REDISCLOUDURL": .url,
        "REDISTOGOURL": .url, "REDISCACHEURL": .url, "CACHEURL": .url, "KVURL": .url,
        "REDISHOSTNAME": .host, "REDISSERVER": .host, "REDISSERVICEHOST": .host, "REDISIP": .host,
        "REDISMASTERHOST": .host, "REDISHOSTS": .host, "CACHEHOST": .host,
        "REDISSERVICEPORT": .port, "REDISTCPPORT": .port,
        "REDISUSER": .username, "REDISLOGIN": .username,
        "REDISPASS": .password, "REDISPWD": .password, "REDISAUTH": .password, "REDISSECRET": .password,
        "REDISAUTHTOKEN": .password, "REDISTOKEN": .password,
        "REDISDB": .database, "REDISDBINDEX": .database, "REDISDBNUMBER": .database, "REDISINDEX": .database,
        "REDISDATABASENUMBER": .database, "REDISDATABASEINDEX": .database,
        "REDISSSL": .tls, "REDISUSETLS": .tls, "REDISUSESSL": .tls, "REDISTLSENABLED": .tls, "REDISSSLENABLED": .tls,
        "REDISENABLETLS": .tls,
    ]
}
