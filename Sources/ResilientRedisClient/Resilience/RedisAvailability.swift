import Synchronization

/// Whether calls are let through to Redis.
public enum RedisAvailability: Sendable, Hashable {
    /// Calls are let through. Also the state of a client that has not been used yet.
    case available
    /// Calls fail at once with ``RedisError/Code/unavailable`` until a probe succeeds; the next regular one is at
    /// `until`.
    case unavailable(cause: FailureCause, until: ContinuousClock.Instant)

    /// True for ``available``.
    public var isAvailable: Bool { self == .available }
}

/// Publishes changes of the availability to any number of observers.
final class AvailabilityMonitor: Sendable {
    private struct State {
        var current = RedisAvailability.available
        var observers: [Int: AsyncStream<RedisAvailability>.Continuation] = [:]
        var nextID = 0
        var isFinished = false
    }

    private let state = Mutex(State())

    var current: RedisAvailability { state.withLock { $0.current } }

    /// The current availability first, then every change. An observer that does not keep up misses the oldest.
    func changes() -> AsyncStream<RedisAvailability> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: RedisAvailability.self, bufferingPolicy: .bufferingNewest(64))
        let id: Int? = state.withLock { state in
            continuation.yield(state.current)
            guard !state.isFinished else { return nil }
            state.nextID += 1
            state.observers[state.nextID] = continuation
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.observers.removeValue(forKey: id) }
        }
        return stream
    }

    func change(to availability: RedisAvailability) {
        let observers = state.withLock { state in
            state.current = availability
            return Array(state.observers.values)
        }
        for observer in observers { observer.yield(availability) }
    }

    func finish() {
        let observers = state.withLock { state in
            state.isFinished = true
            return Array(state.observers.values)
        }
        for observer in observers { observer.finish() }
    }
}
