import RedisTransport
import CRedisIO
import DequeModule
import Logging

/// The part of a client that lives on the event loop's thread: takes calls from the mailbox, drives the connections,
/// and lets time pass. Nothing in it is ever touched by another thread.
final class ClientLoop {
    let context: ConnectionContext
    let mailbox: Mailbox<ClientMessage>
    let outage: OutageSwitch
    private let resolver: ResolverQueue
    @exclusivity(unchecked) private(set) var channels: [SharedChannel] = []
    private(set) var leases: LeasePool!
    private var trackers: [TrackingID: InvalidationTracker] = [:]
    private let logger: Logger
    @exclusivity(unchecked) private var nextChannel = 0
    private var dials: [ObjectIdentifier: PendingDial] = [:]
    private var stop: StopRequest?
    @exclusivity(unchecked) private var young = YoungCalls()
    /// The time by which calls are young, whatever a test makes of the time of deadlines.
    private let clock = TimeSource()

    private enum Purpose {
        case channel(SharedChannel)
        case lease
        case tracker(InvalidationTracker)
        case probe
    }

    private struct PendingDial {
        var dial: Dial
        var purpose: Purpose
    }

    private struct StopRequest {
        var deadline: MonotonicTime
        var waiters: [UnsafeContinuation<Void, Never>]
    }

    init(
        context: ConnectionContext, mailbox: Mailbox<ClientMessage>, outage: OutageSwitch,
        nameResolver: any NameResolver, logger: Logger
    ) {
        self.context = context
        self.mailbox = mailbox
        self.outage = outage
        self.logger = logger
        resolver = ResolverQueue(
            resolver: nameResolver, time: context.time, patience: context.configuration.resilience.connectTimeout,
            report: { _ = mailbox.post(.control(.resolved($0))) })
        channels = (0..<context.configuration.pool.sharedConnections).map { _ in
            SharedChannel(context: context, host: self)
        }
        leases = LeasePool(context: context, host: self)
    }

    // MARK: The loop

    /// Runs until the client is shut down.
    func run() {
        var messages = Deque<ClientMessage>()
        var (untilCall, untilReply) = (LingerPolicy(), LingerPolicy())
        var hasNews = false
        var batches = CallBatches()
        while true {
            for pending in dials.values { pending.dial.finishIfReady() }
            mailbox.take(into: &messages)
            if !messages.isEmpty {
                hasNews = true
                batches.cameTogether(messages.count)
            }
            var now = context.time.now()
            // Taken out one by one: a message that stays where it is would have to be kept alive a second time.
            while let message = messages.popFirst() { handle(message, now: now) }
            for channel in channels { channel.pump(now: now) }
            now = context.time.now()
            let next = timePassed(now: now)
            if let stop, now >= stop.deadline || isIdle { return end(stop) }
            if hasNews, batches.areSmall {
                hasNews = isIdle ? linger(&untilCall) : linger(&untilReply)
                if hasNews { continue }
            }
            let time = mailbox.fallAsleep() ? sleepTime(until: next, now: now) : .zero
            hasNews = context.loop.wait(for: time, awake: mailbox.wakeUp)
        }
    }

    private func sleepTime(until next: MonotonicTime, now: MonotonicTime) -> Duration? {
        let time = next == .distantFuture ? nil : next - now
        guard let endOfYouth = young.nextEnd else { return time }
        let youth = max(.zero, endOfYouth - clock.now())
        return time.map { min($0, youth) } ?? youth
    }

    /// Looks for the next call or reply without sleeping, for a moment, if the policy is for it. Whether one has come.
    private func linger(_ policy: inout LingerPolicy) -> Bool {
        guard policy.takesChance() else { return false }
        let start = context.time.now()
        var waited = Duration.zero
        var hasCome = false
        repeat {
            SystemThread.yield()
            hasCome = !mailbox.isEmpty || context.loop.wait(for: .zero)
            waited = context.time.now() - start
        } while !hasCome && waited < LingerPolicy.limit
        policy.lingered(for: waited, successfully: hasCome)
        return hasCome
    }

    private var isIdle: Bool { channels.allSatisfy(\.isIdle) && leases.isIdle }

    private func handle(_ message: ClientMessage, now: MonotonicTime) {
        switch message {
        case .submit(let call): submit(call, now: now)
        case .cancel(let call):
            call.cancel()
            if let lease = call.lease {
                leases.callWasCancelled(lease: lease)
            } else {
                cancelledCalls = true
            }
        case .control(let control): handle(control, now: now)
        }
    }

    private func handle(_ control: ClientMessage.Control, now: MonotonicTime) {
        switch control {
        case .wait(let call, let task): call.taskCameBack(task)
        case .acquire(let request):
            guard !request.isCancelled else { return request.fail(CancellationError()) }
            guard let error = stop == nil ? outage.refusal(now: now) : shutdownError else {
                return leases.acquire(request, now: now)
            }
            request.fail(error)
        case .cancelLease(let request): leases.cancel(request)
        case .release(let lease): leases.release(lease, now: now)
        case .track(let request): track(request, now: now)
        case .endTracking(let id): endTracking(id)
        case .resolved(let answer): resolver.answered(answer)
        case .reset(let done):
            reset(now: now)
            done.resume()
        case .shutDown(let gracePeriod, let done):
            let earlier = stop
            stop = StopRequest(
                deadline: min(earlier?.deadline ?? .distantFuture, now + gracePeriod),
                waiters: (earlier?.waiters ?? []) + [done].compactMap { $0 })
        case .wake: break
        }
    }

    private func submit(_ call: Call, now: MonotonicTime) {
        young.callWasSubmitted(now: clock.now())
        call.generation = young.generation
        if let lease = call.lease { return leases.submit(call, lease: lease, now: now) }
        if let error = outage.refusal(now: now) { return call.finish(.failure(error)) }
        nextChannel = nextChannel + 1 < channels.count ? nextChannel + 1 : 0
        channels[nextChannel].submit(call, now: now)
    }

    private var cancelledCalls = false

    /// Sends the tasks of calls back that have waited for a while.
    private func endYouth() {
        guard young.nextEnd != nil else { return }
        guard !isIdle else { return young.areAllAnswered() }
        young.timePassed(now: clock.now()) { generation in
            var areLeft = leases.endYouth(before: generation)
            for channel in channels where channel.endYouth(before: generation) { areLeft = true }
            return areLeft
        }
    }

    private func timePassed(now: MonotonicTime) -> MonotonicTime {
        endYouth()
        if cancelledCalls {
            cancelledCalls = false
            for channel in channels { channel.callWasCancelled() }
        }
        var next = stop?.deadline ?? .distantFuture
        // Dials first: when a call and the dial it waits for run out of time together, the dial tells the reason.
        for pending in dials.values { pending.dial.timePassed(now: now) }
        for channel in channels { next = min(next, channel.timePassed(now: now)) }
        next = min(next, leases.timePassed(now: now))
        for tracker in trackers.values { next = min(next, tracker.timePassed(now: now)) }
        if stop == nil, outage.timePassed(now: now) == .probe { dial(.probe, since: now) }
        // Last, because any of the above may have begun a dial.
        for pending in dials.values { next = min(next, pending.dial.nextCheck) }
        // A client that ends probes no more.
        return stop == nil ? min(next, outage.nextProbe ?? .distantFuture) : next
    }

    // MARK: Ending

    private var shutdownError: RedisError {
        RedisError(.shutdown, outcome: .notSent, message: "the client was shut down", endpoint: context.endpoint)
    }

    private func reset(now: MonotonicTime) {
        let error = RedisError(
            .connectionLost, outcome: .notSent, message: "the client was reset", endpoint: context.endpoint)
        closeAll(error)
        outage.reset(now: now)
        outageEnded(now: now)
    }

    private func outageEnded(now: MonotonicTime) {
        leases.outageEnded()
        for tracker in trackers.values { tracker.start(now: now) }
    }

    private func closeAll(_ error: RedisError) {
        for pending in dials.values { pending.dial.cancel() }
        dials = [:]
        for channel in channels { channel.close(error) }
        leases.close(error)
        for tracker in trackers.values { tracker.close() }
    }

    private func end(_ stop: StopRequest) {
        closeAll(shutdownError)
        outage.finish()
        var waiters = stop.waiters
        for message in mailbox.close() {
            switch message {
            case .submit(let call): call.finish(.failure(shutdownError))
            case .cancel(let call): call.cancel()
            case .control(.wait(let call, let task)): call.taskCameBack(task)
            case .control(.acquire(let request)): request.fail(shutdownError)
            case .control(.cancelLease): break
            case .control(.reset(let done)): done.resume()
            case .control(.shutDown(_, let done)): waiters += [done].compactMap { $0 }
            case .control(.track(let request)): request.listener.trackingEnded()
            case .control(.endTracking), .control(.release), .control(.resolved), .control(.wake): break
            }
        }
        for waiter in waiters { waiter.resume() }
    }
}

// MARK: - Dialling

extension ClientLoop {
    private func dial(_ purpose: Purpose, since: MonotonicTime) {
        var key: ObjectIdentifier?
        let dial = Dial(
            context: context, generation: outage.generation,
            deadline: since + context.configuration.resilience.connectTimeout
        ) { [unowned self] result in
            guard let key, let pending = self.dials.removeValue(forKey: key) else { return }
            self.dialEnded(pending.purpose, result)
        }
        key = ObjectIdentifier(dial)
        dials[ObjectIdentifier(dial)] = PendingDial(dial: dial, purpose: purpose)
        dial.start(resolver: resolver)
    }

    private func dialEnded(_ purpose: Purpose, _ result: Result<Connection, ConnectionFailure>) {
        let now = context.time.now()
        switch (purpose, result) {
        case (.probe, .success(let connection)):
            outage.probeSucceeded(now: now)
            outageEnded(now: now)
            channels[0].adopt(connection, now: now)
        case (.probe, .failure(let failure)) where failure.cause == nil:
            // The server is there, and refuses this client by name: callers are to hear that.
            outage.probeSucceeded(now: now)
            outageEnded(now: now)
        case (.probe, .failure(let failure)): outage.probeFailed(failure, now: now)
        case (.channel(let channel), .success(let connection)): channel.adopt(connection, now: now)
        case (.tracker(let tracker), .success(let connection)): tracker.adopt(connection, now: now)
        case (.tracker(let tracker), .failure(let failure)):
            if let cause = failure.cause, trip(cause, generation: outage.generation, error: failure.error) { return }
            tracker.dialFailed(failure.error)
        case (.lease, .success(let connection)): leases.dialSucceeded(connection, now: now)
        case (.channel(let channel), .failure(let failure)):
            if channel.connection != nil {
                // It was to replace a connection that still works.
                channel.keepAgedConnection(now: now)
            } else if let cause = failure.cause {
                trip(cause, generation: outage.generation, error: failure.error)
            } else {
                channel.failWaiting(failure.error)
            }
        case (.lease, .failure(let failure)):
            if let cause = failure.cause, trip(cause, generation: outage.generation, error: failure.error) { return }
            leases.dialFailed(failure.error, now: now)
        }
    }

    /// Opens the breaker: nothing waits for Redis any more, and what was opened before is of the past. False when that
    /// is no news.
    @discardableResult
    private func trip(_ cause: FailureCause, generation: UInt64, error: RedisError?) -> Bool {
        let now = context.time.now()
        guard let refusal = outage.trip(cause, generation: generation, detail: error, now: now) else { return false }
        let told = error.map { $0.with(retryAfter: refusal.retryAfter) } ?? refusal
        for pending in dials.values { pending.dial.cancel() }
        dials = [:]
        leases.failWaiting(told)
        for tracker in trackers.values { tracker.outageBegan() }
        for channel in channels {
            channel.retire(now: now)
            channel.failWaiting(told)
        }
        return true
    }
}

extension ClientLoop: ChannelHost {
    func channelNeedsConnection(_ channel: SharedChannel, since: MonotonicTime) {
        if let error = outage.refusal(now: context.time.now()) { return channel.failWaiting(error) }
        let isDialling = dials.values.contains {
            if case .channel(let other) = $0.purpose { other === channel } else { false }
        }
        if !isDialling { dial(.channel(channel), since: since) }
    }

    func channel(_ channel: SharedChannel, saw cause: FailureCause, generation: UInt64, error: RedisError?) {
        trip(cause, generation: generation, error: error)
    }
}

extension ClientLoop: LeasePoolHost {
    func leasePoolNeedsConnection(_ pool: LeasePool, since: MonotonicTime) {
        let now = context.time.now()
        if let error = outage.refusal(now: now) { return pool.dialFailed(error, now: now) }
        dial(.lease, since: since)
    }

    func leasePool(_ pool: LeasePool, saw cause: FailureCause, generation: UInt64, error: RedisError?) {
        trip(cause, generation: generation, error: error)
    }
}

extension ClientLoop: InvalidationTrackerHost {
    private func track(_ request: TrackingRequest, now: MonotonicTime) {
        guard stop == nil else { return }
        let tracker = InvalidationTracker(
            prefix: request.prefix, listener: request.listener, context: context, logger: logger, host: self)
        trackers[request.id] = tracker
        if outage.refusal(now: now) == nil { tracker.start(now: now) }
    }

    private func endTracking(_ id: TrackingID) {
        guard let tracker = trackers.removeValue(forKey: id) else { return }
        tracker.close()
        dials = dials.filter { _, pending in
            guard case .tracker(let other) = pending.purpose, other === tracker else { return true }
            pending.dial.cancel()
            return false
        }
    }

    func trackerNeedsConnection(_ tracker: InvalidationTracker, since: MonotonicTime) {
        // An outage that is over tells the trackers.
        guard stop == nil, outage.refusal(now: context.time.now()) == nil else { return tracker.outageBegan() }
        dial(.tracker(tracker), since: since)
    }

    func tracker(_ tracker: InvalidationTracker, saw cause: FailureCause, generation: UInt64, error: RedisError?) {
        trip(cause, generation: generation, error: error)
    }
}
