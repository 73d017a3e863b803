package import RedisTransport

/// A message as the server sent it, shared by all that are subscribed to its channel.
package final class PublishedMessage: Sendable {
    package let channel: [UInt8]
    /// The pattern that the channel matches; `nil` for a message of a subscribed channel.
    package let pattern: [UInt8]?
    package let payload: [UInt8]
    package let isSharded: Bool
    /// When it was received.
    package let received = ContinuousClock.now

    package init(channel: [UInt8], pattern: [UInt8]? = nil, payload: [UInt8], isSharded: Bool = false) {
        self.channel = channel
        self.pattern = pattern
        self.payload = payload
        self.isSharded = isSharded
    }

    /// About how many bytes of memory it takes.
    package var byteCount: Int { channel.count + (pattern?.count ?? 0) + payload.count + 160 }
}

/// Receives what is published. It is called on the event loop's thread: it must be quick and must not wait.
package protocol SubscriptionListener: AnyObject, Sendable {
    /// The server has confirmed every name for the first time.
    func subscriptionBegan()
    /// A message has come.
    func received(_ message: PublishedMessage)
    /// Messages may have been missed for this long until now: there was no connection.
    func missedMessages(for duration: Duration)
    /// Nothing more will come: because of an error, or because the client has ended.
    func subscriptionEnded(_ error: RedisError?)
}

/// Keeps one connection on which the server sends what is published on the channels that tasks are subscribed to.
///
/// When it is lost, another connection is made and subscribed to everything before anything else happens on it. It always
/// speaks RESP2, in which every subscription is answered by exactly one reply, so that replies match by position.
package final class SubscriptionConsumer {
    package typealias Table = SubscriptionTable<any SubscriptionListener>

    private enum State {
        /// There is no connection. Becomes `dialling` when someone is subscribed and Redis is available.
        case idle
        /// A connection is being opened. Becomes `open`, `resting` or `idle`.
        case dialling
        /// Becomes `idle`, or `resting` when connections are lost too fast.
        case open(Connection)
        /// No connection could be made, and not because of an outage, or one was lost soon after another. Becomes
        /// `dialling` or `idle`.
        case resting(until: MonotonicTime)
    }

    private let context: ConnectionContext
    private unowned let node: Node
    private var state = State.idle
    private var table = Table()
    private var subscribers: [ObjectIdentifier: Table.Subscriber] = [:]
    private var lastDial: MonotonicTime?
    /// Why there is no connection, for those who subscribe meanwhile.
    private var lastFailure: RedisError?
    /// Since when no one is subscribed, with a connection.
    private var unusedSince: MonotonicTime?
    /// Something was put on the connection that is to be sent. Not at once: a reply may be being handled.
    private var needsFlush = false

    /// The least time between two attempts: a connection that is lost at once is not made again at once.
    private static let leastPause = Duration.seconds(1)

    init(node: Node) {
        self.node = node
        context = node.context
    }

    private var connection: Connection? {
        if case .open(let connection) = state { connection } else { nil }
    }

    // MARK: Subscribers

    /// Adds a subscriber. It is notified when all names are confirmed, or that it cannot be.
    package func add(
        _ listener: any SubscriptionListener, names: [SubscriptionName], deadline: MonotonicTime, now: MonotonicTime
    ) {
        if case .resting(let until) = state, now < until, let lastFailure {
            return listener.subscriptionEnded(lastFailure)
        }
        let (subscriber, requests) = table.add(listener, names: names, deadline: deadline)
        subscribers[ObjectIdentifier(listener)] = subscriber
        unusedSince = nil
        if subscriber.hasBegun { return listener.subscriptionBegan() }
        if let connection {
            ask(requests, on: connection, now: now)
        } else {
            start(now: now)
        }
    }

    /// Removes a subscriber. It is not notified any more.
    package func remove(_ listener: any SubscriptionListener, now: MonotonicTime) {
        guard let subscriber = subscribers.removeValue(forKey: ObjectIdentifier(listener)) else { return }
        let unused = table.remove(subscriber)
        guard let connection else { return }
        for name in unused { send(name.kind.unsubscribe, name, on: connection, now: now) { _, _ in } }
        if table.isEmpty { unusedSince = now }
    }

    private func end(_ subscriber: Table.Subscriber, _ error: RedisError?) {
        remove(subscriber.listener, now: context.time.now())
        subscriber.listener.subscriptionEnded(error)
    }

    private func endBeginners(_ error: RedisError) {
        for subscriber in table.beginners { end(subscriber, error) }
    }

    // MARK: Connections

    private func start(now: MonotonicTime) {
        guard !table.isEmpty else { return }
        switch state {
        case .dialling, .open: return
        case .idle, .resting: break
        }
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
        lastFailure = nil
        state = .open(connection)
        connection.onPush(self, inReplies: true)
        unusedSince = table.isEmpty ? now : nil
        ask(table.requestsForNewConnection(), on: connection, now: now)
    }

    private func ask(_ requests: [Table.Request], on connection: Connection, now: MonotonicTime) {
        for request in requests {
            let name = request.name
            send(name.kind.subscribe, name, on: connection, now: now) { consumer, reply in
                if case .error(let error) = reply {
                    consumer.refused(request, error)
                } else {
                    consumer.notify(consumer.table.confirmed(request))
                }
            }
        }
    }

    private func send(
        _ command: String, _ name: SubscriptionName, on connection: Connection, now: MonotonicTime,
        _ next: @escaping (SubscriptionConsumer, RESPValue) -> Void
    ) {
        var encoder = RESPEncoder()
        encoder.append(command)
        encoder.append(name.bytes)
        let call = Call(
            RedisRequest(encoder.finish(), traits: .readOnly), submitted: now,
            deadline: now + context.configuration.resilience.commandTimeout)
        call.waiter.wait { [weak self, weak connection] result in
            guard let self, let connection, self.connection === connection else { return }
            switch result {
            case .success(let reply): next(self, reply)
            case .failure:
                // The server is alive but was too slow for this command, so no other event will follow.
                self.lose(connection)
                self.start(now: self.context.time.now())
            }
        }
        connection.send(call, now: now)
        needsFlush = true
    }

    private func notify(_ notices: [(Table.Subscriber, Table.Notice)]) {
        guard !notices.isEmpty else { return }
        let now = context.time.now()
        for (subscriber, notice) in notices {
            switch notice {
            case .began: subscriber.listener.subscriptionBegan()
            case .missed(let since): subscriber.listener.missedMessages(for: now - since)
            }
        }
    }

    private func refused(_ request: Table.Request, _ error: RESPErrorReply) {
        let failure = RedisError(reply: error, to: request.name.kind.subscribe, endpoint: context.name)
        let isPassing = RedisFailureCause(reply: error) != nil || ["BUSY", "TRYAGAIN"].contains(error.name)
        for subscriber in table.refused(request) where !isPassing || !subscriber.hasBegun { end(subscriber, failure) }
        // A server that is busy or loading confirms later; subscriptions that have begun outlive that.
        if isPassing, !table.isEmpty { rest(failure, now: context.time.now()) }
    }

    /// Gives the connection up.
    private func lose(_ connection: Connection) {
        state = .idle
        table.connectionWasLost(at: connection.lastReply)
        connection.owner = nil
        _ = connection.closeReturningCalls()
    }

    private func loseConnection() {
        if let connection { lose(connection) } else { state = .idle }
    }

    private func rest(_ failure: RedisError, now: MonotonicTime) {
        loseConnection()
        lastFailure = failure
        state = .resting(until: now + Self.leastPause)
        endBeginners(failure)
    }

    // MARK: Events of the node

    package func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict {
        if let cause = failure.cause { return .outage(cause) }
        rest(failure.error, now: now)
        return .absorbed
    }

    package func connectRefused(_ refusal: RedisError, now: MonotonicTime) { rest(refusal, now: now) }

    package func outageBegan(_ refusal: RedisError, now: MonotonicTime) {
        loseConnection()
        endBeginners(refusal)
    }

    package func outageEnded(now: MonotonicTime) {
        lastDial = nil
        endRest()
        start(now: now)
    }

    private func endRest() {
        guard case .resting = state else { return }
        state = .idle
        lastFailure = nil
    }

    package func close(_ error: RedisError) {
        loseConnection()
        if error.code == .shutdown {
            for subscriber in table.subscribers {
                end(subscriber, subscriber.hasBegun ? nil : error)
            }
        } else {
            endBeginners(error)
        }
    }

    package func superseded(_ old: Connection, by replacement: Connection?, now: MonotonicTime) -> Bool {
        guard old === connection else { return false }
        lose(old)
        guard let replacement, replacement.protocolVersion == .resp2 else {
            lastDial = nil
            start(now: now)
            return false
        }
        connected(replacement, now: now)
        return true
    }

    /// Advances to a time. Returns when to call it again.
    package func advance(to now: MonotonicTime) -> MonotonicTime {
        for subscriber in table.beginners where now >= subscriber.deadline { end(subscriber, timeout(of: subscriber)) }
        if case .resting(let until) = state, now >= until {
            endRest()
            start(now: now)
        }
        if needsFlush {
            needsFlush = false
            connection?.flush()
        }
        var next = min(connection?.advance(to: now) ?? .distantFuture, table.nextDeadline)
        if case .resting(let until) = state { next = min(next, until) }
        if let connection, let unusedSince {
            let end = unusedSince + context.configuration.resilience.healthCheckInterval
            if now >= end {
                self.unusedSince = nil
                lose(connection)
            } else {
                next = min(next, end)
            }
        }
        return next
    }

    private func timeout(of subscriber: Table.Subscriber) -> RedisError {
        context.metrics.callTimedOut()
        return RedisError(
            .timeout, outcome: connection == nil ? .notSent : .unknown,
            message: "the subscription was not confirmed in time. Check the server and its load",
            endpoint: context.name)
    }
}

extension SubscriptionConsumer: PushHandler {
    package func connection(_ connection: Connection, received push: Push) {
        // What is left in the buffer of a connection that was given up is not to be trusted.
        guard connection === self.connection else { return }
        switch push {
        case .message(let channel, let payload):
            deliver(
                SubscriptionName(.channel, channel), PublishedMessage(channel: channel, payload: payload.bytes ?? []))
        case .patternMessage(let pattern, let channel, let payload):
            deliver(
                SubscriptionName(.pattern, pattern),
                PublishedMessage(channel: channel, pattern: pattern, payload: payload.bytes ?? []))
        case .shardMessage(let channel, let payload):
            deliver(
                SubscriptionName(.shardChannel, channel),
                PublishedMessage(channel: channel, payload: payload.bytes ?? [], isSharded: true))
        case .invalidate, .subscription, .other: break
        }
    }

    private func deliver(_ name: SubscriptionName, _ message: PublishedMessage) {
        for subscriber in table.subscribers(of: name) {
            if let since = table.missedBeforeMessage(to: subscriber, now: context.time.now()) {
                subscriber.listener.missedMessages(for: context.time.now() - since)
            }
            subscriber.listener.received(message)
        }
    }
}

extension SubscriptionConsumer: ConnectionConsumer {
    package var protocolVersion: RedisConfiguration.ProtocolVersion? { .resp2 }

    package func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        node.lost(lost, failure, hadCalls: !calls.isEmpty)
        guard lost === connection else { return }
        lose(lost)
        start(now: context.time.now())
    }

    package func connectionIsSuspect(_ suspect: Connection) {
        if suspect === connection { node.check(beside: suspect, of: self) }
    }

    package func connectionIsStuck(_ stuck: Connection, isSilent: Bool) {
        guard stuck === connection else { return }
        lose(stuck)
        if isSilent { node.reportSilence(of: stuck) }
        start(now: context.time.now())
    }

    package func connection(_ connection: Connection, received error: RESPErrorReply) {
        guard let cause = RedisFailureCause(reply: error) else { return }
        node.report(cause, generation: connection.generation)
    }
}
