extension RedisEnvironment {
    /// Reads `REDIS_HOST`: a name or an address, and refuses what people put there instead.
    static func host(_ text: String) throws(RedisConfigurationError) -> String {
        if text.contains("://") {
            throw error(
                // What precedes an @ or follows a question mark may be a password.
                .host, read: text.contains { "@?".contains($0) } ? nil : text, problem: "it is a URL, not a host",
                advice: "Set REDIS_URL to it instead, or REDIS_HOST to the host alone")
        }
        if text.hasPrefix("/") {
            throw error(
                .host, read: text, problem: "it is a path, not a host",
                advice: "Set REDIS_URL=unix://\(text) instead for a Unix socket")
        }
        if text.first == "[", text.last == "]", HostName.isIPv6Address(String(text.dropFirst().dropLast())) {
            return String(text.dropFirst().dropLast())
        }
        if RedisURL.looksLikeAddress(text), let colon = text.lastIndex(of: ":") {
            let (host, port) = (text[..<colon], text[colon...].dropFirst())
            throw error(
                .host, read: text, problem: "it holds the port as well",
                advice: "Set REDIS_HOST=\(host) and REDIS_PORT=\(port)")
        }
        return text
    }

    /// Reads `REDIS_PORT`: a number, or the link that Kubernetes puts there.
    static func port(_ text: String) throws(RedisConfigurationError) -> Port {
        if let number = RedisURL.number(text[...]), (1...65_535).contains(number) { return .number(number) }
        if text.hasPrefix("tcp://") { return .serviceLink(text) }
        throw error(
            .port, read: text.contains("@") ? nil : text, problem: "a port is a number from 1 to 65535",
            advice: "Set REDIS_PORT to the number of the port alone, or unset it for 6379")
    }

    /// Reads `REDIS_DATABASE`.
    static func database(_ text: String) throws(RedisConfigurationError) -> Int {
        guard let number = RedisURL.number(text[...]) else {
            throw error(
                .database, read: text, problem: "a database is a number, 0 or higher",
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
                .tls, read: text, problem: "it is neither true nor false",
                advice: "Set REDIS_TLS to true or false; certificates are set by options of REDIS_URL")
        }
    }
}
