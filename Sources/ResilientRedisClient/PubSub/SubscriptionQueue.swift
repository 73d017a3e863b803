import RedisTransport
import Synchronization

/// Carries messages from the event loop to the tasks that read a subscription.
final class SubscriptionQueue: SubscriptionListener {
    /// How a subscription has ended.
    enum End {
        /// The client was shut down, or the subscription cancelled.
        case finished
        case failed(RedisError)
    }

    private struct State {
        var buffer: SubscriptionBuffer
        var hasBegun = false
        var end: End?
        /// Tasks that wait for the beginning or for the next event, with numbers by which they are cancelled.
        var waiters: [(id: UInt64, task: WaitingTask<Void>)] = []
        var lastWaiter: UInt64 = 0
        /// Waiters that were cancelled before they began to wait.
        var cancelled: Set<UInt64> = []
    }

    private let state: Mutex<State>
    private let endpoint: String
    /// Asks the event loop to remove the subscription.
    private let unsubscribe: @Sendable (SubscriptionQueue) -> Void

    init(
        _ buffer: RedisSubscriptionBuffer, endpoint: String,
        unsubscribe: @escaping @Sendable (SubscriptionQueue) -> Void
    ) {
        state = Mutex(State(buffer: SubscriptionBuffer(buffer)))
        self.endpoint = endpoint
        self.unsubscribe = unsubscribe
    }

    // MARK: From the event loop

    func subscriptionBegan() {
        update { $0.hasBegun = true }
    }

    func received(_ message: PublishedMessage) {
        var isTooMuch = false
        update { state in
            guard state.end == nil else { return }
            guard !state.buffer.append(message) else { return }
            isTooMuch = true
            state.end = .failed(
                RedisError(
                    .overloaded, outcome: .unknown,
                    message:
                        "the subscription's buffer is full. Read faster, raise its bounds, or let it drop messages",
                    endpoint: endpoint))
        }
        if isTooMuch { unsubscribe(self) }
    }

    func missedMessages(for duration: Duration) {
        update { state in
            guard state.end == nil else { return }
            state.buffer.append(
                gap: RedisSubscriptionGap(since: .now - duration, reason: .connectionLost, droppedMessages: 0))
        }
    }

    func subscriptionEnded(_ error: RedisError?) {
        update { $0.end = $0.end ?? error.map { .failed($0) } ?? .finished }
    }

    /// Changes the state and resumes who waits for it.
    private func update(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            guard !state.waiters.isEmpty else { return [] as [(id: UInt64, task: WaitingTask<Void>)] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.task.resume() }
    }

    // MARK: From tasks

    /// Ends the subscription: what is kept is dropped, and nothing more comes.
    func cancel() {
        update { state in
            state.end = state.end ?? .finished
            state.buffer.removeAll()
        }
        unsubscribe(self)
    }

    /// Waits until the server has confirmed every name.
    func waitForBeginning() async throws {
        while true {
            let (hasBegun, end) = state.withLock { ($0.hasBegun, $0.end) }
            if case .failed(let error) = end, !hasBegun { throw error }
            if hasBegun || end != nil { return }
            try await waitForChange { $0.hasBegun || $0.end != nil }
        }
    }

    /// Waits for the next event. Returns `nil` at the end of the subscription.
    func next() async throws -> SubscriptionBuffer.Item? {
        while true {
            try Task.checkCancellation()
            let (item, end) = state.withLock { state in
                let item = state.buffer.popFirst()
                return (item, item == nil ? state.end : nil)
            }
            if let item { return item }
            switch end {
            case .finished: return nil
            case .failed(let error): throw error
            case nil: try await waitForChange { !$0.buffer.isEmpty || $0.end != nil }
            }
        }
    }

    /// Waits until the event loop has something new, unless the condition holds already.
    private func waitForChange(unless holds: (borrowing State) -> Bool) async throws {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        try await withTaskCancellationHandler {
            try await WaitingTask<Void>.wait { task in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if holds(state) { return .success(()) }
                    state.waiters.append((id, task))
                    return nil
                }
                if let result { task.resume(with: result) }
            }
        } onCancel: {
            let task = state.withLock { state -> WaitingTask<Void>? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.waiters.remove(at: index).task
            }
            task?.resume(throwing: CancellationError())
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }
}
