package import RedisTransport

/// One request on its way: from the task that waits for it, through the event loop, to its reply.
///
/// Unchecked, because two threads use it one after the other, never at once: the calling task fills it in before it
/// posts it to the mailbox (whose lock publishes it), and from then on only the event loop's thread touches it, until the
/// loop has closed the mailbox and thereby given it back.
///
/// **Cancellation.** A task that can hear of its cancellation while it waits costs a seventh more for each call, and most
/// replies come sooner than anybody cancels. So a task waits deaf at first. When no reply has come after some
/// milliseconds (``YoungCalls``), the loop sends it back, to wait for the same call once more, with a handler of its
/// cancellation.
package final class Call: @unchecked Sendable {
    /// Who waits for the reply.
    package enum Waiter {
        case nobody
        /// A task that does not hear of its cancellation. Resumed with `nil`, it comes back as one that does.
        case deafTask(WaitingTask<RESPValue?>)
        /// The task was sent back and is on its way.
        case returningTask
        /// The result came while the task was on its way.
        case result(Result<RESPValue, any Error>)
        /// A task that hears of its cancellation.
        case task(WaitingTask<RESPValue>)
        /// The library itself.
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

    @exclusivity(unchecked) package var waiter = Waiter.nobody
    /// Its generation among the client's ``YoungCalls``.
    @exclusivity(unchecked) var generation: UInt32 = 0
    /// The caller went away.
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
    /// How many replies are still to come, whether anybody waits for them or not.
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

    /// Somebody still waits for the reply.
    package var isWaitedFor: Bool {
        switch waiter {
        case .nobody, .result: false
        case .deafTask, .returningTask, .task, .callback: true
        }
    }

    /// The task that waits does not hear of its cancellation.
    var isYoung: Bool {
        if case .deafTask = waiter { true } else { false }
    }

    /// The next reply is the last, or the only one.
    var isAnsweredByNextReply: Bool { missingReplies == 1 }

    /// Takes one reply. The last one releases the caller.
    package func receive(_ reply: consuming RESPValue) {
        missingReplies -= 1
        if request.replyCount == 1 {
            if case .deafTask(let task) = waiter {
                waiter = .nobody
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
    package func finish(_ result: Result<RESPValue, RedisError>) {
        replies = []
        switch waiter {
        case .deafTask(let task):
            waiter = .nobody
            task.resume(with: result.map(Optional.some))
        case .task(let task):
            waiter = .nobody
            task.resume(with: result)
        case .returningTask: waiter = .result(result.mapError { $0 })
        case .callback(let callback):
            waiter = .nobody
            callback(result)
        // What was there first is kept for the task that comes back.
        case .nobody, .result: break
        }
    }

    /// Sends a task that waits deaf back, to wait as one that hears of its cancellation.
    package func sendTaskBack() {
        guard case .deafTask(let task) = waiter else { return }
        waiter = .returningTask
        task.resume(returning: nil)
    }

    /// The task that was sent back is there again.
    package func taskCameBack(_ task: WaitingTask<RESPValue>) {
        if case .result(let result) = waiter {
            waiter = .nobody
            task.resume(with: result)
        } else {
            waiter = .task(task)
        }
    }

    /// Releases the caller because its task was cancelled. That may be heard of before the task came back.
    package func cancel() {
        isCancelled = true
        switch waiter {
        case .task(let task):
            waiter = .nobody
            task.resume(throwing: CancellationError())
        case .returningTask: waiter = .result(.failure(CancellationError()))
        case .nobody, .deafTask, .result, .callback: break
        }
    }
}

extension Call {
    /// A PING that asks whether its connection still leads anywhere.
    static func ping(now: MonotonicTime, _ completion: ((_ isAlive: Bool) -> Void)?) -> Call {
        let ping = Call(
            RedisRequest(words: "PING", traits: .readOnly), submitted: now, deadline: .distantFuture)
        ping.isHealthCheck = true
        if let completion { ping.waiter = .callback { completion((try? $0.get()) != nil) } }
        return ping
    }
}

/// Names one lease of a connection.
package struct LeaseID: Hashable, Sendable {
    let rawValue: UInt64
}
