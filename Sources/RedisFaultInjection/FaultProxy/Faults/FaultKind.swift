/// What a fault does, and with what figures.
package enum FaultKind: Sendable, Hashable {
    // On the listening socket.
    case refuse
    case fullBacklog
    // On a connection that comes in.
    case slowAccept(Duration)
    case acceptThenClose
    // On a connection as a whole.
    case end(Fault.Ending)
    case halfOpen
    case silentDrop
    // On a stream of bytes.
    case blackHole
    case latency(Duration, jitter: Duration)
    case bandwidth(bytesPerSecond: Int)
    case slicing(bytes: Int)
    case slowDrip(bytes: Int, every: Duration)
    case slowClose(Duration)
    // On a reply.
    case replaceReply([UInt8])
    case delayReply(Duration)
    case swallowReply
    case duplicateReply
    case truncateReply(bytes: Int)
    case reorderReply
    case prependReply([UInt8])
    case errorReply(ServerErrorReply)
    case garbage(bytes: Int)
    case giantHeader
    case deepNesting(levels: Int)
}

extension FaultKind {
    /// The fault as Swift code that makes it again.
    var code: String {
        switch self {
        case .refuse: ".refuse"
        case .fullBacklog: ".fullBacklog"
        case .slowAccept(let delay): ".slowAccept(\(delay.code))"
        case .acceptThenClose: ".acceptThenClose"
        case .end(let ending): "\(ending)"
        case .halfOpen: ".halfOpen"
        case .silentDrop: ".silentDrop"
        case .blackHole: ".blackHole"
        case .latency(let delay, .zero): ".latency(\(delay.code))"
        case .latency(let delay, let jitter): ".latency(\(delay.code), jitter: \(jitter.code))"
        case .bandwidth(let rate): ".bandwidth(bytesPerSecond: \(rate))"
        case .slicing(let bytes): ".slicing(bytes: \(bytes))"
        case .slowDrip(let bytes, let interval): ".slowDrip(bytes: \(bytes), every: \(interval.code))"
        case .slowClose(let delay): ".slowClose(\(delay.code))"
        case .replaceReply(let bytes): ".replaceReply(with: \(Self.literal(bytes)))"
        case .delayReply(let delay): ".delayReply(\(delay.code))"
        case .swallowReply: ".swallowReply"
        case .duplicateReply: ".duplicateReply"
        case .truncateReply(let bytes): ".truncateReply(bytes: \(bytes))"
        case .reorderReply: ".reorderReply"
        case .prependReply(let bytes): ".prependReply(\(Self.literal(bytes)))"
        case .errorReply(let reply): ".errorReply(\(reply))"
        case .garbage(let bytes): ".garbage(bytes: \(bytes))"
        case .giantHeader: ".giantHeader"
        case .deepNesting(let levels): ".deepNesting(levels: \(levels))"
        }
    }

    /// Text where the bytes are text, else an array.
    private static func literal(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self)?.debugDescription ?? "\(bytes)"
    }
}

extension Duration {
    /// The duration as Swift code, in the largest unit that says it exactly; nothing below a nanosecond is kept.
    var code: String {
        let (seconds, attoseconds) = components
        let nanoseconds = attoseconds / 1_000_000_000
        if nanoseconds == 0 { return ".seconds(\(seconds))" }
        let units: [(name: String, perSecond: Int64)] = [
            ("milliseconds", 1000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000),
        ]
        for unit in units {
            let perUnit = 1_000_000_000 / unit.perSecond
            if nanoseconds % perUnit == 0 {
                return ".\(unit.name)(\(seconds * unit.perSecond + nanoseconds / perUnit))"
            }
        }
        return ".nanoseconds(0)"
    }
}

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
