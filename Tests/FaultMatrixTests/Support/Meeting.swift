import Synchronization

extension FaultMatrix {
    /// Suspends each caller until all have arrived.
    final class Meeting: Sendable {
        private let missing: Atomic<Int>

        init(of count: Int) {
            missing = Atomic(count)
        }

        func wait() async throws {
            missing.subtract(1, ordering: .sequentiallyConsistent)
            try await until("everybody has come") { missing.load(ordering: .sequentiallyConsistent) <= 0 }
        }
    }
}
