package import RedisTransport

/// The connections that callers have to themselves for a while.
///
/// ``LeasePoolStateMachine`` decides who gets which; this class carries out.
package final class LeasePool {
    private struct Lease {
        var connection: Connection
        /// The connection's state was changed, so it is not leased again.
        var isDirty = false
        /// Keys are watched: it is not leased again before that is ended.
        var isWatching = false
        /// The connection is to a server that is no longer the master.
        var isStale = false
    }

    private let context: ConnectionContext
    private unowned let node: Node
    private var machine: LeasePoolStateMachine<ObjectIdentifier, LeaseID>
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var requests: [LeaseID: LeaseRequest] = [:]
    private var leases: [LeaseID: Lease] = [:]
    /// No request's deadline is earlier.
    private var earliestDeadline = MonotonicTime.distantFuture

    init(node: Node) {
        self.node = node
        context = node.context
        machine = LeasePoolStateMachine(context.configuration.pool)
    }

    // MARK: Leases

    func acquire(_ request: LeaseRequest, now: MonotonicTime) {
        requests[request.id] = request
        earliestDeadline = min(earliestDeadline, request.deadline)
        perform(machine.acquire(request.id), for: request.id, since: request.submitted, now: now)
    }

    func cancel(_ request: LeaseRequest) {
        request.isCancelled = true
        guard requests.removeValue(forKey: request.id) != nil else { return }
        _ = machine.cancel(request.id)
        request.fail(CancellationError())
    }

    func release(_ id: LeaseID, now: MonotonicTime) {
        guard let lease = leases.removeValue(forKey: id) else { return }
        let connection = lease.connection
        let isReusable =
            connection.isOpen && connection.isIdle && !connection.isDraining && !lease.isDirty && !lease.isWatching
            && !lease.isStale
            && now < connection.expiresAt
        perform(
            machine.release(ObjectIdentifier(connection), isReusable: isReusable, now: now), for: nil, now: now)
    }

    /// Puts a call on the connection of its lease.
    func submit(_ call: Call, lease id: LeaseID, now: MonotonicTime) {
        guard let lease = leases[id] else {
            return call.finish(
                .failure(
                    RedisError(
                        .unsupported, outcome: .notSent,
                        message: "the connection was given back already; use it only inside withConnection",
                        endpoint: context.name)))
        }
        if call.request.traits.contains(.connectionState) { leases[id]?.isDirty = true }
        if call.request.traits.contains(.watch) { leases[id]?.isWatching = true }
        if call.request.traits.contains(.endsWatch) { leases[id]?.isWatching = false }
        // A PING would become part of a transaction that its holder may have begun.
        if leases[id]?.isDirty == true { lease.connection.stopHealthChecks() }
        guard lease.connection.callCount < context.configuration.pool.maximumPendingCommands,
            lease.connection.callCount == 0
                || lease.connection.callBytes + call.byteCount <= context.configuration.pool.maximumPendingBytes
        else {
            return call.finish(
                .failure(context.overloaded(lease.connection.callCount, lease.connection.callBytes)))
        }
        guard lease.connection.isOpen else {
            return call.finish(
                .failure(
                    RedisError(
                        .connectionLost, outcome: .notSent,
                        message: "the leased connection was lost before; lease another one", endpoint: context.name)
                ))
        }
        lease.connection.send(call, now: now)
        lease.connection.flush()
    }

    func removeCancelledCalls(lease id: LeaseID) {
        leases[id]?.connection.removeCancelledCalls()
    }

    // MARK: Connections

    private func close(_ id: ObjectIdentifier) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        connection.owner = nil
        // Calls of a holder who gave the connection back before their replies came.
        let error = RedisError(
            .connectionLost, outcome: .notSent, message: "the connection was given back before the reply came",
            endpoint: context.name)
        for call in connection.closeReturningCalls() {
            call.finish(.failure(error.with(outcome: call.wasSent ? .unknown : .notSent)))
        }
    }

    /// - Parameter since: When the time for a new connection began, if that was before `now`: with the call that needs
    ///   it, so that the dial, which knows the reason, is never out of time after the call.
    private func perform(
        _ action: LeasePoolStateMachine<ObjectIdentifier, LeaseID>.Action, for id: LeaseID?,
        since: MonotonicTime? = nil, now: MonotonicTime
    ) {
        switch action {
        case .none: break
        case .dial: node.connect(for: self, since: since ?? now)
        case .close(let connection): close(connection)
        case .closeAndDial(let connection):
            close(connection)
            node.connect(for: self, since: now)
        case .lease(let connection, let waiter): handOut(connection, to: waiter, now: now)
        case .refuse:
            guard let id else { return }
            requests.removeValue(forKey: id)?.fail(
                RedisError(
                    .overloaded, outcome: .notSent,
                    message: "more callers wait for a connection than pool.maximumLeaseWaiters allows. "
                        + "Hold connections for a shorter time or raise pool.maximumLeasedConnections",
                    endpoint: context.name))
        }
    }

    /// Gives a connection to the caller, after a health check when it was idle for long.
    private func handOut(_ id: ObjectIdentifier, to waiter: LeaseID, now: MonotonicTime) {
        guard let connection = connections[id], let request = requests[waiter] else { return }
        connection.verify(deadline: request.deadline, now: now) { [unowned self] isAlive in
            let now = self.context.time.now()
            guard isAlive else {
                let action = self.machine.connectionClosed(id)
                self.close(id)
                self.perform(action, for: nil, now: now)
                // The next one may be alive.
                guard self.requests[waiter] != nil else { return }
                return self.perform(self.machine.acquireAgain(waiter), for: waiter, now: now)
            }
            guard let request = self.requests.removeValue(forKey: waiter) else {
                // The caller went away meanwhile.
                return self.perform(self.machine.release(id, isReusable: true, now: now), for: nil, now: now)
            }
            self.leases[waiter] = Lease(connection: connection)
            request.succeed()
        }
    }
}

extension LeasePool: ConnectionConsumer {
    /// No one has or waits for a connection.
    package var isIdle: Bool { leases.isEmpty && requests.isEmpty }

    package func connected(_ connection: Connection, now: MonotonicTime) {
        connection.owner = self
        connections[ObjectIdentifier(connection)] = connection
        perform(machine.dialSucceeded(ObjectIdentifier(connection), now: now), for: nil, now: now)
    }

    package func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict {
        if let cause = failure.cause { return .outage(cause) }
        connectRefused(failure.error, now: now)
        return .absorbed
    }

    package func connectRefused(_ refusal: RedisError, now: MonotonicTime) {
        let waiters = machine.dialFailed(warmUpAgainAt: now + context.configuration.resilience.backoff)
        for id in waiters { requests.removeValue(forKey: id)?.fail(refusal) }
    }

    /// Fails those who wait and closes what no one holds. Connections on lease stay until they are given back.
    package func outageBegan(_ refusal: RedisError, now: MonotonicTime) {
        _ = machine.closeAll()
        for request in requests.values { request.fail(refusal) }
        requests = [:]
        let leased = Set(leases.values.map { ObjectIdentifier($0.connection) })
        for (id, connection) in connections {
            if leased.contains(id) {
                // Those held back for a health check.
                for call in connection.drain() { call.finish(.failure(refusal.with(outcome: .notSent))) }
            } else {
                _ = machine.connectionClosed(id)
                close(id)
            }
        }
    }

    /// Connections are kept warm again.
    package func outageEnded(now: MonotonicTime) {
        machine.resumeWarmUp()
    }

    package func removeCancelledCalls() {}

    package func upgradeCalls(before generation: UInt32) -> Bool {
        var areLeft = false
        for connection in connections.values where connection.upgradeCalls(before: generation) { areLeft = true }
        return areLeft
    }

    /// Advances to a time. Returns when to call it again.
    package func advance(to now: MonotonicTime) -> MonotonicTime {
        expireRequests(now: now)
        var next = earliestDeadline
        for connection in connections.values { next = min(next, connection.advance(to: now)) }
        for id in machine.idleConnections {
            guard let connection = connections[id] else { continue }
            if now >= connection.expiresAt {
                _ = machine.connectionClosed(id)
                close(id)
            } else {
                next = min(next, connection.expiresAt)
            }
        }
        let (old, missing) = machine.advance(to: now)
        for id in old { close(id) }
        for _ in 0..<missing { node.connect(for: self, since: now) }
        return min(next, machine.nextCheck)
    }

    package func close(_ error: RedisError) {
        outageBegan(error, now: context.time.now())
        for connection in connections.values {
            connection.owner = nil
            for call in connection.closeReturningCalls() {
                call.finish(.failure(error.with(outcome: call.wasSent ? .unknown : .notSent)))
            }
        }
        connections = [:]
    }
}

extension LeasePool {
    private func expireRequests(now: MonotonicTime) {
        guard now >= earliestDeadline else { return }
        earliestDeadline = .distantFuture
        var expired: Set<LeaseID> = []
        for request in requests.values {
            guard request.deadline <= now else {
                earliestDeadline = min(earliestDeadline, request.deadline)
                continue
            }
            requests[request.id] = nil
            expired.insert(request.id)
            context.metrics.callTimedOut()
            request.fail(
                RedisError(
                    .timeout, outcome: .notSent,
                    message: "no connection was free within \((request.deadline - request.submitted).inSeconds). "
                        + "Hold connections for a shorter time or raise pool.maximumLeasedConnections",
                    endpoint: context.name))
        }
        machine.cancel(expired)
    }
}

extension LeasePool: ConnectionOwner {
    package func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        let id = ObjectIdentifier(lost)
        connections[id] = nil
        if !lost.isDraining { context.metrics.connectionWasLost() }
        let action = machine.connectionClosed(id)
        for call in calls {
            call.finish(.failure(failure.error(of: call).with(outcome: call.wasSent ? .unknown : .notSent)))
        }
        perform(action, for: nil, now: context.time.now())
        let trigger = context.configuration.resilience.backoffTrigger
        if trigger == .anyConnectionError, !lost.isDraining, failure.error.outcome != .notSent {
            node.report(.connectionLost, generation: lost.generation, error: failure.error)
        }
    }

    package func connectionIsSuspect(_ connection: Connection) { node.check(beside: connection, of: self) }

    package func connectionIsStuck(_ connection: Connection, isSilent: Bool) {
        if isSilent { node.reportSilence(of: connection) }
    }

    package func connection(_ connection: Connection, received error: RESPErrorReply) {
        if let cause = RedisFailureCause(reply: error) {
            node.report(cause, generation: connection.generation)
        } else if error.name == "READONLY" {
            // Its holder may go on reading; the next one gets a connection to where the name leads by then.
            for (id, lease) in leases where lease.connection === connection { leases[id]?.isStale = true }
        }
    }
}

/// A caller that wants a connection to itself.
///
/// Unchecked for the same reason as ``Call``: the calling task fills it in and posts it; from then on only the event
/// loop's thread touches it.
final class LeaseRequest: @unchecked Sendable {
    let id: LeaseID
    let submitted: MonotonicTime
    let deadline: MonotonicTime
    var task: WaitingTask<Void>?
    var isCancelled = false

    init(id: LeaseID, submitted: MonotonicTime, deadline: MonotonicTime) {
        self.id = id
        self.submitted = submitted
        self.deadline = deadline
    }

    func succeed() {
        task.take()?.resume()
    }

    func fail(_ error: any Error) {
        task.take()?.resume(throwing: error)
    }
}
