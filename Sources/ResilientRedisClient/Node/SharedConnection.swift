import DequeModule
package import RedisTransport

/// A connection that all tasks share, and the calls that wait for it.
///
/// The calls outlive the connection: when it is lost, those that may be sent again wait here for the next one.
/// ``SharedConnectionStateMachine`` decides; this class carries out.
package final class SharedConnection {
    private let context: ConnectionContext
    private unowned let node: Node
    private var machine: SharedConnectionStateMachine
    @exclusivity(unchecked) private(set) var connection: Connection?
    /// Connections that get no more calls but still owe replies.
    private var draining: [Connection] = []
    @exclusivity(unchecked) private var waiting = Deque<Call>()
    @exclusivity(unchecked) private var waitingBytes = 0
    /// After a failed attempt to connect, calls go to the other shared connections until then.
    private var retryAt = MonotonicTime(nanoseconds: 0)
    private static let retryPause = Duration.seconds(1)
    /// When a connection was last given up because its server is no longer the master.
    private var lastRenewal: MonotonicTime?
    private static let renewalPause = Duration.seconds(1)
    /// No waiting call's deadline is earlier.
    @exclusivity(unchecked) private var earliestDeadline = MonotonicTime.distantFuture

    init(node: Node) {
        self.node = node
        context = node.context
        machine = SharedConnectionStateMachine(
            replacementRetry: context.configuration.resilience.healthCheckInterval)
    }

    // MARK: Calls

    /// Calls given to it are sent soon: it is connected, or has not failed to connect lately.
    func isUsable(now: MonotonicTime) -> Bool { connection != nil || now >= retryAt }

    /// Sends a call with the next ``flush(now:)``, or makes it wait for a connection.
    func submit(_ call: Call, now: MonotonicTime) {
        let pool = context.configuration.pool
        let count = waiting.count + (connection?.callCount ?? 0)
        let bytes = waitingBytes + (connection?.callBytes ?? 0)
        guard count < pool.maximumPendingCommands, bytes + call.byteCount <= pool.maximumPendingBytes || count == 0
        else {
            return call.finish(.failure(context.overloaded(count, bytes)))
        }
        if waiting.isEmpty, let connection, connection.hasRoom {
            connection.send(call, now: now)
        } else {
            waiting.append(call)
            account(for: call)
            if connection == nil { perform(machine.callWaits(), since: call.submitted, now: now) }
        }
    }

    /// Puts a call that has waited before in front of the others.
    private func waitAgain(_ call: Call) {
        waiting.prepend(call)
        account(for: call)
    }

    private func account(for call: Call) {
        waitingBytes += call.byteCount
        earliestDeadline = min(earliestDeadline, call.deadline)
    }

    /// Moves waiting calls to the connection as far as it has room, and sends.
    func flush(now: MonotonicTime) {
        guard let connection else { return }
        repeat {
            while connection.hasRoom, let call = waiting.popFirst() {
                waitingBytes -= call.byteCount
                if call.isWaitedFor { connection.send(call, now: now) }
            }
            connection.flush()
            // What the system took at once makes room, and no event follows.
        } while !waiting.isEmpty && self.connection === connection && connection.hasRoom
    }

    private func failWaiting(_ error: RedisError) {
        let failed = waiting
        waiting = []
        waitingBytes = 0
        for call in failed { call.finish(.failure(call.wasSent ? error.with(outcome: .unknown) : error)) }
    }

    private func removeFinishedCalls() {
        waiting.removeAll { call in
            if !call.isWaitedFor { waitingBytes -= call.byteCount }
            return !call.isWaitedFor
        }
    }

    private func expireWaiting(now: MonotonicTime) -> MonotonicTime {
        guard now >= earliestDeadline else { return earliestDeadline }
        earliestDeadline = .distantFuture
        for call in waiting {
            if call.deadline <= now {
                call.finish(.failure(context.recordTimeout(of: call, outcome: call.wasSent ? .unknown : .notSent)))
            } else {
                earliestDeadline = min(earliestDeadline, call.deadline)
            }
        }
        removeFinishedCalls()
        return earliestDeadline
    }

    // MARK: Connections

    /// - Parameter since: When the connect timeout begins: with the call that needs the connection, so that the dial,
    ///   which knows the reason, is never out of time after the call.
    private func perform(_ action: SharedConnectionStateMachine.Action, since: MonotonicTime, now: MonotonicTime) {
        switch action {
        case .none, .failWaiting, .outage: break
        case .connect: node.connect(for: self, since: since)
        case .drain: drain(now: now)
        case .drainAndConnect:
            drain(now: now)
            node.connect(for: self, since: since)
        }
    }

    /// Stops using the connection. Its calls still get their replies, or reach their deadlines.
    private func drain(now: MonotonicTime) {
        guard let old = connection else { return }
        connection = nil
        draining.append(old)
        for call in old.drain().reversed() { waitAgain(call) }
    }

    /// Starts to use a connection; the one it replaces is drained. What waits is sent later in this turn of the loop.
    private func use(_ new: Connection, now: MonotonicTime) {
        drain(now: now)
        new.owner = self
        connection = new
        machine.connected(replaceAt: new.expiresAt)
        node.sharedConnectionBegan(new, now: now)
    }
}

extension SharedConnection: ConnectionConsumer {
    package var isIdle: Bool {
        waiting.isEmpty && (connection?.isIdle ?? true) && draining.isEmpty
    }

    package func connected(_ connection: Connection, now: MonotonicTime) { use(connection, now: now) }

    package func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict {
        switch machine.connectFailed(failure.cause, now: now) {
        case .outage(let cause): return .outage(cause)
        case .failWaiting: failWaiting(failure.error)
        case .none, .connect, .drain, .drainAndConnect: break
        }
        return .absorbed
    }

    package func connectRefused(_ refusal: RedisError, now: MonotonicTime) {
        guard case .failWaiting = machine.connectFailed(nil, now: now) else { return }
        retryAt = now + Self.retryPause
        guard node.hasAlternative(to: self) else { return failWaiting(refusal) }
        let calls = waiting
        waiting = []
        waitingBytes = 0
        for call in calls where call.isWaitedFor { node.submit(call, now: now) }
    }

    package func outageBegan(_ refusal: RedisError, now: MonotonicTime) {
        perform(machine.outageBegan(), since: now, now: now)
        failWaiting(refusal)
    }

    package func adopt(probe connection: Connection, now: MonotonicTime) -> Bool {
        use(connection, now: now)
        return true
    }

    package func superseded(_ old: Connection, by replacement: Connection?, now: MonotonicTime) -> Bool {
        guard connection === old else { return false }
        context.metrics.connectionWasLost()
        guard let replacement else {
            drain(now: now)
            perform(machine.connectionIsUseless(hasWaiting: !waiting.isEmpty), since: now, now: now)
            return false
        }
        use(replacement, now: now)
        return true
    }

    /// Advances to a time. Returns when to call it again.
    package func advance(to now: MonotonicTime) -> MonotonicTime {
        var next = MonotonicTime.distantFuture
        if let connection {
            perform(machine.advance(to: now), since: now, now: now)
            next = min(machine.nextCheck, connection.advance(to: now))
        }
        for connection in draining { next = min(next, connection.advance(to: now)) }
        next = min(next, expireWaiting(now: now))
        // Calls may have come back from a connection that was lost just now, when there is one for them.
        return !waiting.isEmpty && connection?.hasRoom == true ? now : next
    }

    package func removeCancelledCalls() {
        removeFinishedCalls()
        connection?.removeCancelledCalls()
        for connection in draining { connection.removeCancelledCalls() }
    }

    package func upgradeCalls(before generation: UInt32) -> Bool {
        var areLeft = waiting.upgrade(before: generation)
        for connection in draining where connection.upgradeCalls(before: generation) { areLeft = true }
        if connection?.upgradeCalls(before: generation) == true { areLeft = true }
        return areLeft
    }

    package func close(_ error: RedisError) {
        for connection in draining + [connection].compactMap({ $0 }) {
            connection.owner = nil
            for call in connection.closeReturningCalls() {
                call.finish(.failure(error.with(outcome: call.wasSent ? .unknown : .notSent)))
            }
        }
        connection = nil
        draining = []
        machine.closed()
        failWaiting(error.with(outcome: .notSent))
    }
}

extension SharedConnection: ConnectionOwner {
    package func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        draining.removeAll { $0 === lost }
        let wasInUse = connection === lost
        if wasInUse { connection = nil }
        if !lost.isDraining, !failure.isOrdinary(for: lost, calls) { context.metrics.connectionWasLost() }
        node.lost(lost, failure, hadCalls: !calls.isEmpty)
        let again = calls.filter { call in
            let action = retryAction(for: call)
            switch action {
            case .sendAgain where call.hasUnusableReply:
                // It would be unusable again.
                call.finish(.failure(failure.error))
                return false
            case .sendAgain:
                if !call.isHeld { call.prepareRetry() }
                return true
            case .fail(let outcome):
                call.finish(.failure(failure.error(of: call).with(outcome: outcome)))
                return false
            }
        }
        if context.configuration.resilience.backoffTrigger == .anyConnectionError, !lost.isDraining,
            failure.error.outcome != .notSent
        {
            node.report(.connectionLost, generation: lost.generation, error: failure.error)
        }
        for call in again.reversed() { waitAgain(call) }
        let now = context.time.now()
        let since = max(waiting.first?.submitted ?? now, now)
        if wasInUse { perform(machine.connectionLost(hasWaiting: !waiting.isEmpty), since: since, now: now) }
        if connection == nil, !waiting.isEmpty { perform(machine.callWaits(), since: since, now: now) }
        if wasInUse { node.sharedConnectionWasLost(now: now) }
    }

    private func retryAction(for call: Call) -> LostCallAction {
        // A call that was held for a health check was not tried on this connection.
        if call.isHeld { return .sendAgain }
        return context.configuration.resilience.retryOnConnectionLoss.action(
            wasSent: call.wasSent, isReadOnly: call.request.traits.contains(.readOnly), wasRetried: call.wasRetried)
    }

    package func connectionIsSuspect(_ suspect: Connection) {
        if connection === suspect { node.check(beside: suspect, of: self) }
    }

    package func connectionIsStuck(_ stuck: Connection, isSilent: Bool) {
        guard connection === stuck else { return }
        let now = context.time.now()
        context.metrics.connectionWasLost()
        drain(now: now)
        let action = machine.connectionIsUseless(hasWaiting: !waiting.isEmpty)
        if isSilent { node.reportSilence(of: stuck) }
        if action == .drainAndConnect, machine.state == .connecting { node.connect(for: self, since: now) }
    }

    package func connection(_ connection: Connection, received error: RESPErrorReply) {
        if let cause = RedisFailureCause(reply: error) {
            node.report(cause, generation: connection.generation)
        } else if self.connection === connection,
            error.asksForNewConnection(isAuthenticated: context.configuration.credentials != nil)
        {
            // The master became a replica: the name may lead to the new master by now.
            let now = context.time.now()
            if let lastRenewal, now < lastRenewal + Self.renewalPause { return }
            lastRenewal = now
            drain(now: now)
            perform(machine.connectionIsUseless(hasWaiting: !waiting.isEmpty), since: now, now: now)
        }
    }

    package func connectionHasRoom(_ connection: Connection) {
        if connection === self.connection { flush(now: context.time.now()) }
    }
}
