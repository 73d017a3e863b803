/// What makes an injected fault happen. All counting begins when the fault is injected.
public struct FaultTrigger: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        case now
        case connect(Int)
        case command(String, nth: Int)
        case bytes(Int, StreamDirection)
        case replies(Int)
        case idle(Duration)
    }

    package let kind: Kind

    /// At once. See ``Fault`` for how long each kind of fault then lasts.
    public static let now = FaultTrigger(kind: .now)

    /// When the n-th connection from now comes in; the next one is the first. ``Fault/refuse`` and
    /// ``Fault/fullBacklog`` are in force before it comes, so that it is the first that they meet.
    public static func onConnect(_ n: Int = 1) -> FaultTrigger { FaultTrigger(kind: .connect(max(1, n))) }

    /// When a client sends the n-th command of that name, in capitals or not, counted over all connections.
    ///
    /// Faults on replies hit that command's reply. Others happen before the command is passed to the server; with the
    /// direction `toClient`, when its reply comes, before any of it is passed to the client.
    public static func onCommand(_ name: String, nth: Int = 1) -> FaultTrigger {
        FaultTrigger(kind: .command(name.uppercased(), nth: max(1, nth)))
    }

    /// When exactly `count` bytes have passed in that direction on a connection.
    public static func afterBytes(_ count: Int, _ direction: StreamDirection) -> FaultTrigger {
        FaultTrigger(kind: .bytes(max(0, count), direction))
    }

    /// When `count` whole replies have passed on a connection. Faults on replies then hit the next one.
    public static func afterReplies(_ count: Int) -> FaultTrigger { FaultTrigger(kind: .replies(max(0, count))) }

    /// When no byte has passed on a connection for that long, in either direction.
    public static func afterIdle(_ duration: Duration) -> FaultTrigger {
        FaultTrigger(kind: .idle(duration.atLeastZero))
    }

    /// The trigger as Swift code.
    public var description: String {
        switch kind {
        case .now: ".now"
        case .connect(let n): ".onConnect(\(n))"
        case .command(let name, let nth): ".onCommand(\(name.debugDescription), nth: \(nth))"
        case .bytes(let count, let direction): ".afterBytes(\(count), \(direction))"
        case .replies(let count): ".afterReplies(\(count))"
        case .idle(let duration): ".afterIdle(\(duration.code))"
        }
    }
}

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
