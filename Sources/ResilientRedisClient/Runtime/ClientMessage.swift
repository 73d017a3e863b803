import RedisTransport

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

/// Names one added consumer of a client.
struct ConsumerID: Hashable, Sendable {
    let rawValue: UInt64
}
