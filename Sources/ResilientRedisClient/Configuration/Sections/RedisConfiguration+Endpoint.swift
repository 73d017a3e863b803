#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension RedisConfiguration {
    /// Where a server listens.
    public enum Endpoint: Sendable, Hashable {
        /// A host name, an IPv4 address or an IPv6 address (without brackets), and a port from 1 to 65535.
        ///
        /// A name is resolved again at every connect, and all of its addresses are tried.
        case tcp(host: String, port: Int)
        /// The path of a Unix domain socket.
        case unixSocket(path: String)
    }
}

extension RedisConfiguration.Endpoint {
    /// Compares by bytes: a path has them, not characters.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.tcp(let host, let port), .tcp(let otherHost, let otherPort)):
            port == otherPort && host.hasSameBytes(as: otherHost)
        case (.unixSocket(let path), .unixSocket(let otherPath)): path.hasSameBytes(as: otherPath)
        default: false
        }
    }
}

extension RedisConfiguration.Endpoint: CustomStringConvertible {
    /// `host:port`, `[address]:port` for an IPv6 address, or the socket's path.
    public var description: String {
        switch self {
        case .tcp(let host, let port):
            host.contains(":") ? "[\(Self.shown(host))]:\(port)" : "\(Self.shown(host)):\(port)"
        case .unixSocket(let path): path
        }
    }
}

extension RedisConfiguration.Endpoint {
    /// The host for printing. What is no host, in a configuration that was not validated, may be a password.
    static func shown(_ host: String) -> String {
        HostName.isIPv6Address(host) || HostName.problem(of: host) == nil ? host : "***"
    }

    static let settings: [RedisSetting] = [
        RedisSetting(part: "endpoint.host", name: "host") { configuration in
            if case .tcp(let host, _) = configuration.endpoint {
                .text(RedisConfiguration.Endpoint.shown(host))
            } else {
                .none
            }
        } check: { configuration throws(RedisConfigurationError) in
            guard case .tcp(let host, _) = configuration.endpoint else { return }
            try SettingCheck.host.run(host, configuration, "endpoint.host")
        },
        RedisSetting(part: "endpoint.port", name: "port") { configuration in
            if case .tcp(_, let port) = configuration.endpoint { .integer(port) } else { .none }
        } check: { configuration throws(RedisConfigurationError) in
            guard case .tcp(_, let port) = configuration.endpoint, !(1...65_535).contains(port) else { return }
            throw RedisConfigurationError(
                field: "endpoint.port", read: .value(port), problem: "a port is a number from 1 to 65535",
                advice: "Set the port that the server listens on, usually 6379")
        },
        RedisSetting(part: "endpoint.path", name: "path") { configuration in
            if case .unixSocket(let path) = configuration.endpoint { .text(path) } else { .none }
        } check: { configuration throws(RedisConfigurationError) in
            guard case .unixSocket(let path) = configuration.endpoint else { return }
            try SettingCheck.path.run(path, configuration, "endpoint.path")
            guard path.utf8.count > longestSocketPath else { return }
            throw RedisConfigurationError(
                field: "endpoint.path", read: .socketPath(path),
                problem: "a socket's path has at most \(longestSocketPath) bytes, this one has \(path.utf8.count)",
                advice: "Move the socket to a shorter path, or make a short symbolic link to its directory")
        },
    ]

    /// The longest path that fits the system's address of a Unix socket, without the zero byte at its end.
    private static let longestSocketPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
}
