import RedisTransport

/// The open connections to a server, as evidence of whether it is alive: what one of them receives says more about the
/// server than another one's silence.
struct ConnectionEvidence {
    private var connections: [Connection] = []

    /// No connection is open.
    var isEmpty: Bool {
        mutating get {
            connections.removeAll { !$0.isOpen }
            return connections.isEmpty
        }
    }

    mutating func add(_ connection: Connection) {
        connections.removeAll { !$0.isOpen }
        connections.append(connection)
    }

    /// A connection has brought a complete reply since a time.
    func hasReply(since time: MonotonicTime, except silent: Connection? = nil) -> Bool {
        connections.contains { $0 !== silent && $0.isOpen && $0.lastReply >= time }
    }

    /// Sends a PING on the connections that owe no reply; the others will show it anyway.
    func askForReplies(now: MonotonicTime) {
        for connection in connections { connection.askForReply(now: now) }
    }
}
