/// The direction whose bytes a fault affects.
public enum FaultDirection: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// From the client to the server.
    case toServer
    /// From the server to the client.
    case toClient
    /// Both ways.
    case both

    /// The direction as Swift code.
    public var description: String { ".\(rawValue)" }

    func includes(_ stream: StreamDirection) -> Bool {
        switch self {
        case .both: true
        case .toServer: stream == .toServer
        case .toClient: stream == .toClient
        }
    }
}

/// One of the two streams of bytes of a connection.
public enum StreamDirection: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// From the client to the server.
    case toServer
    /// From the server to the client.
    case toClient

    /// The direction as Swift code.
    public var description: String { ".\(rawValue)" }
}
