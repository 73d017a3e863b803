/// Who waits for the reply of a call, and what has become of the reply.
///
/// A cancellation handler costs a seventh of a call, and most replies come sooner than anyone cancels. So a task waits
/// without a handler at first. When no reply has come after some milliseconds (``CancellationUpgrade``), the event loop
/// resumes the task with `nil`; the task comes back and waits again, with a handler. A reply, a failure or a
/// cancellation that arrives in between is kept for the task.
package struct ReplyWaiter {
    package enum State {
        /// Nothing waits: not yet, or no longer.
        case none
        /// A task suspended without a cancellation handler. Resuming it with `nil` makes it suspend again with one.
        case withoutHandler(WaitingTask<RESPValue?>)
        /// The task was resumed with `nil` and has not come back yet.
        case upgrading
        /// The result arrived while the task was on its way back.
        case result(Result<RESPValue, any Error>)
        /// A task suspended with a cancellation handler.
        case withHandler(WaitingTask<RESPValue>)
        /// The library itself waits.
        case callback((Result<RESPValue, RedisError>) -> Void)
    }

    /// What to resume, now that the waiter was taken off the call.
    package enum Resumption {
        case none
        case withoutHandler(WaitingTask<RESPValue?>)
        case withHandler(WaitingTask<RESPValue>)
        case callback((Result<RESPValue, RedisError>) -> Void)

        /// Resumes what waited with a result.
        package func callAsFunction(_ result: sending Result<RESPValue, RedisError>) {
            switch self {
            case .none: break
            case .withoutHandler(let task): task.resume(with: result.map(Optional.some))
            case .withHandler(let task): task.resume(with: result)
            case .callback(let callback): callback(result)
            }
        }
    }

    package private(set) var state = State.none

    package init() {}

    /// Something still waits for the reply.
    package var isWaiting: Bool {
        switch state {
        case .none, .result: false
        case .withoutHandler, .upgrading, .withHandler, .callback: true
        }
    }

    /// A task waits without a cancellation handler.
    package var isWithoutHandler: Bool {
        if case .withoutHandler = state { true } else { false }
    }

    /// A task begins to wait, without a handler.
    package mutating func wait(_ task: WaitingTask<RESPValue?>) { state = .withoutHandler(task) }

    /// The library begins to wait.
    package mutating func wait(_ callback: @escaping (Result<RESPValue, RedisError>) -> Void) {
        state = .callback(callback)
    }

    /// Takes the task off whose reply has come, if it waits without a handler. The way of nearly every reply.
    @inline(__always)
    mutating func takeWithoutHandler() -> WaitingTask<RESPValue?>? {
        guard case .withoutHandler(let task) = state else { return nil }
        state = .none
        return task
    }

    /// The call has its result. Returns what to resume with it; a result that comes before the task is back is kept,
    /// unless another one came first.
    package mutating func finish(_ result: Result<RESPValue, RedisError>) -> Resumption {
        switch state {
        case .withoutHandler(let task):
            state = .none
            return .withoutHandler(task)
        case .withHandler(let task):
            state = .none
            return .withHandler(task)
        case .callback(let callback):
            state = .none
            return .callback(callback)
        case .upgrading:
            state = .result(result.mapError { $0 })
            return .none
        case .none, .result: return .none
        }
    }

    /// Takes the task off that is to come back with a cancellation handler. Resume it with `nil`.
    package mutating func upgrade() -> WaitingTask<RESPValue?>? {
        guard case .withoutHandler(let task) = state else { return nil }
        state = .upgrading
        return task
    }

    /// The task is back, with a handler. Returns the result that has come meanwhile.
    package mutating func taskCameBack(_ task: WaitingTask<RESPValue>) -> Result<RESPValue, any Error>? {
        guard case .result(let result) = state else {
            state = .withHandler(task)
            return nil
        }
        state = .none
        return result
    }

    /// The task was cancelled, which may be known before it is back. Returns the task to resume with the cancellation.
    package mutating func cancel() -> WaitingTask<RESPValue>? {
        switch state {
        case .withHandler(let task):
            state = .none
            return task
        case .upgrading:
            state = .result(.failure(CancellationError()))
            return nil
        case .none, .withoutHandler, .result, .callback: return nil
        }
    }
}
