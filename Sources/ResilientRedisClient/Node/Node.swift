package import RedisTransport

/// One server: its address, its circuit breaker, and everything that uses connections to it.
///
/// It lives on the event loop's thread. ``ClientLoop`` hands it calls and lets its time pass.
package final class Node {
    package let context: ConnectionContext
    let outage: OutageSwitch
    /// The connections that all tasks share. They are consumers too; the list spares the way of a command a search.
    @exclusivity(unchecked) private(set) var sharedConnections: [SharedConnection] = []
    private(set) var leases: LeasePool!
    @exclusivity(unchecked) private var consumers: [any ConnectionConsumer] = []
    private var attempts: [ObjectIdentifier: Attempt] = [:]
    private let resolver: ResolverQueue
    @exclusivity(unchecked) private var nextShared = 0
    /// The client is being shut down: nothing is probed and no consumer is added.
    private var isEnding = false

    /// A dial under way, and for whom; `nil` for a probe.
    private struct Attempt {
        var dial: Dial
        var consumer: (any ConnectionConsumer)?
    }

    init(context: ConnectionContext, outage: OutageSwitch, resolver: ResolverQueue) {
        self.context = context
        self.outage = outage
        self.resolver = resolver
        sharedConnections = (0..<context.configuration.pool.sharedConnections).map { _ in
            SharedConnection(node: self)
        }
        leases = LeasePool(node: self)
        consumers = sharedConnections + [leases]
    }

    /// Nothing is outstanding.
    package var isIdle: Bool { consumers.allSatisfy(\.isIdle) }

    // MARK: Calls

    /// Gives a call to one of the shared connections, or refuses it while Redis is unavailable.
    func submit(_ call: Call, now: MonotonicTime) {
        if let error = outage.refusal(now: now) { return call.finish(.failure(error)) }
        nextShared = nextShared + 1 < sharedConnections.count ? nextShared + 1 : 0
        sharedConnections[nextShared].submit(call, now: now)
    }

    /// Gives a caller a connection of its own, or refuses it while Redis is unavailable.
    func acquire(_ request: LeaseRequest, now: MonotonicTime) {
        if let error = outage.refusal(now: now) { return request.fail(error) }
        leases.acquire(request, now: now)
    }

    /// Sends what was submitted in this turn of the loop.
    func flush(now: MonotonicTime) {
        for shared in sharedConnections { shared.flush(now: now) }
    }

    func removeCancelledCalls() {
        for consumer in consumers { consumer.removeCancelledCalls() }
    }

    /// Gives calls that were submitted before `generation` a cancellation handler. Returns whether calls without one are
    /// left.
    func upgradeCalls(before generation: UInt32) -> Bool {
        var areLeft = false
        for consumer in consumers where consumer.upgradeCalls(before: generation) { areLeft = true }
        return areLeft
    }

    // MARK: Consumers

    /// Adds a consumer and tells it whether Redis is available. It is kept until it is removed.
    package func add(_ consumer: any ConnectionConsumer, now: MonotonicTime) {
        guard !isEnding else { return consumer.close(shutdownError) }
        consumers.append(consumer)
        if let refusal = outage.refusal(now: now) {
            consumer.connectRefused(refusal, now: now)
        } else {
            consumer.outageEnded(now: now)
        }
    }

    /// Removes a consumer, with its connections and its attempts to get one.
    package func remove(_ consumer: any ConnectionConsumer) {
        consumers.removeAll { $0 === consumer }
        for (id, attempt) in attempts where attempt.consumer === consumer {
            attempts[id] = nil
            attempt.dial.cancel()
        }
        consumer.close(shutdownError)
    }

    // MARK: Connections

    /// Makes a connection for a consumer.
    ///
    /// - Parameter since: When the connect timeout began.
    package func connect(for consumer: any ConnectionConsumer, since: MonotonicTime) {
        let now = context.time.now()
        if let refusal = outage.refusal(now: now) { return consumer.connectRefused(refusal, now: now) }
        dial(for: consumer, since: since)
    }

    /// A connection for this consumer is being made.
    package func isConnecting(for consumer: any ConnectionConsumer) -> Bool {
        attempts.values.contains { $0.consumer === consumer }
    }

    /// A connection saw something that means an outage of the server.
    ///
    /// - Parameter generation: The breaker's generation in which the connection was opened. What connections of an older
    ///   one report is ignored.
    package func report(_ cause: FailureCause, generation: UInt64, error: RedisError? = nil) {
        trip(cause, generation: generation, error: error)
    }

    private func dial(for consumer: (any ConnectionConsumer)?, since: MonotonicTime) {
        var id: ObjectIdentifier?
        let dial = Dial(
            context: context, generation: outage.generation,
            deadline: since + context.configuration.resilience.connectTimeout
        ) { [unowned self] result in
            guard let id, let attempt = self.attempts.removeValue(forKey: id) else { return }
            if let consumer = attempt.consumer {
                self.dialEnded(for: consumer, result)
            } else {
                self.probeEnded(result)
            }
        }
        id = ObjectIdentifier(dial)
        attempts[ObjectIdentifier(dial)] = Attempt(dial: dial, consumer: consumer)
        dial.start(resolver: resolver)
    }

    private func dialEnded(for consumer: any ConnectionConsumer, _ result: Result<Connection, ConnectionFailure>) {
        let now = context.time.now()
        switch result {
        case .success(let connection): consumer.connected(connection, now: now)
        case .failure(let failure):
            guard case .outage(let cause) = consumer.connectFailed(failure, now: now) else { return }
            if !trip(cause, generation: outage.generation, error: failure.error) {
                consumer.connectRefused(failure.error, now: now)
            }
        }
    }

    private func probeEnded(_ result: Result<Connection, ConnectionFailure>) {
        let now = context.time.now()
        switch result {
        case .success(let connection):
            outage.probeSucceeded(now: now)
            outageEnded(now: now)
            if consumers.first(where: { $0.adopt(probe: connection, now: now) }) == nil {
                connection.closeUnused()
            }
        case .failure(let failure) where failure.cause == nil:
            // The server is there and refuses this client by name: callers are to get that error.
            outage.probeSucceeded(now: now)
            outageEnded(now: now)
        case .failure(let failure): outage.probeFailed(failure, now: now)
        }
    }

    // MARK: Outages

    /// Opens the breaker, ends every attempt to connect, and tells the consumers. Returns false when the breaker was open
    /// already or the report is of an older generation.
    @discardableResult
    private func trip(_ cause: FailureCause, generation: UInt64, error: RedisError?) -> Bool {
        let now = context.time.now()
        guard let refusal = outage.trip(cause, generation: generation, detail: error, now: now) else { return false }
        let told = error.map { $0.with(retryAfter: refusal.retryAfter) } ?? refusal
        cancelAttempts()
        for consumer in consumers { consumer.outageBegan(told, now: now) }
        return true
    }

    private func outageEnded(now: MonotonicTime) {
        for consumer in consumers { consumer.outageEnded(now: now) }
    }

    private func cancelAttempts() {
        for attempt in attempts.values { attempt.dial.cancel() }
        attempts = [:]
    }

    // MARK: Time

    /// Finishes the dials that became ready in the last turn. Called when no connection is handling what it received.
    func finishReadyDials() {
        for attempt in attempts.values { attempt.dial.finishIfReady() }
    }

    /// Lets time pass. Returns when it wants to be called again.
    func advance(to now: MonotonicTime) -> MonotonicTime {
        var next = MonotonicTime.distantFuture
        // Dials first: when a call and the dial it waits for run out of time together, the dial tells the reason.
        for attempt in attempts.values { attempt.dial.advance(to: now) }
        for consumer in consumers { next = min(next, consumer.advance(to: now)) }
        if !isEnding, outage.timePassed(now: now) == .probe { dial(for: nil, since: now) }
        // Last, because any of the above may have begun a dial.
        for attempt in attempts.values { next = min(next, attempt.dial.nextCheck) }
        return isEnding ? next : min(next, outage.nextProbe ?? .distantFuture)
    }

    // MARK: Ending

    var shutdownError: RedisError {
        RedisError(.shutdown, outcome: .notSent, message: "the client was shut down", endpoint: context.name)
    }

    /// Closes every connection and forgets the outage.
    func reset(now: MonotonicTime) {
        closeAll(
            RedisError(
                .connectionLost, outcome: .notSent, message: "the client was reset", endpoint: context.name))
        outage.reset(now: now)
        outageEnded(now: now)
    }

    /// Begins to end: nothing is probed any more.
    func drain() { isEnding = true }

    /// Closes everything for good.
    func close() {
        isEnding = true
        closeAll(shutdownError)
        outage.finish()
    }

    private func closeAll(_ error: RedisError) {
        cancelAttempts()
        for consumer in consumers { consumer.close(error) }
    }
}
