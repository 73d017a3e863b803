package import RedisTransport
import Logging

/// Is told which keys change in Redis.
///
/// It is called on the event loop's thread, in the order in which the server sends: it must be quick and must not wait.
package protocol InvalidationListener: AnyObject, Sendable {
    /// From now on every change is told.
    func trackingBegan()
    /// The keys have changed or are gone; all keys for `nil`.
    func keysChanged(_ keys: [[UInt8]]?)
    /// From now on changes are not told, and some may have been missed: what was remembered is no longer reliable.
    func trackingEnded()
}

/// Keeps one connection on which the server reports every key with a prefix that changes (`CLIENT TRACKING` in its
/// broadcasting mode).
///
/// A RESP2 connection redirects the messages to itself and subscribes to them; a RESP3 connection gets them as pushes.
/// When the connection is lost, the listener is told that changes are no longer reported, and another connection is made.
/// A connection that the network dropped silently is found by its health check.
package final class InvalidationTracker {
    private enum State {
        /// There is no connection. Becomes `dialling` when Redis is available.
        case idle
        /// A connection is being opened. Becomes `asking`, `resting` or `idle`.
        case dialling
        /// `CLIENT TRACKING` was sent. Becomes `listening`, `resting` or `idle`.
        case asking(Connection)
        /// The server reports changes. Becomes `idle`.
        case listening(Connection)
        /// It did not work out, and not because of an outage. Becomes `dialling`.
        case resting(until: MonotonicTime)
    }

    private let context: ConnectionContext
    private unowned let node: Node
    private let prefix: String
    private let listener: any InvalidationListener
    private var state = State.idle
    private var lastDial: MonotonicTime?
    private var hasComplained = false
    /// Something was put on the connection that is to be sent. Not at once: a reply may be being handled.
    private var needsFlush = false

    /// The least time between two attempts: a connection that is lost at once is not made again at once.
    private static let leastPause = Duration.seconds(1)

    init(prefix: String, listener: any InvalidationListener, node: Node) {
        self.prefix = prefix
        self.listener = listener
        self.node = node
        context = node.context
    }

    private var connection: Connection? {
        switch state {
        case .asking(let connection), .listening(let connection): connection
        case .idle, .dialling, .resting: nil
        }
    }

    // MARK: Connections

    /// Begins, or goes on after an outage.
    func start(now: MonotonicTime) {
        guard case .idle = state else { return }
        if let lastDial, now < lastDial + Self.leastPause {
            state = .resting(until: lastDial + Self.leastPause)
            return
        }
        lastDial = now
        state = .dialling
        node.connect(for: self, since: now)
    }

    package func connected(_ connection: Connection, now: MonotonicTime) {
        connection.owner = self
        state = .asking(connection)
        switch connection.protocolVersion {
        case .resp3:
            connection.onPush(self, inReplies: false)
            ask(connection, ["CLIENT", "TRACKING", "ON", "BCAST"] + prefixWords, now: now) { $0.began() }
        case .resp2:
            connection.onPush(self, inReplies: true)
            ask(connection, ["CLIENT", "ID"], now: now) { tracker, reply in
                guard case .integer(let id) = reply else { return tracker.refused(reply) }
                tracker.redirect(to: id, on: connection)
            }
        }
    }

    private var prefixWords: [String] { prefix.isEmpty ? [] : ["PREFIX", prefix] }

    private func redirect(to id: Int, on connection: Connection) {
        let now = context.time.now()
        ask(
            connection, ["CLIENT", "TRACKING", "ON", "REDIRECT", "\(id)", "BCAST"] + prefixWords, now: now
        ) { tracker, _ in
            tracker.ask(connection, ["SUBSCRIBE", Push.invalidationChannel], now: tracker.context.time.now()) {
                $0.began()
            }
        }
    }

    private func ask(
        _ connection: Connection, _ words: [String], now: MonotonicTime,
        _ next: @escaping (InvalidationTracker) -> Void
    ) {
        ask(connection, words, now: now) { tracker, _ in next(tracker) }
    }

    /// Sends one command and goes on with its reply, unless that is an error.
    private func ask(
        _ connection: Connection, _ words: [String], now: MonotonicTime,
        _ next: @escaping (InvalidationTracker, RESPValue) -> Void
    ) {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        let call = Call(
            RedisRequest(encoder.finish(), traits: .readOnly), submitted: now,
            deadline: now + context.configuration.resilience.connectTimeout)
        call.waiter.wait { [weak self] result in
            guard let self, case .asking = self.state else { return }
            switch result {
            case .success(.error(let error)): self.refused(.error(error))
            case .success(let reply): next(self, reply)
            case .failure:
                // The server was too slow for this command but is alive, so no other event will follow.
                self.lose()
                self.start(now: self.context.time.now())
            }
        }
        connection.send(call, now: now)
        needsFlush = true
    }

    private func began() {
        guard case .asking(let connection) = state else { return }
        state = .listening(connection)
        hasComplained = false
        listener.trackingBegan()
    }

    /// The server does not know tracking, or this user may not use it.
    private func refused(_ reply: RESPValue) {
        var reason = "an unexpected reply"
        if case .error(let error) = reply { reason = error.messageWithoutArguments.escapedForMessage }
        complain(reason)
        lose(restingFor: context.configuration.resilience.backoff)
    }

    private func complain(_ reason: String) {
        guard !hasComplained else { return }
        hasComplained = true
        context.reports.log(
            .warning, "CLIENT TRACKING is not available; the in-process cache stays empty until it is",
            ["endpoint": context.name, "detail": reason])
    }

    /// Gives the connection up, and notifies the listener.
    private func lose(restingFor pause: Duration? = nil) {
        let last = state
        state = pause.map { .resting(until: context.time.now() + $0) } ?? .idle
        switch last {
        case .listening(let connection):
            end(connection)
            listener.trackingEnded()
        case .asking(let connection): end(connection)
        case .idle, .dialling, .resting: break
        }
    }

    private func end(_ connection: Connection) {
        connection.owner = nil
        _ = connection.closeReturningCalls()
    }

    // MARK: Events of the node

    package func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict {
        if let cause = failure.cause { return .outage(cause) }
        if case .dialling = state {
            complain(failure.error.message)
            lose(restingFor: context.configuration.resilience.backoff)
        }
        return .absorbed
    }

    package func connectRefused(_ refusal: RedisError, now: MonotonicTime) { lose(restingFor: Self.leastPause) }

    package func outageBegan(_ refusal: RedisError, now: MonotonicTime) { lose() }

    package func outageEnded(now: MonotonicTime) {
        if case .resting = state { state = .idle }
        start(now: now)
    }

    package func serverRunChanged(now: MonotonicTime) {
        // The server that reports changes may not be the one that is read from any more.
        guard connection != nil else { return }
        lose()
        start(now: now)
    }

    package func close(_ error: RedisError) { lose() }

    package func superseded(_ old: Connection, by replacement: Connection?, now: MonotonicTime) -> Bool {
        guard old === connection else { return false }
        lose()
        lastDial = now
        state = .dialling
        guard let replacement else {
            node.connect(for: self, since: now)
            return false
        }
        connected(replacement, now: now)
        return true
    }

    /// Advances to a time. Returns when to call it again.
    package func advance(to now: MonotonicTime) -> MonotonicTime {
        if needsFlush {
            needsFlush = false
            connection?.flush()
        }
        let next = connection?.advance(to: now) ?? .distantFuture
        // The connection may have been given up just now.
        guard case .resting(let until) = state else { return next }
        guard now >= until else { return until }
        state = .idle
        lastDial = nil
        start(now: now)
        return .distantFuture
    }
}

extension InvalidationTracker: PushHandler {
    package func connection(_ connection: Connection, received push: Push) {
        if case .listening = state, case .invalidate(let keys) = push { listener.keysChanged(keys) }
    }
}

extension InvalidationTracker: ConnectionConsumer {
    package func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        node.lost(lost, failure, hadCalls: !calls.isEmpty)
        guard lost === connection else { return }
        lose()
        start(now: context.time.now())
    }

    package func connectionIsSuspect(_ suspect: Connection) {
        if suspect === connection { node.check(beside: suspect, of: self) }
    }

    package func connectionIsStuck(_ stuck: Connection, isSilent: Bool) {
        guard stuck === connection else { return }
        lose()
        if isSilent { node.reportSilence(of: stuck) }
        start(now: context.time.now())
    }

    package func connection(_ connection: Connection, received error: RESPErrorReply) {
        guard let cause = RedisFailureCause(reply: error) else { return }
        node.report(cause, generation: connection.generation)
    }
}
