package import RedisTransport
import DequeModule

/// Decides which caller gets which exclusive connection, and when connections are opened and closed.
///
/// Callers are served in the order in which they came. Idle connections are reused last in, first out, so that those
/// not needed any more grow old and go.
package struct LeasePoolStateMachine<ConnectionID: Hashable, WaiterID: Hashable> {
    package enum Action: Equatable {
        case none
        /// Give the connection to the caller.
        case lease(ConnectionID, to: WaiterID)
        /// Open a connection; the caller waits.
        case dial
        /// The caller's request is one too many.
        case refuse
        /// Close the connection.
        case close(ConnectionID)
        /// Close the connection and open another one in its place.
        case closeAndDial(ConnectionID)
    }

    private struct Idle {
        var id: ConnectionID
        var since: MonotonicTime
    }

    package let maximumConnections: Int
    package let minimumIdle: Int
    package let maximumWaiters: Int
    package let idleTimeout: Duration?

    private var idle: [Idle] = []
    private var leased: Set<ConnectionID> = []
    private var dialing = 0
    private var waiters = Deque<WaiterID>()
    /// No connection is opened in advance before.
    private var warmUpAgainAt = MonotonicTime(nanoseconds: 0)

    package init(_ pool: RedisConfiguration.Pool) {
        maximumConnections = pool.maximumLeasedConnections
        minimumIdle = min(pool.minimumIdleLeasedConnections, pool.maximumLeasedConnections)
        maximumWaiters = pool.maximumLeaseWaiters
        idleTimeout = pool.idleTimeout
    }

    package var leasedCount: Int { leased.count }
    package var idleConnections: [ConnectionID] { idle.map(\.id) }
    package var waiterCount: Int { waiters.count }
    private var connectionCount: Int { idle.count + leased.count + dialing }

    /// A caller wants a connection.
    package mutating func acquire(_ waiter: WaiterID) -> Action {
        if let lease = leaseIdle(to: waiter) { return lease }
        // Those for whom a connection is opened do not wait for others to give one back.
        let room = maximumConnections - leased.count
        guard waiters.count < maximumWaiters + room else { return .refuse }
        waiters.append(waiter)
        return dialIfNeeded()
    }

    /// The connection that a caller was given turned out to be dead: the caller is the first to get another.
    package mutating func acquireAgain(_ waiter: WaiterID) -> Action {
        if let lease = leaseIdle(to: waiter) { return lease }
        waiters.prepend(waiter)
        return dialIfNeeded()
    }

    private mutating func leaseIdle(to waiter: WaiterID) -> Action? {
        guard let connection = idle.popLast() else { return nil }
        leased.insert(connection.id)
        return .lease(connection.id, to: waiter)
    }

    /// A caller no longer waits. False when it was not waiting.
    package mutating func cancel(_ waiter: WaiterID) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Many callers no longer wait.
    package mutating func cancel(_ gone: Set<WaiterID>) {
        if !gone.isEmpty { waiters.removeAll { gone.contains($0) } }
    }

    /// A caller gave its connection back.
    package mutating func release(_ connection: ConnectionID, isReusable: Bool, now: MonotonicTime) -> Action {
        guard leased.remove(connection) != nil else { return .none }
        guard isReusable else {
            return dialIfNeeded() == .dial ? .closeAndDial(connection) : .close(connection)
        }
        return use(connection, now: now)
    }

    /// A connection was opened.
    package mutating func dialSucceeded(_ connection: ConnectionID, now: MonotonicTime) -> Action {
        dialEnded()
        return use(connection, now: now)
    }

    /// No connection could be opened: no waiter can be served. Returns the waiters.
    ///
    /// - Parameter warmUpAgainAt: When to open connections in advance again: a server that refuses them must not be
    ///   asked without end.
    package mutating func dialFailed(warmUpAgainAt: MonotonicTime = MonotonicTime(nanoseconds: 0)) -> [WaiterID] {
        dialEnded()
        self.warmUpAgainAt = warmUpAgainAt
        defer { waiters = [] }
        return Array(waiters)
    }

    /// A connection closed by itself. A caller that has it leased finds out with its next command.
    package mutating func connectionClosed(_ connection: ConnectionID) -> Action {
        idle.removeAll { $0.id == connection }
        return leased.remove(connection) == nil ? .none : dialIfNeeded()
    }

    /// Everything is being closed. Returns the callers that waited and the idle connections.
    package mutating func closeAll() -> (waiters: [WaiterID], idle: [ConnectionID]) {
        defer {
            idle = []
            waiters = []
            dialing = 0
        }
        return (Array(waiters), idle.map(\.id))
    }

    /// Returns the idle connections to close for their age, and how many to open so that enough are warm.
    package mutating func advance(to now: MonotonicTime) -> (close: [ConnectionID], dial: Int) {
        var old: [ConnectionID] = []
        if let idleTimeout {
            while idle.count > minimumIdle, let first = idle.first, now >= first.since + idleTimeout {
                old.append(idle.removeFirst().id)
            }
        }
        let missing = now < warmUpAgainAt ? 0 : missingConnections
        dialing += missing
        return (old, missing)
    }

    /// Connections are opened in advance again.
    package mutating func resumeWarmUp() {
        warmUpAgainAt = MonotonicTime(nanoseconds: 0)
    }

    private var missingConnections: Int {
        max(0, min(minimumIdle - idle.count - dialing, maximumConnections - connectionCount))
    }

    /// When to call ``advance(to:)`` next.
    package var nextCheck: MonotonicTime {
        if missingConnections > 0 { return warmUpAgainAt }
        guard let idleTimeout, idle.count > minimumIdle, let first = idle.first else { return .distantFuture }
        return first.since + idleTimeout
    }

    private mutating func use(_ connection: ConnectionID, now: MonotonicTime) -> Action {
        if let waiter = waiters.popFirst() {
            leased.insert(connection)
            return .lease(connection, to: waiter)
        }
        idle.append(Idle(id: connection, since: now))
        return .none
    }

    /// A dial that was begun before everything was closed is not counted any more.
    private mutating func dialEnded() {
        dialing = max(0, dialing - 1)
    }

    private mutating func dialIfNeeded() -> Action {
        guard dialing < waiters.count, connectionCount < maximumConnections else { return .none }
        dialing += 1
        return .dial
    }
}
