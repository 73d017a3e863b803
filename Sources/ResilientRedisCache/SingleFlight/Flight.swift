import ResilientRedisClient
import Synchronization

/// What a waiter is resumed with.
enum FlightOutcome: Sendable {
    /// The leader is gone: load the value, for the others as well.
    case lead(leader: UInt64)
    /// The value.
    case loaded(SharedValue)
    /// The source failed.
    case failed(any Error)
    /// Load the value for yourself: it cannot be shared, or the caller was cancelled.
    case alone
    /// The flight ended without an outcome.
    case tooLate
    /// The caller's own time ran out.
    case timedOut
}

/// A value that one task loaded and others may have.
struct SharedValue: Sendable {
    /// Its stored form. Values need not be Sendable, bytes are.
    var stored: StoredValue?
    /// The value itself, from a loader of which the compiler knows that it may be shared.
    var value: (any Sendable)?
    var version: UInt32
}

/// One load of one key in this process, and those who wait for it.
final class Flight: Sendable {
    typealias Machine = FlightStateMachine<UnsafeContinuation<FlightOutcome, Never>, FlightOutcome>

    let key: CacheKey
    /// The check values of the tags that its callers named.
    let tags: [UInt64]
    let state: Mutex<Machine>
    private let background = Mutex(Background())
    /// What the tasks that load it wait for themselves, each with how many of them do.
    private let blockers = Mutex<[ObjectIdentifier: (flight: Flight, count: Int)]>([:])
    private let beginning = Mutex(Beginning())
    /// ``FlightWatch`` looks at it.
    let isWatched = Atomic<Bool>(false)
    private static let lastNumber = Atomic<UInt64>(0)

    /// A number for a leader, a waiter or a load, never given twice.
    static func nextNumber() -> UInt64 {
        lastNumber.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
    }

    /// No load that has begun yet has a higher number.
    static var currentNumber: UInt64 { lastNumber.load(ordering: .acquiring) }

    init(key: CacheKey, tags: [UInt64], leader: UInt64) {
        self.key = key
        self.tags = tags
        state = Mutex(Machine(leader: leader))
    }

    var isFenced: Bool { state.withLock { $0.isFenced } }

    // MARK: Stamps

    private struct Beginning {
        /// The number of the load; 0 before it has begun.
        var number: UInt64 = 0
        /// The epoch and the stamps of the tags, if they were known.
        var stamps: CacheStamps?
        var token: String?
    }

    /// Its load begins, now.
    func begins(with stamps: CacheStamps?, token: String?) {
        let number = Self.nextNumber()
        beginning.withLock { $0 = Beginning(number: number, stamps: stamps, token: token) }
    }

    /// Whether its value may be given to a call, although another process may have invalidated the key meanwhile.
    ///
    /// A load that begins after the call, or has not begun yet, is as good as its own. An older one is only when Redis shows
    /// that nothing was invalidated since, or does not reply at all.
    func mayServe(_ read: CacheRead) -> Bool {
        beginning.withLock { beginning in
            if beginning.number == 0 || beginning.number > read.marks.load || !read.lookup.isAnswered { return true }
            guard let stamps = beginning.stamps, let seen = read.stamps else { return false }
            return !stamps.contradicts(seen) && beginning.token == read.token
        }
    }

    // MARK: Cycles

    /// One of the tasks that load it waits for another flight.
    func isBlocked(by other: Flight) {
        blockers.withLock { $0[ObjectIdentifier(other), default: (other, 0)].count += 1 }
    }

    /// It does so no longer.
    func isReleased(from other: Flight) {
        let id = ObjectIdentifier(other)
        blockers.withLock { blockers in
            guard let count = blockers[id]?.count else { return }
            blockers[id] = count > 1 ? (other, count - 1) : nil
        }
    }

    /// What it waits for.
    var blocking: [Flight] { blockers.withLock { $0.values.map(\.flight) } }

    // MARK: Waiting

    /// Waits for the outcome. A cancelled task is released at once, to load for itself.
    ///
    /// - Parameters:
    ///   - number: Names the waiter, so that it can be released before.
    ///   - deadline: When it is released because its time is over.
    ///   - limit: How long it waits at most, give or take what ``FlightWatch`` takes to notice.
    ///   - joined: Counts the waiter once it is one: from then on the load is not given up for the others' sake.
    func wait(
        as number: UInt64 = Flight.nextNumber(),
        until deadline: (time: ContinuousClock.Instant, abandonsLoad: Bool)? = nil, giveUpAfter limit: Duration? = nil,
        counting joined: CacheCounter? = nil
    ) async -> FlightOutcome {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let giveUpAt = limit.map(FlightWatch.shared.tick(after:)) ?? .max
                let joining = state.withLock { $0.join(number, continuation, giveUpAt: giveUpAt) }
                switch joining {
                case .waits:
                    if limit != nil, !isWatched.exchange(true, ordering: .acquiringAndReleasing) {
                        FlightWatch.shared.add(self)
                    }
                    joined?.increment()
                case .answered(let outcome):
                    joined?.increment()
                    continuation.resume(returning: outcome)
                case .tooLate: continuation.resume(returning: .tooLate)
                }
                // Either may have come before there was anything to release.
                if Task.isCancelled { release(number, .alone) }
                if let deadline, ContinuousClock.now >= deadline.time {
                    timeOut(number, abandonsLoad: deadline.abandonsLoad)
                }
            }
        } onCancel: {
            release(number, .alone)
        }
    }

    /// Releases a waiter that has not been released yet. A load in the background that no one waits for any more is
    /// cancelled.
    func release(_ number: UInt64, _ outcome: FlightOutcome) {
        let (waiter, isLast) = state.withLock { state in (state.leave(number), state.waiterCount == 0) }
        guard let waiter else { return }
        waiter.resume(returning: outcome)
        if isLast { background.withLock { $0.isKept ? nil : $0.abandon.take() }?() }
    }

    /// Releases the waiters that have waited for too long. Returns whether others are left.
    func giveUpWaiting(at tick: UInt64) -> Bool {
        let (late, areLeft) = state.withLock { state in (state.giveUp(at: tick), state.waiterCount > 0) }
        for waiter in late { waiter.resume(returning: .timedOut) }
        return areLeft
    }

    // MARK: Loads in the background

    private struct Background {
        /// When the source was first asked.
        var sourceStart: ContinuousClock.Instant?
        /// The load continues even when no call waits for it.
        var isKept = false
        var abandon: (@Sendable () -> Void)?
    }

    /// The load is a task of its own, which is cancelled when the last waiter is gone.
    ///
    /// - Parameters:
    ///   - isKept: It goes on even then.
    ///   - leave: Gives the flight up, so that newcomers begin another one.
    func isLoaded(by task: Task<Void, Never>, isKept: Bool, leave: @escaping @Sendable () -> Void) {
        background.withLock { background in
            background.isKept = background.isKept || isKept
            background.abandon = {
                leave()
                task.cancel()
            }
        }
        if state.withLock({ $0.phase }) == .ended { forgetTask() }
    }

    /// The flight is over. What would abandon it holds the flight itself.
    func forgetTask() {
        background.withLock { $0.abandon = nil }
    }

    /// Waits for the outcome for some time.
    ///
    /// - Parameters:
    ///   - abandonsLoad: When the time is up and no one else waits, the load is cancelled.
    ///   - joined: Counts the waiter.
    func wait(
        atMost limit: Duration, abandonsLoad: Bool, counting joined: CacheCounter? = nil
    ) async -> FlightOutcome {
        let number = Self.nextNumber()
        let deadline = ContinuousClock.now + limit.clampedForWaiting
        let timer = Task {
            if (try? await Task.sleep(until: deadline)) != nil { timeOut(number, abandonsLoad: abandonsLoad) }
        }
        defer { timer.cancel() }
        return await wait(as: number, until: (deadline, abandonsLoad), counting: joined)
    }

    /// Waits for the outcome for some time of the source: what Redis takes before it does not count, as it has timeouts of
    /// its own. When the time is up and no one else waits, the load is cancelled.
    ///
    /// - Parameters:
    ///   - start: When the caller began to wait for the source.
    ///   - joined: Counts the waiter.
    func wait(
        atMost limit: Duration, ofSourceSince start: ContinuousClock.Instant, counting joined: CacheCounter?
    ) async -> FlightOutcome {
        let number = Self.nextNumber()
        let limit = limit.clampedForWaiting
        let timer = Task {
            // While the source has not been asked it has all of its time.
            while true {
                let deadline = max(start, sourceStart ?? .now) + limit
                if ContinuousClock.now >= deadline { return timeOut(number, abandonsLoad: true) }
                guard (try? await Task.sleep(until: deadline)) != nil else { return }
            }
        }
        defer { timer.cancel() }
        let deadline = sourceStart.map { (time: max(start, $0) + limit, abandonsLoad: true) }
        return await wait(as: number, until: deadline, counting: joined)
    }

    /// When the source was first asked; `nil` before that.
    var sourceStart: ContinuousClock.Instant? { background.withLock { $0.sourceStart } }

    /// The source is about to be asked.
    func sourceIsAsked() {
        let now = ContinuousClock.now
        background.withLock { if $0.sourceStart == nil { $0.sourceStart = now } }
    }

    private func timeOut(_ number: UInt64, abandonsLoad: Bool) {
        // A soft timeout keeps the load, so that its value is stored; the hard timeout of a later caller ends that.
        background.withLock { $0.isKept = !abandonsLoad }
        release(number, .timedOut)
    }
}

/// What makes a task the one that loads.
struct FlightLead: Sendable {
    let flight: Flight
    let leader: UInt64
}
