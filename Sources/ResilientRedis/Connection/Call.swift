/// One request on its way: from the task that waits for it, through the event loop, to its reply.
///
/// Unchecked, because two threads use it one after the other, never at once: the calling task fills it in before it
/// posts it to the mailbox (whose lock publishes it), and from then on only the event loop's thread touches it.
final class Call: @unchecked Sendable {
    enum Completion {
        case task(WaitingTask<RESPValue>)
        case callback((Result<RESPValue, RedisError>) -> Void)
    }

    let request: RedisRequest
    let byteCount: Int
    let submitted: MonotonicTime
    let deadline: MonotonicTime
    /// The deadline is the configured one, not a caller's own: when it passes, the server is to blame.
    let hasPolicyDeadline: Bool
    /// The leased connection it must run on; `nil` for the shared ones.
    let lease: LeaseID?

    @exclusivity(unchecked) var completion: Completion?
    /// The caller went away. Only the event loop looks at it.
    @exclusivity(unchecked) private(set) var isCancelled = false
    /// The event loop has taken the call over, so that it may touch the completion.
    @exclusivity(unchecked) private var isSubmitted = false
    /// It was put on a second connection after the first was lost.
    var wasRetried = false
    /// A connection keeps it until a health check is answered: it was not tried on that one.
    var isHeld = false
    /// The reply to this very call could not be used.
    var hasUnusableReply = false
    /// At least one of its bytes left this process, on this connection or an earlier one.
    var wasSent = false
    /// When it was put on its connection.
    @exclusivity(unchecked) var enqueuedAt = MonotonicTime(nanoseconds: 0)
    /// Where its first byte lies in the connection's output.
    @exclusivity(unchecked) var offset: UInt64 = 0
    @exclusivity(unchecked) private var replies: [RESPValue] = []
    /// How many replies are still to come, whether anybody waits for them or not.
    @exclusivity(unchecked) private var missingReplies: Int

    init(
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

    /// Somebody still waits for the reply.
    var isWaitedFor: Bool { completion != nil }

    /// The next reply is the last, or the only one.
    var isAnsweredByNextReply: Bool { missingReplies == 1 }

    /// Takes one reply. The last one releases the caller.
    func receive(_ reply: consuming RESPValue) {
        missingReplies -= 1
        if request.replyCount == 1 {
            if case .task(let task) = completion {
                completion = nil
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

    /// Releases whoever waits. The call keeps its place on the connection: replies match by position.
    func finish(_ result: Result<RESPValue, RedisError>) {
        switch completion.take() {
        case .task(let task):
            switch result {
            case .success(let value): task.resume(returning: value)
            case .failure(let error): task.resume(throwing: error)
            }
        case .callback(let callback): callback(result)
        case nil: break
        }
        replies = []
    }

    /// The event loop takes the call over. False when the caller went away before: it has been released.
    func submit() -> Bool {
        isSubmitted = true
        if isCancelled { cancel() }
        return !isCancelled
    }

    /// Releases the caller because its task was cancelled.
    ///
    /// The cancellation may overtake the call itself: then its completion is still being filled in by another thread.
    func cancel() {
        isCancelled = true
        guard isSubmitted, case .task(let task) = completion.take() else { return }
        task.resume(throwing: CancellationError())
    }
}

/// Names one lease of a connection.
struct LeaseID: Hashable, Sendable {
    let rawValue: UInt64
}
