package import RedisTransport

/// What every connection of a client needs to know.
struct ConnectionContext {
    let configuration: RedisConfiguration
    let loop: EventLoop
    let time: TimeSource
    let tls: TLSContext?
    /// The endpoint's name for messages.
    let endpoint: String
    let metrics: ClientMetrics

    /// The error of a call whose time is over. It is counted.
    func timeout(of call: Call, outcome: RedisError.Outcome) -> RedisError {
        metrics.callTimedOut()
        let limit = call.deadline - call.submitted
        let advice =
            call.hasPolicyDeadline
            ? "It is not retried; raise resilience.commandTimeout only if the command is known to be slow"
            : "That was the caller's own limit"
        let what = outcome == .notSent ? "could not be sent" : "got no reply"
        return RedisError(
            .timeout, outcome: outcome,
            message: "\(call.request.wire.name) \(what) within \(limit.inSeconds). \(advice)", endpoint: endpoint)
    }

    /// The error of a call that is one too many.
    func overloaded(_ count: Int, _ bytes: Int) -> RedisError {
        RedisError(
            .overloaded, outcome: .notSent,
            message: "\(count) commands (\(bytes) bytes) wait already, more than pool.maximumPendingCommands or "
                + "pool.maximumPendingBytes allows. Send less at a time or raise the bound",
            endpoint: endpoint)
    }
}

extension RedisConfiguration.Pool {
    /// When a connection is to be replaced for its age: spread out, so that not all go at once.
    package func expiry(openedAt: MonotonicTime, randomUnit: Double) -> MonotonicTime {
        guard let maximumLifetime else { return .distantFuture }
        return openedAt + maximumLifetime * (1 - lifetimeJitter * randomUnit)
    }
}
