package import DequeModule
package import RedisTransport
import Synchronization

/// What callers leave in the mailbox for the event loop. One pointer wide: most messages are calls.
enum ClientMessage: Sendable {
    case submit(Call)
    case cancel(Call)
    indirect case control(Control)

    /// What happens rarely.
    enum Control: Sendable {
        /// A call's task is back and waits with a cancellation handler now.
        case wait(Call, WaitingTask<RESPValue>)
        case acquire(LeaseRequest)
        case cancelLease(LeaseRequest)
        case release(LeaseID)
        case addConsumer(ConsumerRegistration)
        case removeConsumer(ConsumerID)
        case visitConsumer(ConsumerVisit)
        case resolved(ResolverQueue.Answer)
        case reset(UnsafeContinuation<Void, Never>)
        case shutDown(gracePeriod: Duration, UnsafeContinuation<Void, Never>?)
        /// Only wakes the loop, so that it looks at the time.
        case wake
    }
}

/// Asks the loop to add a consumer of connections to a node.
struct ConsumerRegistration: Sendable {
    let id: ConsumerID
    /// Makes the consumer, on the event loop's thread.
    let make: @Sendable (Node) -> any ConnectionConsumer
    /// The client has ended: the consumer is not made.
    let declined: @Sendable () -> Void
}

/// Asks the loop to call a consumer, on the loop's thread.
struct ConsumerVisit: Sendable {
    let id: ConsumerID
    /// Called with the consumer, or with `nil` when it or the client has ended.
    let body: @Sendable ((any ConnectionConsumer)?, MonotonicTime) -> Void
}

/// Names one added consumer of a client.
struct ConsumerID: Hashable, Sendable {
    let rawValue: UInt64
}

/// Carries messages from any thread to the event loop with few wake-ups: the loop is woken only when it sleeps, and
/// everything that arrives while it is awake is taken in one go.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages = Deque<Message>()
        var isAsleep = false
        var isClosed = false
        var yieldPolicy: YieldPolicy
    }

    private let state: Mutex<State>
    package let waker: Waker

    package init(yieldPolicy: YieldPolicy = YieldPolicy()) throws {
        waker = try Waker()
        state = Mutex(State(yieldPolicy: yieldPolicy))
    }

    /// Leaves a message. Returns false when the loop has ended: the message was not taken.
    ///
    /// - Parameter yields: When many messages wait, the thread gives its processor up once, so that they are taken.
    package func post(_ message: Message, yields: Bool = false) -> Bool {
        let (taken, wake, yield) = state.withLock { state in
            if state.isClosed { return (false, false, false) }
            state.messages.append(message)
            let wake = state.isAsleep
            state.isAsleep = false
            return (true, wake, yields && state.yieldPolicy.takesChance(waiting: state.messages.count))
        }
        if wake { waker.wake() }
        if yield { self.yield() }
        return taken
    }

    private func yield() {
        let clock = TimeSource()
        let start = clock.now()
        SystemThread.yield()
        let now = clock.now()
        guard now - start >= YieldPolicy.lateAfter else { return }
        let processTime = SystemThread.processTime
        state.withLock { $0.yieldPolicy.cameBackLate(at: now, processTime: processTime) }
    }

    /// Swaps the waiting messages for an empty queue, whose room is used again.
    package func take(into empty: inout Deque<Message>) {
        state.withLock { state in
            state.isAsleep = false
            swap(&state.messages, &empty)
        }
    }

    /// No message waits.
    package var isEmpty: Bool { state.withLock { $0.messages.isEmpty } }

    /// Announces that the loop is about to sleep. False when messages are waiting: it must not.
    package func fallAsleep() -> Bool {
        state.withLock { state in
            guard state.messages.isEmpty else { return false }
            state.isAsleep = true
            return true
        }
    }

    /// Announces that the loop sleeps no more: it takes the messages before it does again, so none has to wake it.
    package func wakeUp() {
        state.withLock { $0.isAsleep = false }
    }

    /// Refuses messages from now on and returns those not taken yet.
    package func close() -> Deque<Message> {
        state.withLock { state in
            state.isClosed = true
            defer { state.messages = [] }
            return state.messages
        }
    }
}
