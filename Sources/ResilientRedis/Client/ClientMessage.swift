/// What callers leave in the mailbox for the event loop.
enum ClientMessage: Sendable {
    case submit(Call)
    case cancel(Call)
    case acquire(LeaseRequest)
    case cancelLease(LeaseRequest)
    case release(LeaseID)
    case resolved(ResolverQueue.Answer)
    case reset(UnsafeContinuation<Void, Never>)
    case shutDown(gracePeriod: Duration, UnsafeContinuation<Void, Never>?)
    /// Only wakes the loop, so that it looks at the time.
    case wake
}
