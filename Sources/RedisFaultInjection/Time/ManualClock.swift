public import Logging
import RedisTransport
public import ResilientRedisClient
import Synchronization

/// A clock that only a test advances, so that a rule of 30 seconds can be tested at once.
///
/// ```swift
/// let clock = ManualClock()
/// let redis = try RedisClient(configuration, clock: clock)
/// server.kill()
/// _ = try? await redis.ping()          // trips the backoff
/// try await server.restart()
/// clock.advance(by: .seconds(30))      // the backoff is over: the client probes and finds the server
/// ```
///
/// It serves two purposes. As a `Clock` it starts at zero, and a task that sleeps on it wakes when ``advance(by:)``
/// reaches its deadline. A client made with it (``ResilientRedis/RedisClient/init(_:clock:nameResolver:logger:)``) lets
/// that much time pass for its policies: deadlines, backoff, health checks, idle times.
///
/// **What stays in real time.** Sockets, the kernel's timers, servers and proxies do not use this clock. A client's
/// time goes on by itself as well, and ``advance(by:)`` comes on top: a command timeout of 2 seconds also passes when
/// the clock is not moved. Moving it past a deadline of calls under way ends those calls.
///
/// Advancing is safe from any thread; clients are not kept alive by their clock.
public final class ManualClock: Clock, Sendable {
    /// A point in this clock's time.
    public struct Instant: InstantProtocol {
        /// How far the clock had been moved at this point.
        public let offset: Duration

        /// Makes the point that a clock has after it was moved by `offset`.
        public init(offset: Duration = .zero) {
            self.offset = offset
        }

        /// The point that is `duration` later.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }

        /// The time from this point to another.
        public func duration(to other: Instant) -> Duration { other.offset - offset }

        /// Whether the left point is the earlier one.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant()
        var sleepers: [Int: Sleeper] = [:]
        var nextID = 0
        /// One for each client; returns `false` when its client is gone.
        var clients: [@Sendable () -> Bool] = []
    }

    private let state = Mutex(State())
    private let offset = TimeSource.Offset()

    /// Makes a clock at zero.
    public init() {}

    /// How far the clock was moved.
    public var now: Instant { state.withLock { $0.now } }

    /// One nanosecond.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// How many tasks sleep on this clock. Tests wait for them before they advance it.
    public var sleepers: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock, wakes every task whose deadline has come, the earliest first, and lets every client of this
    /// clock check the time.
    ///
    /// Returns at once: clients react on their own threads.
    ///
    /// - Parameter duration: How far; a negative duration counts as zero.
    public func advance(by duration: Duration) {
        let duration = max(.zero, duration)
        offset.advance(by: duration)
        let (due, clients) = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return (due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }, state.clients)
        }
        for sleeper in due { sleeper.value.continuation.resume() }
        let isAnyGone = clients.reduce(false) { isAnyGone, wake in !wake() || isAnyGone }
        if isAnyGone { state.withLock { state in state.clients.removeAll { !$0() } } }
    }

    /// Sleeps until the clock was moved to `deadline`; returns at once when it is there already.
    ///
    /// - Parameters:
    ///   - deadline: When to wake.
    ///   - tolerance: Ignored: a sleeper wakes as soon as the clock reaches its deadline.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    // The handler below may have run already: it found no sleeper, so it is checked here again.
                    if Task.isCancelled { return true }
                    if deadline <= state.now { return true }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return false
                }
                guard isOver else { return }
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    continuation.resume()
                }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// The time source of a client that uses this clock.
    var timeSource: TimeSource { TimeSource(offset: offset) }

    /// Wakes a client's loop whenever this clock is moved.
    ///
    /// - Parameter wake: Returns `false` when the client is gone.
    func wakeWhenAdvanced(_ wake: @escaping @Sendable () -> Bool) {
        state.withLock { $0.clients.append(wake) }
    }
}

extension RedisClient {
    /// Makes a client whose policies use a clock that a test advances. It connects with its first call.
    ///
    /// Sockets stay in real time; see ``ManualClock``.
    ///
    /// - Parameters:
    ///   - configuration: The server and the policies.
    ///   - clock: Moves the time of deadlines, backoff and health checks. It does not keep the client alive.
    ///   - nameResolver: Resolves host names. Default: the system. It is not used when the host is an address.
    ///   - logger: Gets one line when Redis becomes unavailable and one when it is back.
    /// - Throws: `RedisConfigurationError` when the configuration is impossible, or an error of the system when it
    ///   has no threads or file descriptors left.
    public init(
        _ configuration: RedisConfiguration, clock: ManualClock, nameResolver: FaultyResolver? = nil,
        logger: Logger = Logger(label: "ResilientRedis")
    ) throws {
        try self.init(
            configuration, logger: logger, backend: .automatic, time: clock.timeSource,
            nameResolver: nameResolver ?? SystemNameResolver())
        clock.wakeWhenAdvanced(timeWasAdvancedIfAlive)
    }

    /// Makes a client that resolves names by a test's resolver. It connects with its first call.
    ///
    /// - Parameters:
    ///   - configuration: The server and the policies; the host must be a name.
    ///   - nameResolver: Resolves host names.
    ///   - logger: Gets one line when Redis becomes unavailable and one when it is back.
    /// - Throws: `RedisConfigurationError` when the configuration is impossible, or an error of the system when it
    ///   has no threads or file descriptors left.
    public init(
        _ configuration: RedisConfiguration, nameResolver: FaultyResolver,
        logger: Logger = Logger(label: "ResilientRedis")
    ) throws {
        try self.init(
            configuration, logger: logger, backend: .automatic, time: TimeSource(), nameResolver: nameResolver)
    }
}
