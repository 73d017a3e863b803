import CRedisIO
import DequeModule
import RedisTransport

/// The thread of a client: takes calls from the mailbox, hands them to the node they go to, waits for sockets, and lets
/// time pass. Nothing in it is ever touched by another thread.
final class ClientLoop {
    /// What the loop makes its nodes from.
    struct Parts {
        var context: ConnectionContext
        var outage: OutageSwitch
        var nameResolver: any NameResolver
    }

    private let mailbox: Mailbox<ClientMessage>
    private let loop: EventLoop
    private let time: TimeSource
    private let resolver: ResolverQueue
    /// The servers. There is one; a topology will have more.
    @exclusivity(unchecked) private var nodes: [Node]
    private var consumers: [ConsumerID: any ConnectionConsumer] = [:]
    private var stop: StopRequest?
    @exclusivity(unchecked) private var cancellationUpgrade = CancellationUpgrade()
    /// The clock of the upgrade, which goes on whatever a test makes of the time of deadlines.
    private let clock = TimeSource()
    private var hasCancelledCalls = false

    private struct StopRequest {
        var deadline: MonotonicTime
        var waiters: [UnsafeContinuation<Void, Never>]
    }

    init(_ parts: Parts, mailbox: Mailbox<ClientMessage>) {
        self.mailbox = mailbox
        loop = parts.context.loop
        time = parts.context.time
        resolver = ResolverQueue(
            resolver: parts.nameResolver, time: time,
            patience: parts.context.configuration.resilience.connectTimeout,
            report: { _ = mailbox.post(.control(.resolved($0))) })
        nodes = [Node(context: parts.context, outage: parts.outage, resolver: resolver)]
    }

    // MARK: The loop

    /// Runs until the client is shut down.
    func run() {
        var messages = Deque<ClientMessage>()
        var (untilCall, untilReply) = (LingerPolicy(), LingerPolicy())
        var hasNews = false
        var batches = CallBatches()
        while true {
            for node in nodes { node.finishReadyDials() }
            mailbox.take(into: &messages)
            if !messages.isEmpty {
                hasNews = true
                batches.cameTogether(messages.count)
            }
            var now = time.now()
            // Taken out one by one: a message that stays where it is would have to be kept alive a second time.
            while let message = messages.popFirst() { handle(message, now: now) }
            for node in nodes { node.flush(now: now) }
            now = time.now()
            let next = advance(to: now)
            if let stop, now >= stop.deadline || isIdle { return end(stop) }
            if hasNews, batches.areSmall {
                hasNews = isIdle ? linger(&untilCall) : linger(&untilReply)
                if hasNews { continue }
            }
            let time = mailbox.fallAsleep() ? sleepTime(until: next, now: now) : .zero
            hasNews = loop.wait(for: time, awake: mailbox.wakeUp)
        }
    }

    private func sleepTime(until next: MonotonicTime, now: MonotonicTime) -> Duration? {
        let time = next == .distantFuture ? nil : next - now
        guard let upgrade = cancellationUpgrade.nextEnd else { return time }
        let untilUpgrade = max(.zero, upgrade - clock.now())
        return time.map { min($0, untilUpgrade) } ?? untilUpgrade
    }

    /// Looks for the next call or reply without sleeping, for a moment, if the policy allows it. Returns whether one has
    /// come.
    private func linger(_ policy: inout LingerPolicy) -> Bool {
        guard policy.takesChance() else { return false }
        let start = time.now()
        var waited = Duration.zero
        var hasCome = false
        repeat {
            SystemThread.yield()
            hasCome = !mailbox.isEmpty || loop.wait(for: .zero)
            waited = time.now() - start
        } while !hasCome && waited < LingerPolicy.limit
        policy.lingered(for: waited, successfully: hasCome)
        return hasCome
    }

    private var isIdle: Bool { nodes.allSatisfy(\.isIdle) }

    private func advance(to now: MonotonicTime) -> MonotonicTime {
        upgradeCalls()
        if hasCancelledCalls {
            hasCancelledCalls = false
            for node in nodes { node.removeCancelledCalls() }
        }
        var next = stop?.deadline ?? .distantFuture
        for node in nodes { next = min(next, node.advance(to: now)) }
        return next
    }

    /// Gives calls that have waited for a while a cancellation handler.
    private func upgradeCalls() {
        guard cancellationUpgrade.nextEnd != nil else { return }
        guard !isIdle else { return cancellationUpgrade.reset() }
        cancellationUpgrade.advance(to: clock.now()) { generation in
            var areLeft = false
            for node in nodes where node.upgradeCalls(before: generation) { areLeft = true }
            return areLeft
        }
    }

    // MARK: Messages

    private func handle(_ message: ClientMessage, now: MonotonicTime) {
        switch message {
        case .submit(let call): submit(call, now: now)
        case .cancel(let call):
            call.cancel()
            if let lease = call.lease {
                for node in nodes { node.leases.removeCancelledCalls(lease: lease) }
            } else {
                hasCancelledCalls = true
            }
        case .control(let control): handle(control, now: now)
        }
    }

    private func submit(_ call: Call, now: MonotonicTime) {
        cancellationUpgrade.callWasSubmitted(now: clock.now())
        call.generation = cancellationUpgrade.generation
        let node = nodes[0]
        if let lease = call.lease {
            node.leases.submit(call, lease: lease, now: now)
        } else {
            node.submit(call, now: now)
        }
    }

    private func handle(_ control: ClientMessage.Control, now: MonotonicTime) {
        switch control {
        case .wait(let call, let task): call.taskCameBack(task)
        case .acquire(let request):
            if request.isCancelled {
                request.fail(CancellationError())
            } else if stop != nil {
                request.fail(nodes[0].shutdownError)
            } else {
                nodes[0].acquire(request, now: now)
            }
        case .cancelLease(let request): nodes[0].leases.cancel(request)
        case .release(let lease): nodes[0].leases.release(lease, now: now)
        case .addConsumer(let registration): add(registration, now: now)
        case .removeConsumer(let id):
            if let consumer = consumers.removeValue(forKey: id) { nodes[0].remove(consumer) }
        case .resolved(let answer): resolver.answered(answer)
        case .reset(let done):
            for node in nodes { node.reset(now: now) }
            done.resume()
        case .shutDown(let gracePeriod, let done):
            let earlier = stop
            stop = StopRequest(
                deadline: min(earlier?.deadline ?? .distantFuture, now + gracePeriod),
                waiters: (earlier?.waiters ?? []) + [done].compactMap { $0 })
            for node in nodes { node.drain() }
        case .wake: break
        }
    }

    private func add(_ registration: ConsumerRegistration, now: MonotonicTime) {
        guard stop == nil else { return registration.declined() }
        let consumer = registration.make(nodes[0])
        consumers[registration.id] = consumer
        nodes[0].add(consumer, now: now)
    }

    // MARK: Ending

    private func end(_ stop: StopRequest) {
        for node in nodes { node.close() }
        let error = nodes[0].shutdownError
        var waiters = stop.waiters
        for message in mailbox.close() {
            switch message {
            case .submit(let call): call.finish(.failure(error))
            case .cancel(let call): call.cancel()
            case .control(.wait(let call, let task)): call.taskCameBack(task)
            case .control(.acquire(let request)): request.fail(error)
            case .control(.cancelLease): break
            case .control(.reset(let done)): done.resume()
            case .control(.shutDown(_, let done)): waiters += [done].compactMap { $0 }
            case .control(.addConsumer(let registration)): registration.declined()
            case .control(.removeConsumer), .control(.release), .control(.resolved), .control(.wake): break
            }
        }
        for waiter in waiters { waiter.resume() }
    }
}
