/// The server that a ``FaultProxy`` forwards connections to.
public struct ProxyTarget: Sendable, Hashable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        case tcp(host: String, port: Int)
        case unixSocket(path: String)
    }

    let kind: Kind

    /// A host, by name or address, and a port. A name is resolved for every connection, and once to find out whether
    /// anything listens there.
    public static func tcp(host: String, port: Int) -> ProxyTarget { ProxyTarget(kind: .tcp(host: host, port: port)) }

    /// A Unix socket.
    public static func unixSocket(path: String) -> ProxyTarget { ProxyTarget(kind: .unixSocket(path: path)) }

    /// A private server's TCP port.
    public static func server(_ server: RedisServer) -> ProxyTarget { .tcp(host: server.host, port: server.port) }

    /// A scripted server's port.
    public static func server(_ server: ScriptedServer) -> ProxyTarget { .tcp(host: server.host, port: server.port) }

    /// The address in one line.
    public var description: String {
        switch kind {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }

    func validate() throws(FaultInjectionError) {
        switch kind {
        case .tcp(let host, let port):
            guard !host.isEmpty, (1...65535).contains(port) else {
                throw FaultInjectionError(
                    code: .invalidArgument,
                    message: "\"\(self)\" is no address to lead to: a host and a port in 1...65535 are needed"
                )
            }
        case .unixSocket(let path):
            // sun_path holds 104 bytes on Darwin and 108 on Linux, the closing zero included.
            guard (1...103).contains(path.utf8.count) else {
                throw FaultInjectionError(
                    code: .invalidArgument,
                    message: "the path \"\(path)\" of a Unix socket must have 1 to 103 bytes"
                )
            }
        }
    }
}
