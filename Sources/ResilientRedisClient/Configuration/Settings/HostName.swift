#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Decides what is a host name or an address.
enum HostName {
    /// Whether `text` is an IPv6 address, with or without a zone such as `%eth0`.
    static func isIPv6Address(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].isEmpty || !parts[1].utf8.allSatisfy(isNameByte) { return false }
        var address = in6_addr()
        return !text.utf8.contains(0) && inet_pton(AF_INET6, String(parts[0]), &address) == 1
    }

    /// What keeps `host` from being a name or an IPv4 address; `nil` if nothing does.
    static func problem(of host: String) -> String? {
        if host.isEmpty { return "the host is empty" }
        if host.contains("://") { return "it is a URL, not a host" }
        if host.hasPrefix("/") { return "it is a path, not a host" }
        if host.hasPrefix("[") { return "brackets around an address belong in URLs only" }
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
