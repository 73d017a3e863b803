import RedisFaultInjection
import ResilientRedisClient
import Synchronization

extension FaultMatrix {
    /// One call that failed.
    struct Failure: Sendable, CustomStringConvertible {
        let isWrite: Bool
        let error: any Error
        let start: ContinuousClock.Instant
        /// How long the caller waited, counted from the last time that the clock was moved if that was later.
        let wait: Duration
        /// How long it took in all.
        let duration: Duration

        var code: RedisError.Code? { (error as? RedisError)?.code }
        var outcome: RedisError.Outcome? { (error as? RedisError)?.outcome }
        var reply: String? { (error as? RedisError)?.reply?.name }
        var isRefusal: Bool { code == .unavailable && outcome == .notSent }

        var description: String { "\(isWrite ? "a write" : "a read") failed after \(duration): \(error)" }
    }

    /// The results of a client's calls: which are pending, which failed and how, how long callers waited.
    final class CallLog: Sendable {
        struct State: Sendable {
            var answers = 0
            var failures: [Failure] = []
            var longestWait = Duration.zero
            var inFlight = 0
            var lastMove = ContinuousClock.now
        }

        private let state = Mutex(State())

        var current: State { state.withLock { $0 } }
        var inFlight: Int { state.withLock { $0.inFlight } }
        var failures: [Failure] { state.withLock { $0.failures } }
        var answers: Int { state.withLock { $0.answers } }

        /// The client's time is moved: waiting starts again.
        func clockMoves() { state.withLock { $0.lastMove = .now } }

        /// Forgets what was, so that only what comes under a fault is judged.
        func forget() {
            state.withLock { state in
                state.answers = 0
                state.failures = []
                state.longestWait = .zero
            }
        }

        /// Makes a call.
        func record<Value: Sendable>(
            isWrite: Bool, _ call: () async throws -> Value
        ) async throws -> Value {
            let start = ContinuousClock.now
            state.withLock { $0.inFlight += 1 }
            let result: Result<Value, any Error>
            do {
                result = .success(try await call())
            } catch {
                result = .failure(error)
            }
            let end = ContinuousClock.now
            state.withLock { state in
                state.inFlight -= 1
                let wait = end - max(start, state.lastMove)
                state.longestWait = max(state.longestWait, wait)
                switch result {
                case .success: state.answers += 1
                case .failure(let error):
                    state.failures.append(
                        Failure(isWrite: isWrite, error: error, start: start, wait: wait, duration: end - start))
                }
            }
            return try result.get()
        }
    }
}
