import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension FaultMatrix {
    /// Asks again and again until the answer is yes.
    ///
    /// - Throws: ``WaitedInVain`` when it is still no after a while that is far too long.
    static func until(
        _ what: String, within patience: Duration = patience, _ condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + patience
        while try await !condition() {
            guard ContinuousClock.now < deadline else {
                throw WaitedInVain(description: "waited \(patience) in vain: \(what)")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    struct WaitedInVain: Error, CustomStringConvertible {
        let description: String
    }

    /// One call, how it ended and how long it took.
    struct Attempt<Value: Sendable>: Sendable {
        let result: Result<Value, any Error>
        let duration: Duration

        var value: Value? { try? result.get() }
        var error: RedisError? {
            if case .failure(let error) = result { error as? RedisError } else { nil }
        }
        var isCancellation: Bool {
            if case .failure(let error) = result { error is CancellationError } else { false }
        }
    }

    static func tried<Value: Sendable>(_ body: () async throws -> Value) async -> Attempt<Value> {
        let start = ContinuousClock.now
        do {
            let value = try await body()
            return Attempt(result: .success(value), duration: .now - start)
        } catch {
            return Attempt(result: .failure(error), duration: .now - start)
        }
    }
}

extension FaultMatrix {
    /// Lets only so many cells run at a time: the machine has few cores, and each cell measures time.
    final class Gate: Sendable {
        private struct State {
            var free: Int
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        static let cells = Gate(width: 5)

        private let state: Mutex<State>

        init(width: Int) {
            state = Mutex(State(free: width))
        }

        func pass<Value>(_ body: () async throws -> Value) async rethrows -> Value {
            await enter()
            defer { leave() }
            return try await body()
        }

        private func enter() async {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append(continuation)
                    return false
                }
                if isFree { continuation.resume() }
            }
        }

        private func leave() {
            let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard !state.waiting.isEmpty else {
                    state.free += 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            next?.resume()
        }
    }
}

extension FaultMatrix {
    /// Suspends each caller until all have arrived.
    final class Meeting: Sendable {
        private let missing: Atomic<Int>

        init(of count: Int) {
            missing = Atomic(count)
        }

        func wait() async throws {
            missing.subtract(1, ordering: .sequentiallyConsistent)
            try await until("all callers have arrived") { missing.load(ordering: .sequentiallyConsistent) <= 0 }
        }
    }
}
