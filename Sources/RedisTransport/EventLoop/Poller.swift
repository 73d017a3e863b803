/// What a socket is watched for.
package struct Interest: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package static let read = Interest(rawValue: 1)
    package static let write = Interest(rawValue: 2)
    /// The peer has ended its side of the connection. Reported even while bytes that came before are unread. Only on
    /// Linux: elsewhere the end of a connection that nothing is read from is noticed when it is reset.
    package static let peerClosed = Interest(rawValue: 4)

    package init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// A socket that became ready, by the token it was watched under.
struct ReadyEvent {
    var token: UInt64
    var ready: Interest
}

/// Waits for sockets to become ready: epoll where there is epoll, poll(2) everywhere.
protocol Poller: AnyObject {
    /// Watches the waker's descriptor. True when every wake-up is told just once by itself; otherwise they have to be
    /// taken back.
    func watchWaker(_ descriptor: Int32, token: UInt64) -> Bool
    /// Watches a descriptor for something else than before; an empty interest stops watching it.
    func watch(_ descriptor: Int32, for interest: Interest, token: UInt64)
    /// Waits until something is ready or the time is over, and appends what is ready. Negative: without limit.
    func wait(milliseconds: Int32, into events: inout [ReadyEvent])
}

/// Which mechanism waits for the sockets.
package enum PollerBackend: String, Sendable, CaseIterable {
    /// The best that the system has.
    case automatic
    /// poll(2), available on every system.
    case poll

    func makePoller() throws -> any Poller {
        switch self {
        case .poll: return PollPoller()
        case .automatic:
            #if os(Linux) || os(Android)
                return try EpollPoller()
            #else
                return PollPoller()
            #endif
        }
    }
}

/// A system call that failed while something was set up, for example because no file descriptor was left.
package struct SystemCallError: Error, CustomStringConvertible {
    package var call: String
    /// The error number.
    package var code: Int32

    package var description: String { "\(call) failed: \(systemMessage(code))" }
}
