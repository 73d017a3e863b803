package import RedisTransport

/// Something that uses connections to one server: the shared connection, the lease pool, key tracking.
///
/// A consumer asks its ``Node`` for a connection with ``Node/connect(for:since:)`` and is told the result by exactly one
/// of `connected`, `connectFailed`, `connectRefused` and `outageBegan`. All calls happen on the event loop's thread.
package protocol ConnectionConsumer: ConnectionOwner {
    /// The version of the protocol that its connections speak; `nil` for the configured one.
    var protocolVersion: RedisConfiguration.ProtocolVersion? { get }

    /// No call, request or reply is outstanding.
    var isIdle: Bool { get }

    /// A connection that this consumer asked for is ready.
    func connected(_ connection: Connection, now: MonotonicTime)

    /// The connection could not be made. The consumer decides whether that is an outage of the server, or whether it
    /// has dealt with the failure.
    func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict

    /// No connection is attempted, because Redis is unavailable.
    func connectRefused(_ refusal: RedisError, now: MonotonicTime)

    /// Redis became unavailable. Connection attempts have ended; the consumer fails what waits and stops using the
    /// connections that it has.
    func outageBegan(_ refusal: RedisError, now: MonotonicTime)

    /// Redis is available again.
    func outageEnded(now: MonotonicTime)

    /// A shared connection is about to be used; nothing was sent on it yet, unless this consumer was added just now.
    func sharedConnectionBegan(_ connection: Connection, now: MonotonicTime)

    /// A shared connection was lost while it was in use.
    func sharedConnectionWasLost(now: MonotonicTime)

    /// Replies come from another run of the server than before, or from another server: see ``ServerRun``.
    func serverRunChanged(now: MonotonicTime)

    /// Offers the connection of a successful probe. Returns false when the consumer has no use for it.
    func adopt(probe connection: Connection, now: MonotonicTime) -> Bool

    /// The server is alive, as another connection shows, but `connection` has owed a reply for long: it is to be given up.
    ///
    /// - Parameter replacement: A connection that may take its place.
    /// - Returns: Whether the replacement is used.
    func superseded(_ connection: Connection, by replacement: Connection?, now: MonotonicTime) -> Bool

    /// Advances to a time. Returns when to call it again.
    func advance(to now: MonotonicTime) -> MonotonicTime

    /// Drops calls whose callers were cancelled.
    func removeCancelledCalls()

    /// Gives calls that were submitted before `generation` a cancellation handler. Returns whether calls without one are
    /// left.
    func upgradeCalls(before generation: UInt32) -> Bool

    /// Closes every connection; what is outstanding fails with the error.
    func close(_ error: RedisError)
}

extension ConnectionConsumer {
    package var protocolVersion: RedisConfiguration.ProtocolVersion? { nil }
    package var isIdle: Bool { true }
    package func connectRefused(_ refusal: RedisError, now: MonotonicTime) {}
    package func outageEnded(now: MonotonicTime) {}
    package func sharedConnectionBegan(_ connection: Connection, now: MonotonicTime) {}
    package func sharedConnectionWasLost(now: MonotonicTime) {}
    package func serverRunChanged(now: MonotonicTime) {}
    package func adopt(probe connection: Connection, now: MonotonicTime) -> Bool { false }
    package func superseded(_ connection: Connection, by replacement: Connection?, now: MonotonicTime) -> Bool { false }
    package func removeCancelledCalls() {}
    package func upgradeCalls(before generation: UInt32) -> Bool { false }
}

/// What a failed connection attempt says about the server.
package enum FailureVerdict: Sendable, Equatable {
    /// The server is unavailable.
    case outage(RedisFailureCause)
    /// The consumer has dealt with the failure.
    case absorbed
}
