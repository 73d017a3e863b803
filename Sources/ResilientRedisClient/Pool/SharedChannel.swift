import RedisTransport
import DequeModule

/// What a channel asks of the client it belongs to.
protocol ChannelHost: AnyObject {
    /// Get a connection for the channel. Answered by `adopt`, or by `failWaiting` when there is none to be had.
    func channelNeedsConnection(_ channel: SharedChannel, since: MonotonicTime)
    /// A connection of the channel saw something that may mean an outage.
    func channel(_ channel: SharedChannel, saw cause: FailureCause, generation: UInt64, error: RedisError?)
}

/// One of the connections that all tasks share, and the calls that wait for it.
///
/// The calls outlive the connection: when it is lost, those that may be sent again wait here for the next one.
final class SharedChannel {
    private let context: ConnectionContext
    private unowned let host: any ChannelHost
    @exclusivity(unchecked) private(set) var connection: Connection?
    /// Connections that get no more calls but still owe replies.
    private var draining: [Connection] = []
    @exclusivity(unchecked) private var waiting = Deque<Call>()
    @exclusivity(unchecked) private var waitingBytes = 0
    /// No waiting call's deadline is earlier.
    @exclusivity(unchecked) private var earliestDeadline = MonotonicTime.distantFuture
    private var replaceAt = MonotonicTime.distantFuture

    init(context: ConnectionContext, host: any ChannelHost) {
        self.context = context
        self.host = host
    }

    var isIdle: Bool {
        waiting.isEmpty && (connection?.isIdle ?? true) && draining.isEmpty
    }

    // MARK: Calls

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
            wait(call)
        }
    }

    private func wait(_ call: Call) {
        waiting.append(call)
        account(for: call)
        if connection == nil { host.channelNeedsConnection(self, since: call.submitted) }
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
    func pump(now: MonotonicTime) {
        guard let connection else { return }
        repeat {
            while connection.hasRoom, let call = waiting.popFirst() {
                waitingBytes -= call.byteCount
                if call.isWaitedFor { connection.send(call, now: now) }
            }
            connection.flush()
            // What the system took at once makes room, and no event will tell.
        } while !waiting.isEmpty && self.connection === connection && connection.hasRoom
    }

    /// Fails every call that waits for a connection.
    func failWaiting(_ error: RedisError) {
        let failed = waiting
        waiting = []
        waitingBytes = 0
        for call in failed { call.finish(.failure(call.wasSent ? error.with(outcome: .unknown) : error)) }
    }

    func callWasCancelled() {
        forgetFinishedCalls()
        connection?.callWasCancelled()
        for connection in draining { connection.callWasCancelled() }
    }

    /// Sends the tasks of young calls of earlier generations back. Whether young calls are left.
    func endYouth(before generation: UInt32) -> Bool {
        var areLeft = waiting.endYouth(before: generation)
        for connection in draining + [connection].compactMap({ $0 }) {
            if connection.endYouth(before: generation) { areLeft = true }
        }
        return areLeft
    }

    private func forgetFinishedCalls() {
        waiting.removeAll { call in
            if !call.isWaitedFor { waitingBytes -= call.byteCount }
            return !call.isWaitedFor
        }
    }

    // MARK: Connections

    /// Takes a new connection into use; the one it replaces is drained. What waits is sent later in this turn of
    /// the loop.
    func adopt(_ new: Connection, now: MonotonicTime) {
        retire(now: now)
        new.owner = self
        connection = new
        replaceAt = new.expiresAt
    }

    /// Stops using the connection. Its calls still get their answers, or run into their deadlines.
    func retire(now: MonotonicTime) {
        guard let old = connection else { return }
        connection = nil
        draining.append(old)
        for call in old.condemn().reversed() { waitAgain(call) }
    }

    /// A replacement for an aged connection could not be had: keep it a while longer.
    func keepAgedConnection(now: MonotonicTime) {
        replaceAt = now + context.configuration.resilience.healthCheckInterval
    }

    /// Closes everything; what is under way fails.
    func close(_ error: RedisError) {
        for connection in draining + [connection].compactMap({ $0 }) {
            connection.owner = nil
            for call in connection.closeReturningCalls() {
                call.finish(.failure(error.with(outcome: call.wasSent ? .unknown : .notSent)))
            }
        }
        connection = nil
        draining = []
        failWaiting(error.with(outcome: .notSent))
    }

    /// Lets time pass. Returns when it wants to be asked again.
    func timePassed(now: MonotonicTime) -> MonotonicTime {
        var next = MonotonicTime.distantFuture
        if let connection {
            if now >= replaceAt {
                replaceAt = .distantFuture
                host.channelNeedsConnection(self, since: now)
            }
            next = min(replaceAt, connection.timePassed(now: now))
        }
        for connection in draining { next = min(next, connection.timePassed(now: now)) }
        next = min(next, expireWaiting(now: now))
        // Calls may have come back from a connection that was lost just now, when there is one for them.
        return !waiting.isEmpty && connection?.hasRoom == true ? now : next
    }

    private func expireWaiting(now: MonotonicTime) -> MonotonicTime {
        guard now >= earliestDeadline else { return earliestDeadline }
        earliestDeadline = .distantFuture
        for call in waiting {
            if call.deadline <= now {
                call.finish(.failure(context.timeout(of: call, outcome: call.wasSent ? .unknown : .notSent)))
            } else {
                earliestDeadline = min(earliestDeadline, call.deadline)
            }
        }
        forgetFinishedCalls()
        return earliestDeadline
    }
}

extension SharedChannel: ConnectionOwner {
    func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        draining.removeAll { $0 === lost }
        if connection === lost { connection = nil }
        if !lost.isCondemned { context.metrics.connectionWasLost() }
        let resilience = context.configuration.resilience
        var again: [Call] = []
        for call in calls {
            let isReadOnly = call.request.traits.contains(.readOnly)
            let action =
                call.isHeld
                ? .sendAgain
                : resilience.retryOnConnectionLoss.action(
                    wasSent: call.wasSent, isReadOnly: isReadOnly, wasRetried: call.wasRetried)
            switch action {
            case .sendAgain where call.hasUnusableReply:
                // It would be unusable again.
                call.finish(.failure(failure.error))
            case .sendAgain:
                if !call.isHeld { call.prepareRetry() }
                again.append(call)
            case .fail(let outcome): call.finish(.failure(failure.error.with(outcome: outcome)))
            }
        }
        if resilience.backoffTrigger == .anyConnectionError, !lost.isCondemned, failure.error.outcome != .notSent {
            host.channel(self, saw: .connectionLost, generation: lost.generation, error: failure.error)
        }
        for call in again.reversed() { waitAgain(call) }
        if connection == nil, let first = waiting.first {
            host.channelNeedsConnection(self, since: max(first.submitted, context.time.now()))
        }
    }

    func connectionIsStuck(_ stuck: Connection, isSilent: Bool) {
        guard connection === stuck else { return }
        let now = context.time.now()
        context.metrics.connectionWasLost()
        retire(now: now)
        if isSilent {
            host.channel(self, saw: .silentServer, generation: stuck.generation, error: nil)
        }
        if !waiting.isEmpty { host.channelNeedsConnection(self, since: now) }
    }

    func connection(_ connection: Connection, received error: RESPErrorReply) {
        if let cause = FailureCause(reply: error) {
            host.channel(self, saw: cause, generation: connection.generation, error: nil)
        } else if error.name == "READONLY", self.connection === connection {
            // The master became a replica: the name may lead to the new master by now.
            let now = context.time.now()
            retire(now: now)
            if !waiting.isEmpty { host.channelNeedsConnection(self, since: now) }
        }
    }

    func connectionHasRoom(_ connection: Connection) {
        if connection === self.connection { pump(now: context.time.now()) }
    }
}
