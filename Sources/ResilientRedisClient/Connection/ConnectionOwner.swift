/// Receives the events of a connection, on the event loop's thread.
package protocol ConnectionOwner: AnyObject {
    /// The connection is gone. The owner sends the calls that it still held, in order, again or fails them.
    func connection(_ connection: Connection, failed failure: ConnectionFailure, leaving calls: [Call])
    /// A call at the head of the connection ran out of time. `isSilent`: nothing at all has come since it was sent.
    func connectionIsStuck(_ connection: Connection, isSilent: Bool)
    /// The server answered with an error that concerns more than one call.
    func connection(_ connection: Connection, received error: RESPErrorReply)
    /// The connection can take more calls.
    func connectionHasRoom(_ connection: Connection)
}

extension ConnectionOwner {
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
