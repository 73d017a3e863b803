extension RedisURL {
    /// The advice that suits any URL that cannot be read.
    static let example = "Write a URL such as redis://cache.internal:6379/0"

    static let unescapedUserinfo = RedisConfigurationError(
        field: "url", problem: "the user name or password seems to contain a / or ? that is not escaped",
        advice: "Escape special characters in user name and password: %2F for /, %3F for ?, %23 for #, %40 for @")

    /// Reads `host`, `host:port`, `[address]` or `[address]:port`; any part may be missing.
    mutating func readAddress(_ address: Substring) throws(RedisConfigurationError) {
        if address.contains(",") { throw Self.severalHosts }
        let portText: Substring?
        if address.first == "[" {
            guard let close = address.firstIndex(of: "]") else { throw Self.badAddress }
            let inside = try Self.decode(address[..<close].dropFirst(), "endpoint.host")
            guard HostName.isIPv6Address(inside) else { throw Self.badAddress }
            host = inside
            let rest = address[close...].dropFirst()
            guard rest.isEmpty || rest.first == ":" else { throw Self.badAddress }
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            let parts = address.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts.first ?? "", "endpoint.host")
            if HostName.isIPv6Address(String(address)) { throw Self.badAddress }
            host = name.isEmpty ? nil : name
            portText = parts.count == 2 ? parts[1] : nil
        }
        guard let portText, !portText.isEmpty else { return }
        port = try Self.port(portText)
        if host == nil {
            // `redis://$HOST:6379` with an empty variable must not end at localhost.
            throw RedisConfigurationError(
                field: "endpoint.host", problem: "the URL has a port but no host",
                advice: "Write the host in front of the port, such as redis://cache.internal:6379")
        }
    }

    private static func port(_ text: Substring) throws(RedisConfigurationError) -> Int {
        // `redis://$(REDIS_HOST):$(REDIS_PORT)`, cut at the first slash.
        if text == "tcp:" {
            throw RedisConfigurationError(
                field: "endpoint.port", problem: "there is another URL where the port should be",
                advice:
                    "Write the port as a number. If the URL is put together from variables: Kubernetes sets REDIS_PORT "
                    + "to such a URL where a service is named redis")
        }
        guard let port = number(text), (1...65_535).contains(port) else {
            let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            // Anything but a number may be the rest of a password that was meant to be escaped: it is not shown.
            let hint = isNumber ? "" : ". In a user name or password, write / as %2F, ? as %3F and # as %23"
            throw RedisConfigurationError(
                field: "endpoint.port", read: .number(String(text)),
                problem: "a port is a number from 1 to 65535",
                advice: "Write the port as a number, such as redis://cache.internal:6379\(hint)")
        }
        return port
    }

    static let severalHosts = RedisConfigurationError(
        field: "endpoint.host",
        problem: "it names several hosts, and this client connects to one; it does not speak to "
            + "Sentinel or to a cluster's other nodes",
        advice: "Name one host, such as the name that leads to the primary")

    /// The error for a scheme that is not one of this client.
    static func unknownScheme(_ name: String) -> RedisConfigurationError {
        switch name {
        case "redis-sentinel", "rediss-sentinel", "redis+sentinel", "rediss+sentinel", "sentinel":
            return ForeignOption.sentinelWish
        case "redis-cluster", "rediss-cluster", "redis+cluster", "rediss+cluster":
            return RedisConfigurationError(
                field: "url", problem: "the scheme is that of a Redis Cluster, which this client does not support",
                advice: "Write redis:// or rediss:// with the name of a single server, or of a proxy before the cluster"
            )
        case "http", "https":
            return RedisConfigurationError(
                field: "url", problem: "it is the address of a web page or a web API, not of a Redis server",
                advice: "Use the URL that begins with redis:// or rediss://; a provider that has a web API shows both")
        case "tcp":
            return RedisConfigurationError(
                field: "url", problem: "the scheme is unknown: tcp:// is what Docker and Kubernetes set for a service",
                advice: "Write redis:// in its place, or rediss:// for TLS")
        default:
            return RedisConfigurationError(
                field: "url", problem: "the scheme is unknown",
                advice: "Use redis:// or valkey:// for plain TCP, rediss:// or valkeys:// for TLS, or redis+unix:// or "
                    + "unix:// for a Unix socket")
        }
    }

    private static let badAddress = RedisConfigurationError(
        field: "endpoint.host", problem: "an IPv6 address stands in brackets, and only an IPv6 address does",
        advice: "Write an address such as redis://[::1]:6379")

    /// Whether `authority` can be read as a host with a port, so that no password hides in it.
    static func isHostAndPort(_ authority: Substring) -> Bool {
        guard let colon = authority.lastIndex(of: ":") else { return true }
        let port = authority[colon...].dropFirst()
        return port.isEmpty || number(port) != nil || authority.last == "]"
    }

    /// Decimal digits and nothing else, as a number; `nil` if it is too large.
    static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(String(text))
    }

    static func decode(_ text: Substring, _ field: String) throws(RedisConfigurationError) -> String {
        guard let decoded = PercentEncoding.decode(text) else {
            throw RedisConfigurationError(
                field: field, problem: "the URL contains an escape that is incomplete or is not UTF-8",
                advice: "Write an escape as % and two hexadecimal digits, and a percent sign itself as %25")
        }
        return decoded
    }
}
