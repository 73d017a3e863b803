#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The checks that several settings have in common. Each throws an error that names the setting.
enum SettingCheck {
    /// The longest duration that is accepted: 365 days. Anything longer is a slip, and this leaves deadlines far from
    /// overflowing.
    static let longestDuration = Duration.seconds(365 * 86_400)

    /// The largest number of bytes that is accepted as a bound: one tebibyte.
    static let mostBytes = 1 << 40

    /// The longest path that fits the system's address of a Unix socket, without the zero byte at its end.
    static let longestSocketPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    static func range<Value: Comparable>(
        _ value: Value, _ allowed: ClosedRange<Value>, _ field: String
    ) throws(RedisConfigurationError) {
        guard allowed.contains(value) else {
            throw RedisConfigurationError(
                field: field, read: "\(value)", problem: "it is out of range",
                advice: "Set a value from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
    }

    static func positive(_ value: Duration, _ field: String, example: String) throws(RedisConfigurationError) {
        guard value > .zero else {
            throw RedisConfigurationError(
                field: field, read: "\(value)", problem: "the duration must be longer than zero",
                advice: "Set a duration such as \(example)")
        }
        guard value <= longestDuration else {
            throw RedisConfigurationError(
                field: field, read: "\(value)", problem: "the duration is longer than 365 days",
                advice: "Set a duration such as \(example)")
        }
    }

    static func path(_ path: String, _ field: String) throws(RedisConfigurationError) {
        guard !path.isEmpty else {
            throw RedisConfigurationError(
                field: field, problem: "the path is empty", advice: "Set the path of the file")
        }
        guard !path.utf8.contains(0) else {
            throw RedisConfigurationError(
                field: field, read: path, problem: "the path contains a zero byte", advice: "Set the path of the file")
        }
    }

    static func clientName(_ name: String?) throws(RedisConfigurationError) {
        guard let name else { return }
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw RedisConfigurationError(
                field: "clientName", read: name,
                problem: "the server accepts printable ASCII characters without spaces, at least one",
                advice: "Set a name such as billing-api, or none")
        }
    }

    /// Whether `text` is an IPv6 address, with or without a zone such as `%eth0`.
    static func isIPv6Address(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].isEmpty || !parts[1].utf8.allSatisfy(isNameByte) { return false }
        var address = in6_addr()
        return !text.utf8.contains(0) && inet_pton(AF_INET6, String(parts[0]), &address) == 1
    }

    static func host(_ host: String, _ field: String) throws(RedisConfigurationError) {
        if host.contains(":"), isIPv6Address(host) { return }
        guard let problem = problem(ofName: host) else { return }
        // What precedes an @ is most likely a password that went astray.
        throw RedisConfigurationError(
            field: field, read: host.contains("@") ? nil : host, problem: problem,
            advice: "Set a host name or an address alone, such as cache.internal, 10.0.0.1 or ::1")
    }

    private static func problem(ofName host: String) -> String? {
        if host.isEmpty { return "the host is empty" }
        if host.contains("://") { return "it is a URL, not a host" }
        if host.hasPrefix("/") { return "it is a path, not a host" }
        if host.hasPrefix("[") { return "brackets around an address belong into URLs only" }
        if Placeholder.isPresent(in: host) { return "it holds a placeholder that nothing was filled in for" }
        if host.contains(":") { return "it is neither a name nor an IPv6 address; a port is a setting of its own" }
        if !host.utf8.allSatisfy(isNameByte) {
            return "a host name consists of ASCII letters, digits, dots, hyphens and underscores"
        }
        return host.utf8.count > 253 ? "a host name has at most 253 characters" : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
