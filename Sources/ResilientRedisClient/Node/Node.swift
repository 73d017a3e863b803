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

    private enum Purpose {
        case consumer(any ConnectionConsumer)
        /// Finds out whether an outage is over.
        case probe
        /// Finds out whether the server answers, while another connection does not.
        case check
    }

    /// A dial under way, and what it is for.
    private struct Attempt {
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
    private struct OpenQuestion {
        var consumer: any ConnectionConsumer
        var cause: RedisFailureCause
        var error: RedisError
        var since: MonotonicTime
        var until: MonotonicTime
    }

    private struct Suspect {
        var connection: Connection
        var consumer: any ConnectionConsumer
    }

    /// Every connection that consumers were given and that is still open.
    @exclusivity(unchecked) private var evidence = ConnectionEvidence()
    private var suspects: [Suspect] = []
    private var questions: [OpenQuestion] = []

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
        suspects.removeAll { $0.consumer === consumer }
        questions.removeAll { $0.consumer === consumer }
        consumer.close(shutdownError)
    }

    // MARK: Connections

    /// Makes a connection for a consumer.
    ///
    /// - Parameters:
    ///   - since: When the connect timeout began.
    ///   - version: The version of the protocol that it is to speak; by default the configured one.
    package func connect(
        for consumer: any ConnectionConsumer, since: MonotonicTime,
        speaking version: RedisConfiguration.ProtocolVersion? = nil
    ) {
        let now = context.time.now()
        if let refusal = outage.refusal(now: now) { return consumer.connectRefused(refusal, now: now) }
        dial(.consumer(consumer), since: since, speaking: version)
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
        attempts.values.contains { $0.isFor(consumer) }
    }

    private func dial(
        _ purpose: Purpose, since: MonotonicTime, speaking version: RedisConfiguration.ProtocolVersion? = nil
    ) {
        var id: ObjectIdentifier?
        let start = context.time.now()
        let dial = Dial(
            context: context, generation: outage.generation, version: version,
            deadline: since + context.configuration.resilience.connectTimeout
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
        if case .success(let connection) = result { evidence.add(connection) }
        switch (attempt.purpose, result) {
        case (.consumer(let consumer), .success(let connection)): consumer.connected(connection, now: now)
        case (.consumer(let consumer), .failure(let failure)):
            guard case .outage(let cause) = consumer.connectFailed(failure, now: now) else { return }
            judge(cause, failure.error, of: consumer, attempt, now: now)
        case (.probe, .success(let connection)):
            outage.probeSucceeded(now: now)
            outageEnded(now: now)
            if consumers.first(where: { $0.adopt(probe: connection, now: now) }) == nil { connection.closeUnused() }
        case (.probe, .failure(let failure)) where failure.cause == nil:
            // The server is there and refuses this client by name: callers are to get that error.
            outage.probeSucceeded(now: now)
            outageEnded(now: now)
        case (.probe, .failure(let failure)): outage.probeFailed(failure, now: now)
        case (.check, .success(let connection)): replaceSuspects(by: connection, now: now)
        // The deadline of what waits on the silent connection decides.
        case (.check, .failure): suspects = []
        }
    }

    // MARK: Judging failures

    /// Half of the command timeout: the time within which a reply on another connection shows that the server is alive.
    private var half: Duration { context.configuration.resilience.commandTimeout / 2 }

    /// A reply that came after this time shows that the server is alive.
    private func recent(_ now: MonotonicTime) -> MonotonicTime { now + (.zero - half) }

    /// Decides whether a failed attempt is an outage. It is none while another connection brings replies: then only what
    /// waited for this one fails.
    private func judge(
        _ cause: RedisFailureCause, _ error: RedisError, of consumer: any ConnectionConsumer, _ attempt: Attempt,
        now: MonotonicTime
    ) {
        let isServersWord = [.loading, .masterDown, .clusterDown].contains(cause)
        if isServersWord || evidence.isEmpty { return declare(cause, error, by: consumer, now: now) }
        if evidence.hasReply(since: attempt.start) { return consumer.connectRefused(error, now: now) }
        if attempt.hasAskedOthers { return declare(cause, error, by: consumer, now: now) }
        let wait = min(context.configuration.resilience.healthCheckTimeout, half)
        questions.append(
            OpenQuestion(consumer: consumer, cause: cause, error: error, since: attempt.start, until: now + wait))
        evidence.askForReplies(now: now)
    }

    private func declare(
        _ cause: RedisFailureCause, _ error: RedisError, by consumer: any ConnectionConsumer, now: MonotonicTime
    ) {
        if !trip(cause, generation: outage.generation, error: error) { consumer.connectRefused(error, now: now) }
    }

    private func answerQuestions(now: MonotonicTime) {
        guard !questions.isEmpty else { return }
        let open = questions
        questions = []
        for question in open {
            if evidence.hasReply(since: question.since) {
                question.consumer.connectRefused(question.error, now: now)
            } else if now >= question.until || evidence.isEmpty {
                declare(question.cause, question.error, by: question.consumer, now: now)
            } else {
                questions.append(question)
            }
        }
    }

    /// Asks the other connections for a reply once an attempt has taken half of its time, so that its failure can be
    /// judged at once.
    private func askOthersBesideSlowAttempts(now: MonotonicTime) {
        guard !evidence.isEmpty else { return }
        for (id, attempt) in attempts where !attempt.hasAskedOthers {
            guard case .consumer = attempt.purpose,
                now >= attempt.start + context.configuration.resilience.connectTimeout / 2
            else { continue }
            attempts[id]?.hasAskedOthers = true
            evidence.askForReplies(now: now)
        }
    }

    /// A connection saw something that means an outage of the server.
    ///
    /// - Parameter generation: The breaker's generation in which the connection was opened. What connections of an older
    ///   one report is ignored.
    package func report(_ cause: RedisFailureCause, generation: UInt64, error: RedisError? = nil) {
        trip(cause, generation: generation, error: error)
    }

    /// Calls on a connection ran out of time, and nothing at all came. That is an outage unless another connection has
    /// brought a reply meanwhile.
    package func reportSilence(of connection: Connection) {
        let now = context.time.now()
        if evidence.hasReply(since: recent(now), except: connection) { return }
        trip(.silentServer, generation: connection.generation, error: nil)
    }

    /// A connection has owed a reply for half of the command timeout. When another connection has brought one meanwhile,
    /// it is given up at once; otherwise a fresh connection is made beside it to find out.
    package func check(beside connection: Connection, of consumer: any ConnectionConsumer) {
        let now = context.time.now()
        guard outage.refusal(now: now) == nil, !isEnding else { return }
        if evidence.hasReply(since: recent(now), except: connection) {
            _ = consumer.superseded(connection, by: nil, now: now)
            return
        }
        suspects.append(Suspect(connection: connection, consumer: consumer))
        let isChecking = attempts.values.contains { if case .check = $0.purpose { true } else { false } }
        if !isChecking { dial(.check, since: now) }
    }

    private func replaceSuspects(by connection: Connection, now: MonotonicTime) {
        let suspects = suspects
        self.suspects = []
        var isUsed = false
        for suspect in suspects where suspect.connection.isOpen && suspect.connection.lastReply < recent(now) {
            if suspect.consumer.superseded(suspect.connection, by: isUsed ? nil : connection, now: now) {
                isUsed = true
            }
        }
        if !isUsed { connection.closeUnused() }
    }

    // MARK: Outages

    /// Opens the breaker, ends every attempt to connect, and tells the consumers. Returns false when the breaker was open
    /// already or the report is of an older generation.
    @discardableResult
    private func trip(_ cause: RedisFailureCause, generation: UInt64, error: RedisError?) -> Bool {
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
        suspects = []
        questions = []
    }

    // MARK: Time

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
        for question in questions { next = min(next, question.until) }
        if !isEnding, outage.advance(to: now) == .probe { dial(.probe, since: now) }
        // Last, because any of the above may have begun a dial.
        for attempt in attempts.values {
            next = min(next, attempt.dial.nextCheck)
            if !attempt.hasAskedOthers, !evidence.isEmpty, case .consumer = attempt.purpose {
                next = min(next, attempt.start + context.configuration.resilience.connectTimeout / 2)
            }
        }
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
