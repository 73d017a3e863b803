package import RedisTransport

/// What every connection to one server needs to know.
package struct ConnectionContext {
    package let configuration: RedisConfiguration
    package let loop: EventLoop
    package let time: TimeSource
    let tls: TLSContext?
    /// Where the server is.
    let address: RedisConfiguration.Endpoint
    /// The name that the server's certificate must hold; `nil` for the address's host.
    let certificateName: String?
    /// The server's name in messages.
    package let name: String
    let metrics: ClientMetrics

    /// Returns the error of a call whose time is over, and counts it.
    func recordTimeout(of call: Call, outcome: RedisError.Outcome) -> RedisError {
        metrics.callTimedOut()
        let limit = call.deadline - call.submitted
        let advice =
            call.hasPolicyDeadline
            ? "It is not retried; raise resilience.commandTimeout only if the command is known to be slow"
            : "That was the caller's own limit"
        let what = outcome == .notSent ? "could not be sent" : "got no reply"
        return RedisError(
            .timeout, outcome: outcome,
            message: "\(call.request.wire.name) \(what) within \(limit.inSeconds). \(advice)", endpoint: name)
    }

    /// Returns the error of a call that exceeds the bounds on waiting calls.
    func overloaded(_ count: Int, _ bytes: Int) -> RedisError {
        RedisError(
            .overloaded, outcome: .notSent,
            message: "\(count) commands (\(bytes) bytes) wait already, more than pool.maximumPendingCommands or "
                + "pool.maximumPendingBytes allows. Send less at a time or raise the bound",
            endpoint: name)
    }
}

extension RedisConfiguration.Pool {
    /// Returns when a connection is replaced for its age. The times are spread out, so that not all connections are
    /// replaced at once.
    package func expiry(openedAt: MonotonicTime, randomUnit: Double) -> MonotonicTime {
        guard let maximumLifetime else { return .distantFuture }
        return openedAt + maximumLifetime * (1 - lifetimeJitter * randomUnit)
    }
}

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

extension ConnectionFailure {
    /// What the caller of a call is told that was on the connection.
    func error(of call: Call) -> RedisError { call.hasUnusableReply ? error : errorOfOthers ?? error }
}
