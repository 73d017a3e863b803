import RedisTransport

/// Decides what calls that ran out of time say about their connection and its server.
///
/// It looks at all calls in the order of their replies. Calls behind a blocking command are ignored: their caller asked for
/// that wait. Calls whose bytes were not sent yet are ignored too: they say nothing about the server.
struct SilenceCheck {
    let now: MonotonicTime
    /// How long the silence must have been.
    let least: Duration
    /// When the last complete reply came.
    let lastReply: MonotonicTime
    /// When the last bytes came.
    let lastBytes: MonotonicTime
    /// When the system last took the rest of what it could not take at once.
    let lastBacklog: MonotonicTime
    /// How much has left this process.
    let sentCount: UInt64

    /// There are no more replies on this connection, so that another one is needed.
    private(set) var isStuck = false
    /// There is nothing at all: that is an outage.
    private(set) var isSilent = false
    private(set) var isBehindBlockingCall = false

    /// Takes the next call in line into account.
    mutating func look(at call: Call, hasExpired: Bool) {
        let isBlocking = call.request.traits.contains(.blocking)
        defer { isBehindBlockingCall = isBehindBlockingCall || isBlocking }
        guard hasExpired, call.hasPolicyDeadline, !isBlocking, !isBehindBlockingCall else { return }
        // What came right after the command was sent, for others before it, is no sign of life at its end; and one that
        // was sent late, because there was no connection before, has not waited long for an answer.
        isStuck = isStuck || now >= max(call.enqueuedAt, lastReply) + least
        let wasSent = call.offset + UInt64(call.byteCount) <= sentCount
        isSilent = isSilent || wasSent && now >= max(call.enqueuedAt, lastBytes, lastBacklog) + least
    }
}
