package import RedisTransport
import DequeModule

/// An established connection: encodes calls into the output, matches replies to calls by position, and checks that the
/// server is still there.
///
/// It is never repaired: whatever goes wrong on it, it is closed and its owner gets another.
package final class Connection: SocketHandler {
    /// The breaker's generation in which it was opened.
    package let generation: UInt64
    /// When it is to be replaced for its age.
    let expiresAt: MonotonicTime
    /// Outlives the connection, or takes itself away: everything on the loop ends together.
    package unowned var owner: (any ConnectionOwner)?

    let context: ConnectionContext
    let socket: Socket
    @exclusivity(unchecked) package private(set) var isOpen = true
    let reader: ReplyReader
    @exclusivity(unchecked) var health: HealthCheck
    /// Calls on the wire, or in the output, in the order in which their replies will come.
    @exclusivity(unchecked) var inFlight = Deque<Call>()
    /// Calls that wait for the health check's answer.
    @exclusivity(unchecked) var held = HeldCalls()
    @exclusivity(unchecked) private var earliestDeadline = MonotonicTime.distantFuture
    @exclusivity(unchecked) var lastBytes: MonotonicTime
    /// When the system last took the rest of what it could not take at once.
    private var lastBacklog: MonotonicTime
    @exclusivity(unchecked) var inFlightBytes = 0
    var checksHealth = true
    /// The owner was told that a reply is late. No reply has come since.
    @exclusivity(unchecked) var isSuspect = false
    /// A PING is under way that confirms what an error reply said about the server.
    @exclusivity(unchecked) var isConfirming = false
    /// The system did not take all of the output at once.
    @exclusivity(unchecked) private var hasBacklog = false
    /// Receives what the server sends without being asked.
    weak var pushHandler: (any PushHandler)?
    /// The connection has subscribed under RESP2, where messages have the form of replies.
    @exclusivity(unchecked) var repliesMayBePushes = false
    /// The version of the protocol that the handshake has agreed on.
    package internal(set) var protocolVersion = RedisConfiguration.ProtocolVersion.resp2
    @exclusivity(unchecked) package private(set) var isDraining = false

    /// No more calls are put into the output while this many bytes wait in it.
    private static let outputHighWater = 256 * 1024
    /// A health check ends after half of a caller's time; shorter times than this count as this.
    private static let leastPatience = Duration.milliseconds(400)
    /// How much one connection may receive before others get their turn.
    static let receiveBudget = 256 * 1024

    init(_ socket: Socket, context: ConnectionContext, generation: UInt64) {
        let now = context.time.now()
        self.socket = socket
        self.context = context
        self.generation = generation
        reader = ReplyReader(limits: context.configuration.replyLimits)
        let resilience = context.configuration.resilience
        health = HealthCheck(interval: resilience.healthCheckInterval, timeout: resilience.healthCheckTimeout, now: now)
        lastBytes = now
        lastBacklog = now
        expiresAt = context.configuration.pool.expiry(openedAt: now, randomUnit: Double.random(in: 0..<1))
        socket.watch(for: .read, handler: self)
    }

    /// When the last complete reply came.
    package var lastReply: MonotonicTime { health.lastReply }

    /// How many calls wait for their turn or their reply.
    var callCount: Int { inFlight.count + held.count }

    /// How many bytes those calls have.
    var callBytes: Int { inFlightBytes + held.byteCount }

    /// No call is on it, answered or not.
    var isIdle: Bool { inFlight.isEmpty && held.isEmpty }

    /// Whether another call may be given to it now.
    var hasRoom: Bool {
        isOpen && !isDraining && socket.waitingCount < Self.outputHighWater
    }

    // MARK: Sending

    /// Puts a call on the connection. It leaves with the next ``flush()``, or after a health check when one is due.
    package func send(_ call: Call, now: MonotonicTime) {
        if health.isTrusted, !inFlight.isEmpty {
            put(call, now: now)
            return
        }
        guard checksHealth || !health.isTrusted else { return put(call, now: now) }
        let deadline = call.hasPolicyDeadline ? call.deadline : patient(call.deadline, now: now)
        let action = health.beforeSending(deadline: deadline, now: now)
        if health.isTrusted {
            put(call, now: now)
        } else {
            hold(call)
            if action == .ping { sendPing(now: now) }
        }
    }

    /// A caller's short deadline must not make a slow connection look dead.
    private func patient(_ deadline: MonotonicTime, now: MonotonicTime) -> MonotonicTime {
        max(deadline, now + min(Self.leastPatience, context.configuration.resilience.commandTimeout))
    }

    private func hold(_ call: Call) {
        held.append(call)
        earliestDeadline = min(earliestDeadline, call.deadline)
    }

    func put(_ call: Call, now: MonotonicTime) {
        guard isOpen else { return }
        call.isHeld = false
        call.enqueuedAt = now
        call.offset = socket.enqueuedCount
        earliestDeadline = min(earliestDeadline, call.deadline)
        inFlightBytes += call.byteCount
        socket.enqueue(call.request)
        inFlight.append(call)
    }

    func sendPing(now: MonotonicTime, _ completion: ((Bool) -> Void)? = nil) {
        put(.ping(now: now, completion), now: now)
        flush()
    }

    /// Sends no PINGs of its own any more: its holder has changed its state.
    func stopHealthChecks() {
        checksHealth = false
    }

    /// Checks that the connection is alive: at once when a reply came lately, otherwise with a PING.
    func verify(deadline: MonotonicTime, now: MonotonicTime, _ completion: @escaping (Bool) -> Void) {
        guard isOpen, !isDraining else { return completion(false) }
        switch health.beforeSending(deadline: patient(deadline, now: now), now: now) {
        case .none where health.isTrusted: completion(true)
        case .ping: sendPing(now: now, completion)
        // A PING is under way already: another one behind it gives the same answer.
        default: hold(.ping(now: now, completion))
        }
    }

    /// Hands the output to the system.
    package func flush() {
        guard isOpen, socket.waitingCount > 0 else { return }
        do {
            try socket.flush()
            let hadBacklog = hasBacklog
            hasBacklog = socket.waitingCount > 0
            if hadBacklog, !hasBacklog { lastBacklog = context.time.now() }
        } catch {
            // What the server said before it closed may explain it.
            receive(budget: Self.receiveBudget)
            lose(error)
        }
    }

    // MARK: Time

    /// Advances to a time: expires calls, checks health. Returns when to call it again.
    package func advance(to now: MonotonicTime) -> MonotonicTime {
        if now >= earliestDeadline || now >= abandonedUntil {
            // This thread may have been held up: what has arrived in time must not count as silence.
            receive(budget: Self.receiveBudget)
            if now >= earliestDeadline { expireCalls(now: now) }
            if now >= abandonedUntil { owner?.connectionIsStuck(self, isSilent: hasUnansweredCall) }
        }
        guard isOpen else { return .distantFuture }
        if isDraining { return earliestDeadline }
        guard checksHealth || !health.isTrusted else { return earliestDeadline }
        if !health.isTrusted, now >= health.nextCheck { receive(budget: Self.receiveBudget) }
        switch health.advance(to: now, isIdle: inFlight.isEmpty) {
        case .none: break
        case .ping: sendPing(now: now)
        case .replace:
            close(
                ConnectionFailure(
                    error: RedisError(
                        .connectionLost, outcome: .notSent,
                        message: "the idle connection did not answer a PING and was replaced",
                        endpoint: context.name)))
            return .distantFuture
        }
        guard health.isTrusted, !inFlight.isEmpty else { return min(earliestDeadline, health.nextCheck) }
        let suspectAt = suspectAt
        if now >= suspectAt {
            // This thread may have been held up.
            receive(budget: Self.receiveBudget)
            if isOpen, !inFlight.isEmpty, now >= self.suspectAt {
                isSuspect = true
                owner?.connectionIsSuspect(self)
            }
            guard isOpen else { return .distantFuture }
        }
        let abandonedUntil = abandonedUntil
        let next = min(earliestDeadline, abandonedUntil > now ? abandonedUntil : .distantFuture)
        return min(next, self.suspectAt > now ? self.suspectAt : .distantFuture)
    }

    /// When half of the command timeout will have passed with a reply owed and none completed. Bytes that trickle in without
    /// ever ending a reply do not count, nor do calls that block on purpose or have not left this process.
    private var suspectAt: MonotonicTime {
        guard !isSuspect, !hasBacklog, let first = inFlight.first, !first.request.traits.contains(.blocking) else {
            return .distantFuture
        }
        return max(first.enqueuedAt, health.lastReply, lastBacklog)
            + context.configuration.resilience.commandTimeout / 2
    }

    /// When to give the connection up because it owes a reply that no one waits for any more, and nothing comes.
    /// Otherwise callers with short deadlines, or cancelled ones, would keep a dead connection in use indefinitely.
    private var abandonedUntil: MonotonicTime {
        guard let first = inFlight.first, !first.isWaitedFor, health.isTrusted, !isDraining else {
            return .distantFuture
        }
        return max(first.enqueuedAt, lastBytes) + context.configuration.resilience.commandTimeout
    }

    /// Some call that ran out of the configured time has waited since then as well, with no sign of life. Callers who
    /// were cancelled, or had a shorter deadline of their own, say nothing about the server.
    private var hasUnansweredCall: Bool {
        inFlight.prefix { !$0.request.traits.contains(.blocking) }.contains { call in
            !call.isWaitedFor && call.hasPolicyDeadline && !call.isCancelled && lastBytes < call.enqueuedAt
        }
    }

    private func expireCalls(now: MonotonicTime) {
        earliestDeadline = .distantFuture
        for call in held where call.isWaitedFor {
            if now >= call.deadline {
                call.finish(.failure(context.recordTimeout(of: call, outcome: .notSent)))
            } else {
                earliestDeadline = min(earliestDeadline, call.deadline)
            }
        }
        held.removeFinished()
        var expired: [Call] = []
        var silence = SilenceCheck(
            now: now, least: context.configuration.resilience.commandTimeout / 2, lastReply: health.lastReply,
            lastBytes: lastBytes, lastBacklog: lastBacklog, sentCount: socket.sentCount)
        for call in inFlight {
            let hasExpired = call.isWaitedFor && now >= call.deadline
            silence.look(at: call, hasExpired: hasExpired)
            if hasExpired {
                expired.append(call)
            } else if call.isWaitedFor {
                earliestDeadline = min(earliestDeadline, call.deadline)
            }
        }
        // Before the callers are released, so that they find it known that the server is silent.
        if silence.isStuck { owner?.connectionIsStuck(self, isSilent: silence.isSilent) }
        for call in expired { call.finish(.failure(context.recordTimeout(of: call, outcome: .unknown))) }
        closeIfDrained()
    }

    /// Gives calls of earlier generations a cancellation handler. Returns whether calls without one are left.
    package func upgradeCalls(before generation: UInt32) -> Bool {
        let areLeft = inFlight.upgrade(before: generation)
        return held.upgrade(before: generation) || areLeft
    }

    // MARK: Ending

    /// Takes no more calls, and closes when no one waits for a reply any more. Returns the calls not yet on the wire.
    package func drain() -> [Call] {
        isDraining = true
        defer { closeIfDrained() }
        return held.takeAll()
    }

    /// Drops held calls whose callers were cancelled. A call that was sent keeps its place.
    package func removeCancelledCalls() {
        held.removeFinished()
        closeIfDrained()
    }

    func closeIfDrained() {
        guard isDraining, isOpen, !inFlight.contains(where: \.isWaitedFor) else { return }
        close(
            ConnectionFailure(
                error: RedisError(
                    .connectionLost, outcome: .unknown, message: "the connection was drained",
                    endpoint: context.name)))
    }

    func lose(_ failure: Socket.Failure) {
        close(
            ConnectionFailure(
                error: RedisError(
                    failure.isTLS ? .tls : .connectionLost, outcome: .unknown,
                    message: "the connection was lost: \(failure). Check the server and what lies before it",
                    endpoint: context.name, underlying: failure)))
    }

    /// Closes the connection and leaves its calls to its owner.
    package func close(_ failure: ConnectionFailure) {
        guard isOpen else { return }
        let calls = closeReturningCalls()
        owner?.connection(self, failed: failure, leaving: calls)
    }

    /// Closes a connection that no one uses.
    func closeUnused() {
        owner = nil
        _ = closeReturningCalls()
    }

    /// Closes the connection and returns the calls that are still waited for.
    package func closeReturningCalls() -> [Call] {
        guard isOpen else { return [] }
        for call in inFlight where call.offset < socket.sentCount { call.wasSent = true }
        let calls = inFlight + held.takeAll()
        isOpen = false
        inFlight = []
        inFlightBytes = 0
        earliestDeadline = .distantFuture
        socket.close()
        return calls.filter(\.isWaitedFor)
    }
}
