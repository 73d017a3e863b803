import CRedisIO

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Something that this machine or process has run out of. It says nothing about a server.
package enum LocalShortage: Sendable, CustomStringConvertible {
    case descriptors, memory, ports

    /// The shortage that an error of the system stands for, if it does.
    package init?(of code: Int32) {
        switch code {
        case EMFILE, ENFILE: self = .descriptors
        case ENOMEM, ENOBUFS: self = .memory
        case EADDRNOTAVAIL: self = .ports
        default: return nil
        }
    }

    /// The shortage that keeps this process from opening a descriptor now, if there is one. Name resolution needs some,
    /// and does not say that it got none.
    package static func now() -> LocalShortage? {
        let descriptor = socket(AF_INET, Int32(rio_datagram_socket()), 0)
        guard descriptor < 0 else {
            close(descriptor)
            return nil
        }
        return LocalShortage(of: errno)
    }

    package var description: String {
        switch self {
        case .descriptors:
            "this machine has no file descriptors left for it. Close what is open and not needed, or raise the limit "
                + "(ulimit -n); the server was not asked"
        case .memory: "this machine has no memory left for it. The server was not asked"
        case .ports:
            "this machine has no free local port or address for it. Use fewer connections, or wait until closed ones are "
                + "forgotten; the server was not asked"
        }
    }
}
