import RedisTransport
import Synchronization

/// What a scripted server has received so far, and the tasks that wait for more.
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
        let deadline: MonotonicTime
        let isSatisfied: @Sendable (Facts) -> Bool
        let message: @Sendable (Facts) -> String
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

    /// When the next wait times out.
    var nextDeadline: MonotonicTime? {
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

    /// Fails the waits whose deadline has passed.
    func expire(now: MonotonicTime) {
        failWaits(code: .waitTimedOut) { $0.deadline <= now }
    }

    /// Fails all waits, those that are yet to come too.
    func close() {
        state.withLock { $0.isClosed = true }
        failWaits(code: .stopped) { _ in true }
    }

    /// Suspends until `isSatisfied` holds, `patience` has passed, the server stops, or the task is cancelled.
    ///
    /// - Parameter registered: Called once the wait is on the list, so that the loop learns its deadline.
    func wait(
        within patience: Duration,
        until isSatisfied: @escaping @Sendable (Facts) -> Bool,
        message: @escaping @Sendable (Facts) -> String,
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
                    if state.isClosed { return .failure(Self.error(.stopped, message(state.facts))) }
                    let waiter = Waiter(
                        id: id,
                        deadline: TimeSource().now() + patience,
                        isSatisfied: isSatisfied,
                        message: message,
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

    private func failWaits(code: FaultInjectionError.Code, where condition: (Waiter) -> Bool) {
        let (removed, facts) = state.withLock { ($0.removeWaiters(where: condition), $0.facts) }
        for waiter in removed { waiter.continuation.resume(throwing: Self.error(code, waiter.message(facts))) }
    }

    private static func error(_ code: FaultInjectionError.Code, _ message: String) -> FaultInjectionError {
        FaultInjectionError(code: code, message: message)
    }
}
