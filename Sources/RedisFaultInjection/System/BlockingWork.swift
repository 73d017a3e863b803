import RedisTransport
import Synchronization

/// Runs work that blocks outside Swift's cooperative pool.
package enum BlockingWork {
    /// Runs `work` on a thread of its own, while the calling task is suspended.
    ///
    /// When it returns, nothing but the caller refers to the result: the thread, which may still be about to end, has
    /// released it.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let outcome = Outcome<Value>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            do throws(SystemCallError) {
                try SystemThread.detach(name: "redis-blocking") {
                    outcome.set(by: work)
                    continuation.resume()
                }
            } catch {
                continuation.resume(throwing: FaultInjectionError.system("start a thread", number: error.code))
            }
        }
        return try outcome.take()
    }

    /// The result of some work, on its way from one thread to another.
    private final class Outcome<Value: Sendable>: Sendable {
        private struct Missing: Error {}
        private let result = Mutex<Result<Value, any Error>>(.failure(Missing()))

        func set(by work: () throws -> Value) {
            let result = Result(catching: work)
            self.result.withLock { $0 = result }
        }

        func take() throws -> Value {
            try result.withLock { result in
                defer { result = .failure(Missing()) }
                return result
            }.get()
        }
    }
}
