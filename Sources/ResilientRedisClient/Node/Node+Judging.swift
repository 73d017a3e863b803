import RedisTransport

/// Judges failures: an outage is a statement about the server, so trouble with one connection is none while another one works.
extension Node {
    /// Half of the command timeout: the time within which a reply on another connection shows that the server is alive.
    private var half: Duration { context.configuration.resilience.commandTimeout / 2 }

    /// A reply that came after this time shows that the server is alive.
    private func recent(_ now: MonotonicTime) -> MonotonicTime { now + (.zero - half) }

    /// Decides whether a failed attempt is an outage. It is none while another connection brings replies: then only what
    /// waited for this one fails.
    func judge(
        _ cause: RedisFailureCause, _ error: RedisError, of consumer: any ConnectionConsumer, _ attempt: Attempt,
        now: MonotonicTime
    ) {
        let isServersWord = [.loading, .masterDown, .clusterDown].contains(cause)
        if isServersWord || evidence.isEmpty { return declare(cause, error, by: consumer, now: now) }
        if evidence.hasReply(since: attempt.start) { return refuse(consumer, error, cause, now: now) }
        if attempt.hasAskedOthers { return declare(cause, error, by: consumer, now: now) }
        let wait = min(context.configuration.resilience.healthCheckTimeout, half)
        questions.append(
            OpenQuestion(consumer: consumer, cause: cause, error: error, since: attempt.start, until: now + wait))
        evidence.askForReplies(now: now)
    }

    /// Fails what waited for a connection that could not be made while others work, and remembers it.
    private func refuse(
        _ consumer: any ConnectionConsumer, _ error: RedisError, _ cause: RedisFailureCause, now: MonotonicTime
    ) {
        gate.failed(error, isRefusal: cause == .accessRefused, now: now)
        consumer.connectRefused(error, now: now)
    }

    private func declare(
        _ cause: RedisFailureCause, _ error: RedisError, by consumer: any ConnectionConsumer, now: MonotonicTime
    ) {
        if !trip(cause, generation: outage.generation, error: error) { consumer.connectRefused(error, now: now) }
    }

    func answerQuestions(now: MonotonicTime) {
        guard !questions.isEmpty else { return }
        let open = questions
        questions = []
        for question in open {
            if evidence.hasReply(since: question.since) {
                refuse(question.consumer, question.error, question.cause, now: now)
            } else if now >= question.until || evidence.isEmpty {
                declare(question.cause, question.error, by: question.consumer, now: now)
            } else {
                questions.append(question)
            }
        }
    }

    /// Asks the other connections for a reply once an attempt has taken half of its time, so that its failure can be
    /// judged at once.
    func askOthersBesideSlowAttempts(now: MonotonicTime) {
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

    /// A connection was lost. One that had not brought a caller a reply is remembered: when that goes on, the server lets
    /// clients in and serves none.
    ///
    /// - Parameter hadCalls: Calls were on it.
    package func lost(_ connection: Connection, _ failure: ConnectionFailure, hadCalls: Bool) {
        // Those that are lost together are one loss.
        guard !connection.isDraining, connection.openedAt >= gate.unprovenSince else { return }
        let now = context.time.now()
        let wasYoung = now < connection.openedAt + .seconds(1)
        if connection.hasServed || !hadCalls && !wasYoung { return gate.lostTrust(now: now) }
        let error = failure.error.with(outcome: .notSent)
        gate.failed(error, isRefusal: false, now: now)
        guard gate.failures >= Self.mostUselessConnections, connection.generation == outage.generation,
            !evidence.hasReplyToCaller(since: recent(now))
        else { return }
        trip(.connectionLost, generation: connection.generation, error: error, needsProof: true)
    }

    /// So many connections in a row that were lost before they brought a caller a reply are an outage.
    private static let mostUselessConnections = 3

    /// Calls on a connection ran out of time, and nothing at all came. That is an outage unless another connection has
    /// brought a reply meanwhile.
    package func reportSilence(of connection: Connection) {
        let now = context.time.now()
        if lastVerdict >= recent(now) || evidence.hasReply(since: recent(now), except: connection) { return }
        trip(.silentServer, generation: connection.generation, error: nil)
    }

    /// A connection has owed a reply for half of the command timeout. When another connection has brought one meanwhile,
    /// it is given up at once; otherwise a fresh connection is made beside it to find out.
    package func check(beside connection: Connection, of consumer: any ConnectionConsumer) {
        let now = context.time.now()
        guard outage.refusal(now: now) == nil, !isEnding else { return }
        if evidence.hasReply(since: recent(now), except: connection) {
            _ = consumer.superseded(connection, by: nil, now: now)
            // One that is not given up, such as a lease, is judged once more at its deadline.
            evidence.askForReplies(now: now)
            return
        }
        suspects.append(Suspect(connection: connection, consumer: consumer))
        let isChecking = attempts.values.contains { if case .check = $0.purpose { true } else { false } }
        if !isChecking { dial(.check, since: now) }
    }

    func replaceSuspects(by connection: Connection, now: MonotonicTime) {
        lastVerdict = now
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
}
