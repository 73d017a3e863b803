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
    /// The connections of commands that block: they have a limit of their own.
    private(set) var blockingLeases: LeasePool!
    @exclusivity(unchecked) private var consumers: [any ConnectionConsumer] = []
    var attempts: [ObjectIdentifier: Attempt] = [:]
    @exclusivity(unchecked) var gate = ConnectGate()
    /// Consumers whose connection is made later.
    @exclusivity(unchecked) private var waiting: [any ConnectionConsumer] = []
    private let resolver: ResolverQueue
    @exclusivity(unchecked) private var nextShared = 0
    /// The client is being shut down: nothing is probed and no consumer is added.
    var isEnding = false

    enum Purpose {
        case consumer(any ConnectionConsumer)
        /// Finds out whether an outage is over.
        case probe
        /// Finds out whether the server answers, while another connection does not.
        case check

        /// The version of the protocol that the connection is to speak; `nil` for the configured one.
        var protocolVersion: RedisConfiguration.ProtocolVersion? {
            if case .consumer(let consumer) = self { consumer.protocolVersion } else { nil }
        }
    }

    /// A dial under way, and what it is for.
    struct Attempt {
        var dial: Dial
        var purpose: Purpose
        var start: MonotonicTime
        /// The other connections were asked for a reply, so that a failure can be judged at once.
        var hasAskedOthers = false

        func isFor(_ consumer: any ConnectionConsumer) -> Bool {
            if case .consumer(let other) = purpose { other === consumer } else { false }
        }
    }

    /// A failed attempt that is an outage unless another connection brings a reply soon.
    struct OpenQuestion {
        var consumer: any ConnectionConsumer
        var cause: RedisFailureCause
        var error: RedisError
        var since: MonotonicTime
        var until: MonotonicTime
    }

    struct Suspect {
        var connection: Connection
        var consumer: any ConnectionConsumer
    }

    /// Every connection that consumers were given and that is still open.
    @exclusivity(unchecked) var evidence = ConnectionEvidence()
    var suspects: [Suspect] = []
    /// When a fresh connection last answered while another one was silent.
    var lastVerdict = MonotonicTime(nanoseconds: .min)
    var questions: [OpenQuestion] = []

    init(context: ConnectionContext, outage: OutageSwitch, resolver: ResolverQueue) {
        self.context = context
        self.outage = outage
        self.resolver = resolver
        sharedConnections = (0..<context.configuration.pool.sharedConnections).map { _ in
            SharedConnection(node: self)
        }
        leases = LeasePool(context.configuration.pool, node: self)
        blockingLeases = LeasePool(context.configuration.pool.forBlockingCommands, node: self)
        consumers = sharedConnections + [leases, blockingLeases]
    }

    /// Nothing is outstanding.
    package var isIdle: Bool { consumers.allSatisfy(\.isIdle) }

    // MARK: Calls

    /// Gives a call to one of the shared connections, or refuses it while Redis is unavailable.
    func submit(_ call: Call, now: MonotonicTime) {
        if let error = outage.refusal(now: now) { return call.finish(.failure(error)) }
        if context.writes.isInterested(in: call) { call.isExamined = true }
        nextShared = nextShared + 1 < sharedConnections.count ? nextShared + 1 : 0
        if sharedConnections.count > 1, !sharedConnections[nextShared].isUsable(now: now),
            let other = sharedConnections.first(where: { $0.isUsable(now: now) })
        {
            return other.submit(call, now: now)
        }
        sharedConnections[nextShared].submit(call, now: now)
    }

    /// Another shared connection works, so that calls need not fail because `failed` could not be made.
    func hasAlternative(to failed: SharedConnection) -> Bool {
        sharedConnections.contains { $0 !== failed && $0.connection?.hasRoom == true }
    }

    /// Gives a caller a connection of its own, or refuses it while Redis is unavailable.
    func acquire(_ request: LeaseRequest, now: MonotonicTime) {
        if let error = outage.refusal(now: now) { return request.fail(error) }
        (request.isBlocking ? blockingLeases : leases).acquire(request, now: now)
    }

    /// Puts a call on the connection that its caller holds.
    func submit(_ call: Call, lease: LeaseID, now: MonotonicTime) {
        if context.writes.isInterested(in: call) { call.isExamined = true }
        (blockingLeases.holds(lease) ? blockingLeases : leases).submit(call, lease: lease, now: now)
    }

    func cancel(_ request: LeaseRequest) {
        (request.isBlocking ? blockingLeases : leases).cancel(request)
    }

    func release(_ lease: LeaseID, now: MonotonicTime) {
        (blockingLeases.holds(lease) ? blockingLeases : leases).release(lease, now: now)
    }

    func removeCancelledCalls(lease: LeaseID) {
        (blockingLeases.holds(lease) ? blockingLeases : leases).removeCancelledCalls(lease: lease)
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
        for shared in sharedConnections {
            if let connection = shared.connection { consumer.sharedConnectionBegan(connection, now: now) }
        }
        if let refusal = outage.refusal(now: now) {
            consumer.connectRefused(refusal, now: now)
        } else {
            consumer.outageEnded(now: now)
        }
    }

    /// Removes a consumer, with its connections and its attempts to get one.
    package func remove(_ consumer: any ConnectionConsumer) {
        consumers.removeAll { $0 === consumer }
        for (id, attempt) in attempts where attempt.isFor(consumer) {
            attempts[id] = nil
            attempt.dial.cancel()
        }
        waiting.removeAll { $0 === consumer }
        suspects.removeAll { $0.consumer === consumer }
        questions.removeAll { $0.consumer === consumer }
        consumer.close(shutdownError)
    }

    // MARK: Connections

    /// Makes a connection for a consumer.
    ///
    /// - Parameter since: When the connect timeout began.
    package func connect(for consumer: any ConnectionConsumer, since: MonotonicTime) {
        let now = context.time.now()
        if let refusal = outage.refusal(now: now) { return consumer.connectRefused(refusal, now: now) }
        switch gate.request(now: now, isDialing: isDialing) {
        case .dial: dial(.consumer(consumer), since: since)
        case .wait: waiting.append(consumer)
        case .refuse(let error): consumer.connectRefused(error, now: now)
        }
    }

    /// A consumer's connection is being made, or it is still open what became of it.
    private var isDialing: Bool {
        if !questions.isEmpty { return true }
        return attempts.values.contains { if case .consumer = $0.purpose { true } else { false } }
    }

    /// Lets those that wait for a connection ask again.
    private func admitWaiting(now: MonotonicTime) {
        if !gate.isProven {
            let isOver = gate.failures == 0 && gate.nextCheck(now: now) == .distantFuture && gate.hasConnected
            if isOver || evidence.hasServed(openedSince: gate.unprovenSince) { gate.proved() }
        }
        if outage.isOnTrial, gate.isProven { outage.proved(now: now) }
        while let consumer = waiting.first {
            switch gate.request(now: now, isDialing: isDialing) {
            case .wait: return
            case .dial:
                waiting.removeFirst()
                dial(.consumer(consumer), since: now)
            case .refuse(let error):
                waiting.removeFirst()
                consumer.connectRefused(error, now: now)
            }
        }
    }

    /// One of the shared connections is connected.
    var isConnected: Bool { sharedConnections.contains { $0.connection != nil } }

    /// Uses a connection that was made for another purpose as a shared one, if one is missing.
    func offer(_ connection: Connection, now: MonotonicTime) {
        guard let shared = sharedConnections.first(where: { $0.connection == nil }),
            shared.adopt(probe: connection, now: now)
        else { return connection.closeUnused() }
    }

    func sharedConnectionBegan(_ connection: Connection, now: MonotonicTime) {
        for consumer in consumers { consumer.sharedConnectionBegan(connection, now: now) }
    }

    func sharedConnectionWasLost(now: MonotonicTime) {
        for consumer in consumers { consumer.sharedConnectionWasLost(now: now) }
    }

    func serverRunChanged(now: MonotonicTime) {
        for consumer in consumers { consumer.serverRunChanged(now: now) }
    }

    /// A connection for this consumer is being made.
    package func isConnecting(for consumer: any ConnectionConsumer) -> Bool {
        attempts.values.contains { $0.isFor(consumer) } || waiting.contains { $0 === consumer }
    }

    private static let noteworthyDelay = Duration.milliseconds(50)

    func dial(_ purpose: Purpose, since: MonotonicTime) {
        var id: ObjectIdentifier?
        let start = context.time.now()
        // When this process was held up before it came to this, that time is not the server's.
        let began = start - since < Self.noteworthyDelay ? since : start
        let dial = Dial(
            context: context, generation: outage.generation, version: purpose.protocolVersion,
            deadline: began + context.configuration.resilience.connectTimeout
        ) { [unowned self] result in
            guard let id, let attempt = self.attempts.removeValue(forKey: id) else { return }
            self.ended(attempt, result)
        }
        id = ObjectIdentifier(dial)
        attempts[ObjectIdentifier(dial)] = Attempt(dial: dial, purpose: purpose, start: start)
        dial.start(resolver: resolver)
    }

    private func ended(_ attempt: Attempt, _ result: Result<Connection, ConnectionFailure>) {
        let now = context.time.now()
        // What has no other cause was refused by the server, unless this machine could not even ask it.
        let result = result.mapError { failure in
            failure.cause == nil && !failure.isLocal
                ? ConnectionFailure(cause: .accessRefused, error: failure.error.concerningAccess) : failure
        }
        if case .success(let connection) = result { evidence.add(connection) }
        switch (attempt.purpose, result) {
        case (.consumer(let consumer), .success(let connection)):
            gate.connected(now: now)
            consumer.connected(connection, now: now)
        case (.consumer(let consumer), .failure(let failure)):
            guard case .outage(let cause) = consumer.connectFailed(failure, now: now) else { return }
            judge(cause, failure.error, of: consumer, attempt, now: now)
        case (.probe, .success(let connection)):
            outage.probeSucceeded(now: now)
            outageEnded(openedSince: attempt.start, now: now)
            if consumers.first(where: { $0.adopt(probe: connection, now: now) }) == nil { connection.closeUnused() }
        case (.probe, .failure(let failure)): outage.probeFailed(failure, now: now)
        case (.check, .success(let connection)): replaceSuspects(by: connection, now: now)
        // The deadline of what waits on the silent connection decides.
        case (.check, .failure): suspects = []
        }
    }

    // MARK: Outages

    /// Opens the breaker, ends every attempt to connect, and tells the consumers. Returns false when the breaker was open
    /// already or the report is of an older generation.
    @discardableResult
    func trip(
        _ cause: RedisFailureCause, generation: UInt64, error: RedisError?, needsProof: Bool = false
    ) -> Bool {
        let now = context.time.now()
        guard
            let refusal = outage.trip(
                cause, generation: generation, detail: error, needsProof: needsProof, now: now)
        else { return false }
        let told = error.map { $0.with(retryAfter: refusal.retryAfter) } ?? refusal
        cancelAttempts()
        for consumer in consumers { consumer.outageBegan(told, now: now) }
        return true
    }

    /// - Parameter openedSince: Connections that were opened since then belong to the time after the outage.
    private func outageEnded(openedSince: MonotonicTime, now: MonotonicTime) {
        if outage.isOnTrial {
            gate.beginTrial(openedSince: openedSince)
        } else {
            gate.reset(now: openedSince)
            gate.connected(now: now)
        }
        for consumer in consumers { consumer.outageEnded(now: now) }
    }

    private func cancelAttempts() {
        for attempt in attempts.values { attempt.dial.cancel() }
        attempts = [:]
        waiting = []
        suspects = []
        questions = []
    }

    // MARK: Time

    /// A connection is being made.
    var isMakingConnections: Bool { !attempts.isEmpty }

    /// Gives every dial more time, because this process was held up.
    func postponeDials(by delay: Duration) {
        for attempt in attempts.values { attempt.dial.postpone(by: delay) }
    }

    /// Finishes the dials that became ready in the last turn. Called when no connection is handling what it received.
    func finishReadyDials() {
        for attempt in attempts.values { attempt.dial.finishIfReady() }
    }

    /// Advances to a time. Returns when to call it again.
    func advance(to now: MonotonicTime) -> MonotonicTime {
        var next = MonotonicTime.distantFuture
        // Dials first: when a call and the dial it waits for run out of time together, the dial's error names the reason.
        for attempt in attempts.values { attempt.dial.advance(to: now) }
        askOthersBesideSlowAttempts(now: now)
        for consumer in consumers { next = min(next, consumer.advance(to: now)) }
        answerQuestions(now: now)
        if !gate.isProven || !waiting.isEmpty { admitWaiting(now: now) }
        if !waiting.isEmpty { next = min(next, gate.nextCheck(now: now)) }
        for question in questions { next = min(next, question.until) }
        if !isEnding, outage.advance(to: now) == .probe { dial(.probe, since: now) }
        // Last, because any of the above may have begun a dial.
        for attempt in attempts.values {
            next = min(next, attempt.dial.nextCheck)
            if !attempt.hasAskedOthers, !evidence.isEmpty, case .consumer = attempt.purpose {
                next = min(next, attempt.start + context.configuration.resilience.connectTimeout / 2)
            }
        }
        return isEnding ? next : min(next, outage.nextCheck)
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
        outageEnded(openedSince: now, now: now)
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
