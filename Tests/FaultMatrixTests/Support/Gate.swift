import Synchronization

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
