/// Receives the events of a connection, on the event loop's thread.
package protocol ConnectionOwner: AnyObject {
    /// The connection is gone. The owner sends the calls that it still held, in order, again or fails them.
    func connection(_ connection: Connection, failed failure: ConnectionFailure, leaving calls: [Call])
    /// The connection has owed a reply for half of the command timeout. A fresh connection beside it will show whether that
    /// is the server's silence or only the connection's.
    func connectionIsSuspect(_ connection: Connection)
    /// A call at the head of the connection ran out of time. `isSilent`: nothing at all has come since it was sent.
    func connectionIsStuck(_ connection: Connection, isSilent: Bool)
    /// The server answered with an error that concerns more than one call: to a PING or to no command, if it stands for an
    /// outage.
    func connection(_ connection: Connection, received error: RESPErrorReply)
    /// The connection can take more calls.
    func connectionHasRoom(_ connection: Connection)
}

extension ConnectionOwner {
    package func connectionIsSuspect(_ connection: Connection) {}
    package func connectionIsStuck(_ connection: Connection, isSilent: Bool) {}
    package func connectionHasRoom(_ connection: Connection) {}
}

/// Why a connection could not be made, or was lost.
package struct ConnectionFailure: Error {
    /// The outage that it stands for; `nil` when it is none (a wrong password, a reset).
    package var cause: FailureCause?
    /// What callers are told.
    package var error: RedisError

    package init(cause: FailureCause? = nil, error: RedisError) {
        self.cause = cause
        self.error = error
    }
}
