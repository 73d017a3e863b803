package import RedisTransport

/// One request on its way: from the task that waits for it, through the event loop, to its reply.
///
/// Unchecked, because two threads use it one after the other, never at once: the calling task fills it in before it
/// posts it to the mailbox (whose lock publishes it), and from then on only the event loop's thread touches it, until the
/// loop has closed the mailbox and thereby given it back.
package final class Call: @unchecked Sendable {
    let request: RedisRequest
    let byteCount: Int
    let submitted: MonotonicTime
    let deadline: MonotonicTime
    /// The deadline is the configured one, not a caller's own: when it passes, that says something about the server.
    let hasPolicyDeadline: Bool
    /// The leased connection it must run on; `nil` for the shared ones.
    let lease: LeaseID?

    @exclusivity(unchecked) package var waiter = ReplyWaiter()
    /// Its generation in the loop's ``CancellationUpgrade``.
    @exclusivity(unchecked) var generation: UInt32 = 0
    /// The caller was cancelled.
    private(set) var isCancelled = false
    /// It was put on a second connection after the first was lost.
    var wasRetried = false
    /// A connection keeps it until a health check is answered: it was not tried on that one.
    var isHeld = false
    /// It is a PING of the library's own.
    @exclusivity(unchecked) private(set) var isHealthCheck = false
    /// The reply to this very call could not be used.
    var hasUnusableReply = false
    /// At least one of its bytes left this process, on this connection or an earlier one.
    var wasSent = false
    /// When it was put on its connection.
    @exclusivity(unchecked) var enqueuedAt = MonotonicTime(nanoseconds: 0)
    /// Where its first byte lies in the connection's output.
    @exclusivity(unchecked) var offset: UInt64 = 0
    @exclusivity(unchecked) private var replies: [RESPValue] = []
    /// How many replies are still to come, whether anything waits for them or not.
    @exclusivity(unchecked) private var missingReplies: Int

    package init(
        _ request: RedisRequest, submitted: MonotonicTime, deadline: MonotonicTime, hasPolicyDeadline: Bool = true,
        lease: LeaseID? = nil
    ) {
        self.request = request
        self.submitted = submitted
        self.deadline = deadline
        self.hasPolicyDeadline = hasPolicyDeadline
        self.lease = lease
        byteCount = request.wire.byteCount
        missingReplies = request.replyCount
    }

    /// Something still waits for the reply.
    package var isWaitedFor: Bool { waiter.isWaiting }

    /// The next reply is the last, or the only one.
    var isAnsweredByNextReply: Bool { missingReplies == 1 }

    /// Takes one reply. The last one releases the caller.
    package func receive(_ reply: consuming RESPValue) {
        missingReplies -= 1
        if request.replyCount == 1 {
            if let task = waiter.takeWithoutHandler() {
                task.resume(returning: reply)
            } else {
                finish(.success(reply))
            }
            return
        }
        guard isWaitedFor else { return }
        if replies.isEmpty { replies.reserveCapacity(request.replyCount) }
        replies.append(reply)
        if missingReplies == 0 { finish(.success(.array(replies))) }
    }

    /// Forgets the replies of the first try.
    func prepareRetry() {
        wasRetried = true
        missingReplies = request.replyCount
        replies = []
    }

    /// Releases the caller. The call keeps its place on the connection: replies match calls by position.
    package func finish(_ result: Result<RESPValue, RedisError>) {
        replies = []
        // Taken off first: a callback may finish this call again.
        waiter.finish(result)(result)
    }

    /// Makes a task that waits without a cancellation handler come back and wait with one.
    package func upgrade() {
        waiter.upgrade()?.resume(returning: nil)
    }

    /// The task is back, with a cancellation handler.
    package func taskCameBack(_ task: WaitingTask<RESPValue>) {
        if let result = waiter.taskCameBack(task) { task.resume(with: result) }
    }

    /// Releases the caller because its task was cancelled.
    package func cancel() {
        isCancelled = true
        waiter.cancel()?.resume(throwing: CancellationError())
    }
}

extension Call {
    /// Returns a PING that checks whether its connection is alive.
    static func ping(now: MonotonicTime, _ completion: ((_ isAlive: Bool) -> Void)?) -> Call {
        let ping = Call(
            RedisRequest(words: "PING", traits: .readOnly), submitted: now, deadline: .distantFuture)
        ping.isHealthCheck = true
        if let completion { ping.waiter.wait { completion((try? $0.get()) != nil) } }
        return ping
    }
}

/// Names one lease of a connection.
package struct LeaseID: Hashable, Sendable {
    let rawValue: UInt64
}
