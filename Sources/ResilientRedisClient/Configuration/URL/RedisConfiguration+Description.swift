extension RedisConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// The configuration as a URL, without the password: `rediss://app:***@cache.internal:6380/2?client_name=billing`.
    ///
    /// Settings that have their defaults are left out. Without credentials, ``init(url:)`` reads it back, unless it is TLS
    /// over a Unix socket, for which there is no scheme.
    public var description: String {
        var options = RedisSetting.all.compactMap { setting -> String? in
            guard let name = setting.option, let text = setting.optionText(self) else { return nil }
            return "\(name)=\(PercentEncoding.encode(text, keeping: "/:,+"))"
        }
        var result: String
        switch endpoint {
        case .tcp(let host, let port):
            result = "\(tls == nil ? "redis" : "rediss")://\(userinfo)\(Self.address(host)):\(port)/\(database)"
        case .unixSocket(let path):
            result = "\(tls == nil ? "unix" : "rediss+unix")://\(userinfo)\(PercentEncoding.encode(path, keeping: "/"))"
            options.insert("db=\(database)", at: 0)
        }
        if !options.isEmpty { result += "?" + options.joined(separator: "&") }
        return result
    }

    /// The same as ``description``: debugging output is logged too.
    public var debugDescription: String { description }

    private static func address(_ host: String) -> String {
        let host = Endpoint.shown(host)
        if host == "***" { return host }
        return host.contains(":") ? "[\(PercentEncoding.encode(host, keeping: ":"))]" : PercentEncoding.encode(host)
    }

    private var userinfo: String {
        guard let credentials else { return "" }
        let username = PercentEncoding.encode(credentials.username ?? "")
        return "\(username):\(credentials.password.isEmpty ? "" : "***")@"
    }
}
