/// How a fault is put into effect.
package enum FaultSort: Sendable, Hashable {
    /// On the listening socket, for as long as it is in force.
    case door
    /// On every connection that comes in.
    case arrival
    /// Once on a connection.
    case event
    /// On a connection, for as long as it is in force.
    case state
    /// On one reply.
    case reply
}

extension FaultKind {
    package var sort: FaultSort {
        switch self {
        case .refuse, .fullBacklog: .door
        case .slowAccept, .acceptThenClose: .arrival
        case .errorReply(.maxClients): .arrival
        case .end, .halfOpen, .silentDrop: .event
        case .blackHole, .latency, .bandwidth, .slicing, .slowDrip, .slowClose: .state
        case .replaceReply, .delayReply, .swallowReply, .duplicateReply, .truncateReply, .reorderReply, .prependReply,
            .errorReply, .garbage, .giantHeader, .deepNesting:
            .reply
        }
    }

    /// Whether a connection that it hits never gets as far as the server.
    var needsNoTarget: Bool {
        switch self {
        case .acceptThenClose, .errorReply(.maxClients), .end, .halfOpen, .silentDrop, .blackHole: true
        default: false
        }
    }

    /// Whether chance is asked for every packet instead of once for a connection.
    var isDrawnPerPacket: Bool {
        if case .latency = self { true } else { false }
    }
}
