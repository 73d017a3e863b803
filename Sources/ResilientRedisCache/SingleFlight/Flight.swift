import ResilientRedisClient
import Synchronization

/// What somebody who waited for another's load is told.
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
    private let stamps = Mutex<CacheStamps?>(nil)
    private static let lastNumber = Atomic<UInt64>(0)

    /// A number for a leader or a waiter, never given twice.
    static func nextNumber() -> UInt64 {
        lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    }

    init(key: CacheKey, tags: [UInt64], leader: UInt64) {
        self.key = key
        self.tags = tags
        state = Mutex(Machine(leader: leader))
    }

    var isFenced: Bool { state.withLock { $0.isFenced } }

    // MARK: Stamps

    /// What is known of the epoch and the tags when its load begins.
    func begins(with stamps: CacheStamps?) {
        guard let stamps else { return }
        self.stamps.withLock { $0 = stamps }
    }

    /// Whether somebody has seen another epoch or another stamp of one of its tags.
    func began(withOtherThan seen: CacheStamps?) -> Bool {
        guard let seen else { return false }
        return stamps.withLock { $0?.contradicts(seen) ?? false }
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
    ///   - number: Names the waiter, for whoever is to release it before.
    ///   - deadline: When somebody does that because the time is up.
    ///   - joined: Counts the waiter once it is one: from then on the load is not given up for the others' sake.
    func wait(
        as number: UInt64 = Flight.nextNumber(),
        until deadline: (time: ContinuousClock.Instant, abandonsLoad: Bool)? = nil, counting joined: CacheCounter? = nil
    ) async -> FlightOutcome {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let joining = state.withLock { $0.join(number, continuation) }
                switch joining {
                case .waits: joined?.increment()
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

    // MARK: Loads in the background

    private struct Background {
        /// When the source was first asked.
        var sourceStart: ContinuousClock.Instant?
        /// The load goes on whoever waits for it.
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
        // A load that no one was to wait for any more is kept until somebody has given it all the time there is.
        background.withLock { $0.isKept = !abandonsLoad }
        release(number, .timedOut)
    }
}

/// What makes a task the one that loads.
struct FlightLead: Sendable {
    let flight: Flight
    let leader: UInt64
}
