/// What a fault applies to, and for how long.
package enum FaultScope: Sendable, Hashable {
    /// On the listening socket, for as long as it is in force.
    case listener
    /// On every connection that comes in.
    case accept
    /// Once on a connection.
    case connectionEvent
    /// On a connection, for as long as it is in force.
    case connectionState
    /// On one reply.
    case reply
}

extension FaultKind {
    package var scope: FaultScope {
        switch self {
        case .refuse, .fullBacklog: .listener
        case .slowAccept, .acceptThenClose: .accept
        case .errorReply(.maxClients): .accept
        case .end, .halfOpen, .silentDrop: .connectionEvent
        case .blackHole, .latency, .bandwidth, .slicing, .slowDrip, .slowClose: .connectionState
        case .replaceReply, .delayReply, .swallowReply, .duplicateReply, .truncateReply, .reorderReply, .prependReply,
            .errorReply, .garbage, .giantHeader, .deepNesting:
            .reply
        }
    }

    /// Whether a connection that it affects never reaches the server.
    var needsNoTarget: Bool {
        switch self {
        case .acceptThenClose, .errorReply(.maxClients), .end, .halfOpen, .silentDrop, .blackHole: true
        default: false
        }
    }

    /// Whether the probability is drawn for every packet instead of once for a connection.
    var isDrawnPerPacket: Bool {
        if case .latency = self { true } else { false }
    }
}
