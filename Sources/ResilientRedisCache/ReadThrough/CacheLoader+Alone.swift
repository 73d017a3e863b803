import RedisTransport
import ResilientRedisClient
import Synchronization

extension CacheLoader {
    /// Loads a value for one caller only.
    func loadAlone<Value, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation, _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let start = context.clock.now()
        do {
            let value = try await load()
            context.counters.countLoad(context.clock.now() - start)
            context.counters.writesSkipped.increment()
            return value
        } catch {
            context.counters.countLoad(context.clock.now() - start, error: error)
            throw error
        }
    }

    /// Loads a value for one caller only, in a task of its own that is given up and cancelled at a deadline. `nil` then.
    func loadAlone<Value: Sendable>(
        until deadline: ContinuousClock.Instant, _ load: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let race = LoadRace<Value>()
        let task = Task {
            do { race.end(.success(try await loadAlone(load))) } catch { race.end(.failure(error)) }
        }
        let timer = Task {
            if (try? await Task.sleep(until: deadline)) != nil { race.end(.success(nil)) }
        }
        defer {
            timer.cancel()
            task.cancel()
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { race.begin($0) }
        } onCancel: {
            // The loader decides what that means, as it would without a cache.
            task.cancel()
        }
    }
}

/// A load and its deadline: the first to end it decides.
private final class LoadRace<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value?, any Error>)
        case ended(Result<Value?, any Error>)
    }

    private let state = Mutex(State.open)

    func begin(_ continuation: CheckedContinuation<Value?, any Error>) {
        let ended: Result<Value?, any Error>? = state.withLock { state in
            if case .ended(let result) = state { return result }
            state = .awaited(continuation)
            return nil
        }
        if let ended { continuation.resume(with: ended) }
    }

    func end(_ result: Result<Value?, any Error>) {
        let waiting: CheckedContinuation<Value?, any Error>? = state.withLock { state in
            defer { if case .open = state { state = .ended(result) } }
            guard case .awaited(let continuation) = state else { return nil }
            state = .ended(result)
            return continuation
        }
        waiting?.resume(with: result)
    }
}
