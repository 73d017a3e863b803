#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

/// A thread outside Swift's cooperative pool, for work that blocks.
package final class PlainThread: Sendable {
    private let handle: Mutex<pthread_t?>

    /// Starts a thread that runs `body` to its end.
    init(_ body: @escaping @Sendable () -> Void) throws(FaultInjectionError) {
        let context = Unmanaged.passRetained(Body(run: body)).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(&thread, nil, { Body.run($0) }, context)
        #else
            var thread = pthread_t()
            let status = pthread_create(&thread, nil, { Body.run($0) }, context)
        #endif
        guard status == 0 else {
            Unmanaged<Body>.fromOpaque(context).release()
            throw .system("start a thread", number: status)
        }
        handle = Mutex(thread)
    }

    deinit {
        if let thread = handle.withLock({ $0.take() }) { pthread_detach(thread) }
    }

    /// Waits until the thread has ended. Returns at once when called a second time or from the thread itself.
    func join() {
        guard let thread = handle.withLock({ $0.take() }) else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    /// Runs blocking work on a thread of its own, while the calling task is suspended.
    ///
    /// When it returns, nothing but the caller refers to the result: the thread, which may still be about to end, has
    /// let go of it.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let outcome = Outcome<Value>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            do {
                _ = try PlainThread {
                    outcome.fill(by: work)
                    continuation.resume()
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return try outcome.take()
    }

    /// What some work came to, on its way from one thread to another.
    private final class Outcome<Value: Sendable>: Sendable {
        private struct Nothing: Error {}
        private let result = Mutex<Result<Value, any Error>>(.failure(Nothing()))

        func fill(by work: () throws -> Value) {
            let result = Result(catching: work)
            self.result.withLock { $0 = result }
        }

        func take() throws -> Value {
            try result.withLock { result in
                defer { result = .failure(Nothing()) }
                return result
            }.get()
        }
    }

    private final class Body: Sendable {
        private let body: @Sendable () -> Void

        init(run body: @escaping @Sendable () -> Void) { self.body = body }

        static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let context else { return nil }
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().body()
            return nil
        }
    }
}
