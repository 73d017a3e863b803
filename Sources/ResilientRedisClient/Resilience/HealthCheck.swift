package import RedisTransport

/// Checks that an idle connection is alive before a command is sent on it.
///
/// A connection that the network dropped silently looks healthy until something is sent on it. So a connection that
/// has had no reply for the interval is sent a PING, and carries no command until the answer has come.
package struct HealthCheck: Sendable {
    package enum State: Sendable, Equatable {
        /// Commands pass. Becomes `checking` when the last reply lies an interval back.
        case trusted
        /// A PING is under way. Becomes `trusted` with any reply, `failed` when the time is over.
        case checking(until: MonotonicTime)
        /// The connection is to be replaced. Final.
        case failed
    }

    package enum Action: Sendable, Equatable {
        case none
        /// Send a PING and hold commands back.
        case ping
        /// Replace the connection.
        case replace
    }

    package let interval: Duration
    package let timeout: Duration
    package private(set) var state = State.trusted
    /// When the last complete reply came.
    package private(set) var lastReply: MonotonicTime

    package init(interval: Duration, timeout: Duration, now: MonotonicTime) {
        self.interval = interval
        self.timeout = timeout
        lastReply = now
    }

    /// When to call ``advance(to:isIdle:)`` next.
    package var nextCheck: MonotonicTime {
        switch state {
        case .trusted: lastReply + interval
        case .checking(let until): until
        case .failed: .distantFuture
        }
    }

    /// Whether commands may be put on the connection now.
    package var isTrusted: Bool { state == .trusted }

    /// A complete reply came.
    package mutating func replyReceived(now: MonotonicTime) {
        lastReply = now
        if case .checking = state { state = .trusted }
    }

    /// A command is about to be sent on a connection that owes no reply. The check may take half of the command's time
    /// at most, so that the rest suffices for a new connection.
    package mutating func beforeSending(deadline: MonotonicTime, now: MonotonicTime) -> Action {
        guard case .trusted = state, now >= lastReply + interval else {
            shorten(to: now.middle(to: deadline))
            return .none
        }
        state = .checking(until: min(now + timeout, now.middle(to: deadline)))
        return .ping
    }

    /// Time has passed. `isIdle` when the connection owes no reply, apart from that of a PING under way.
    package mutating func advance(to now: MonotonicTime, isIdle: Bool) -> Action {
        switch state {
        case .trusted where isIdle && now >= lastReply + interval:
            state = .checking(until: now + timeout)
            return .ping
        case .checking(let until) where now >= until:
            state = .failed
            return .replace
        default:
            return .none
        }
    }

    private mutating func shorten(to limit: MonotonicTime) {
        if case .checking(let until) = state, limit < until { state = .checking(until: limit) }
    }
}
