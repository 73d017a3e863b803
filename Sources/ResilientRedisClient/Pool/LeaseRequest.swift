import RedisTransport

/// A caller that wants a connection to itself.
///
/// Unchecked for the same reason as ``Call``: the calling task fills it in and posts it; from then on only the event
/// loop's thread touches it.
final class LeaseRequest: @unchecked Sendable {
    let id: LeaseID
    let submitted: MonotonicTime
    let deadline: MonotonicTime
    var task: WaitingTask<Void>?
    var isCancelled = false

    init(id: LeaseID, submitted: MonotonicTime, deadline: MonotonicTime) {
        self.id = id
        self.submitted = submitted
        self.deadline = deadline
    }

    func succeed() {
        task.take()?.resume()
    }

    func fail(_ error: any Error) {
        task.take()?.resume(throwing: error)
    }
}
