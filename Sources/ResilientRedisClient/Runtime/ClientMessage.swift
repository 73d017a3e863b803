import RedisTransport

/// What callers leave in the mailbox for the event loop. One pointer wide: most messages are calls.
enum ClientMessage: Sendable {
    case submit(Call)
    case cancel(Call)
    indirect case control(Control)

    /// What happens rarely.
    enum Control: Sendable {
        /// A call's task, which was sent back, waits for it again and hears of its cancellation now.
        case wait(Call, WaitingTask<RESPValue>)
        case acquire(LeaseRequest)
        case cancelLease(LeaseRequest)
        case release(LeaseID)
        case track(TrackingRequest)
        case endTracking(TrackingID)
        case resolved(ResolverQueue.Answer)
        case reset(UnsafeContinuation<Void, Never>)
        case shutDown(gracePeriod: Duration, UnsafeContinuation<Void, Never>?)
        /// Only wakes the loop, so that it looks at the time.
        case wake
    }
}

/// Asks the loop to hear of changed keys.
struct TrackingRequest: Sendable {
    let id: TrackingID
    let prefix: String
    let listener: any InvalidationListener
}

/// Names one listener of a client.
struct TrackingID: Hashable, Sendable {
    let rawValue: UInt64
}
