/// A task that waits for the event loop, to be resumed exactly once, from any thread.
///
/// It is an `UnsafeContinuation` and costs the same. Only builds for the Thread Sanitizer have more in it: a continuation
/// that is resumed before its task has begun to wait is handed over by atomics inside Swift's runtime, which the
/// sanitizer does not see, and all that the resuming thread has written would look like a race to it. There, a lock is
/// passed through on both sides. (`scripts/tsan-suppressions.txt` has the rest of it.)
package struct WaitingTask<Value> {
    @usableFromInline let continuation: UnsafeContinuation<Value, any Error>

    #if THREAD_SANITIZER
        private final class Handover: Sendable {
            let lock = Mutex(())
        }

        private let handover: Handover

        private init(continuation: UnsafeContinuation<Value, any Error>, handover: Handover) {
            self.continuation = continuation
            self.handover = handover
        }

        /// Suspends the current task until it is resumed. `body` is run at once and makes sure that it is.
        package static func wait(_ body: (WaitingTask<Value>) -> Void) async throws -> Value {
            let handover = Handover()
            defer { handover.lock.withLock { _ in } }
            return try await withUnsafeThrowingContinuation { body(Self(continuation: $0, handover: handover)) }
        }

        @usableFromInline
        func willResume() { handover.lock.withLock { _ in } }
    #else
        @inlinable
        init(continuation: UnsafeContinuation<Value, any Error>) { self.continuation = continuation }

        /// Suspends the current task until it is resumed. `body` is run at once and makes sure that it is.
        @inlinable
        @inline(__always)
        package static func wait(_ body: (WaitingTask<Value>) -> Void) async throws -> Value {
            try await withUnsafeThrowingContinuation { body(Self(continuation: $0)) }
        }

        @inlinable
        @inline(__always)
        func willResume() {}
    #endif

    @inlinable
    @inline(__always)
    package func resume(returning value: consuming sending Value) {
        willResume()
        continuation.resume(returning: value)
    }

    @inlinable
    @inline(__always)
    package func resume(throwing error: any Error) {
        willResume()
        continuation.resume(throwing: error)
    }

    @inlinable
    package func resume(with result: sending Result<Value, some Error>) {
        willResume()
        continuation.resume(with: result)
    }
}

extension WaitingTask<Void> {
    @inlinable
    package func resume() { resume(returning: ()) }
}
