extension RedisConfiguration {
    /// Where a server listens.
    public enum Endpoint: Sendable, Hashable {
        /// A host name, an IPv4 address or an IPv6 address (without brackets), and a port from 1 to 65535.
        ///
        /// A name is resolved anew at every connect, and all of its addresses are tried.
        case tcp(host: String, port: Int)
        /// The path of a Unix domain socket.
        case unixSocket(path: String)
    }
}

extension RedisConfiguration.Endpoint: CustomStringConvertible {
    /// `host:port`, `[address]:port` for an IPv6 address, or the socket's path.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }
}
