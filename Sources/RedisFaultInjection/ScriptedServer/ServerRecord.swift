import Synchronization

/// What a scripted server has seen so far, and the tests that wait for it to see more.
final class ServerRecord: Sendable {
    struct Facts: Sendable {
        var accepted = 0
        var open = 0
        var malformed = 0
        private(set) var commands: [ScriptedServer.Command] = []
        private var countByName: [String: Int] = [:]

        mutating func add(_ received: [ScriptedServer.Command]) {
            commands += received
            for command in received { countByName[command.name, default: 0] += 1 }
        }

        /// How many commands of that name came; of any name for `nil`.
        func count(of name: String?) -> Int {
            name.map { countByName[$0, default: 0] } ?? commands.count
        }
    }

    private struct Waiter: Sendable {
        let id: UInt64
        let deadline: ContinuousClock.Instant
        let isSatisfied: @Sendable (Facts) -> Bool
        let complaint: @Sendable (Facts) -> String
        let continuation: CheckedContinuation<Facts, any Error>
    }

    private struct State: Sendable {
        var facts = Facts()
        var waiters: [Waiter] = []
        var nextID: UInt64 = 0
        var isClosed = false

        mutating func removeWaiters(where condition: (Waiter) -> Bool) -> [Waiter] {
            let removed = waiters.filter(condition)
            if !removed.isEmpty { waiters.removeAll(where: condition) }
            return removed
        }
    }

    private let state = Mutex(State())

    var facts: Facts { state.withLock { $0.facts } }

    /// When the next waiter loses its patience.
    var nextDeadline: ContinuousClock.Instant? {
        state.withLock { $0.waiters.map(\.deadline).min() }
    }

    func update(_ change: (inout Facts) -> Void) {
        let (satisfied, facts) = state.withLock { state in
            change(&state.facts)
            let facts = state.facts
            return (state.removeWaiters { $0.isSatisfied(facts) }, facts)
        }
        for waiter in satisfied { waiter.continuation.resume(returning: facts) }
    }

    /// Gives up on behalf of those whose time has passed.
    func expire(now: ContinuousClock.Instant) {
        giveUp(code: .waitTimedOut) { $0.deadline <= now }
    }

    /// Nothing will happen any more.
    func close() {
        state.withLock { $0.isClosed = true }
        giveUp(code: .stopped) { _ in true }
    }

    /// Suspends until `isSatisfied` holds, the patience is over, the server stops, or the task is cancelled.
    ///
    /// - Parameter registered: Called once the wait is on the list, so that the loop can take note of its deadline.
    func wait(
        within patience: Duration,
        until isSatisfied: @escaping @Sendable (Facts) -> Bool,
        complaint: @escaping @Sendable (Facts) -> String,
        registered: @Sendable () -> Void
    ) async throws -> Facts {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Facts, any Error>? = state.withLock { state in
                    if isSatisfied(state.facts) { return .success(state.facts) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.isClosed { return .failure(Self.error(.stopped, complaint(state.facts))) }
                    let waiter = Waiter(
                        id: id,
                        deadline: .now + patience,
                        isSatisfied: isSatisfied,
                        complaint: complaint,
                        continuation: continuation
                    )
                    state.waiters.append(waiter)
                    return nil
                }
                if let result { continuation.resume(with: result) } else { registered() }
            }
        } onCancel: {
            let cancelled = state.withLock { $0.removeWaiters { $0.id == id } }
            for waiter in cancelled { waiter.continuation.resume(throwing: CancellationError()) }
        }
    }

    private func giveUp(code: FaultInjectionError.Code, where condition: (Waiter) -> Bool) {
        let (given, facts) = state.withLock { ($0.removeWaiters(where: condition), $0.facts) }
        for waiter in given { waiter.continuation.resume(throwing: Self.error(code, waiter.complaint(facts))) }
    }

    private static func error(_ code: FaultInjectionError.Code, _ message: String) -> FaultInjectionError {
        FaultInjectionError(code: code, message: message)
    }
}
