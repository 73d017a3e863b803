/// Hears from a connection, on the event loop's thread.
protocol ConnectionOwner: AnyObject {
    /// The connection is gone. The calls it still held, in order, are the owner's to send again or to fail.
    func connection(_ connection: Connection, failed failure: ConnectionFailure, leaving calls: [Call])
    /// A call's time ran out though it was first in line. `isSilent`: nothing at all has come since it was sent.
    func connectionIsStuck(_ connection: Connection, isSilent: Bool)
    /// The server answered with an error that concerns more than one call.
    func connection(_ connection: Connection, received error: RESPErrorReply)
    /// More calls may be given to it.
    func connectionHasRoom(_ connection: Connection)
}
