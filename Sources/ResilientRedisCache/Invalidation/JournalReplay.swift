import ResilientRedisClient
import RedisTransport
import Synchronization

/// Carries the journal to Redis: before the first read after an outage, and by itself as soon as there is no outage any
/// more, so that other processes do not read what was invalidated for longer than need be.
final class JournalReplay: Sendable {
    private struct State {
        /// The attempt that is being made, for others to wait for.
        var attempt: Flight?
        /// After an attempt that failed although Redis is there, no one waits for another one before this.
        var notBefore = MonotonicTime(nanoseconds: .min)
        var isWatching = false
    }

    private let state = Mutex(State())
    /// How many keys go into one command.
    private static let batch = 500
    private static let pause = Duration.seconds(1)

    /// Tries to bring the journal to an end, together with all others that want that, unless it has just failed.
    ///
    /// A cancelled caller is released at once, the others at the latest when the back end's timeout has passed: then the
    /// answer is false.
    @discardableResult
    func attempt(for invalidator: Invalidator, with backend: any CacheBackend) async -> Bool {
        let now = invalidator.context.clock.now()
        let (flight, isMine): (Flight?, Bool) = state.withLock { state in
            if let attempt = state.attempt { return (attempt, false) }
            guard now >= state.notBefore else { return (nil, false) }
            let flight = Flight(key: CacheKey(""), tags: [], leader: 0)
            state.attempt = flight
            return (flight, true)
        }
        guard let flight else { return true }
        if isMine {
            // A task of its own: the caller may be cancelled, and the others still wait.
            Task.detached {
                let isDone = await Self.replay(invalidator, backend)
                self.ended(flight, isDone: isDone, now: invalidator.context.clock.now())
            }
        }
        if case .timedOut = await flight.wait(atMost: .nanoseconds(backend.timeout), abandonsLoad: true) {
            return false
        }
        return true
    }

    private func ended(_ flight: Flight, isDone: Bool, now: MonotonicTime) {
        state.withLock { state in
            state.attempt = nil
            if !isDone { state.notBefore = now + Self.pause }
        }
        let landing = flight.state.withLock { $0.loaded(0, .tooLate, isWritten: false) }
        for waiter in landing?.waiters ?? [] { waiter.resume(returning: .tooLate) }
    }

    /// Replays until nothing is left. False when Redis failed.
    private static func replay(_ invalidator: Invalidator, _ backend: any CacheBackend) async -> Bool {
        while true {
            do {
                switch invalidator.fences.next(batch) {
                case .none: return true
                case .everything(let token): try await replayEverything(token, invalidator, backend)
                case .entries(let entries): try await replay(entries, invalidator, backend)
                }
            } catch {
                invalidator.context.faults.note(.delete, failure: error)
                return false
            }
        }
    }

    private static func replay(
        _ entries: [(entry: InvalidationJournal.Entry, token: UInt64)], _ invalidator: Invalidator,
        _ backend: any CacheBackend
    ) async throws {
        var deleted: [String] = []
        var tags: [CacheKey] = []
        for (entry, _) in entries {
            switch entry {
            case .key(let key):
                if invalidator.context.loadToken != nil { deleted.append(invalidator.context.keys.loadToken(key)) }
                deleted.append(key.name)
            case .tag(let key): tags.append(key)
            }
        }
        invalidator.noteRecent(entries.map(\.entry))
        let run = invalidator.currentRun(of: backend)
        let commands = invalidator.context.commands
        if !deleted.isEmpty { _ = try await commands.delete(deleted, with: backend) }
        if !tags.isEmpty { try await commands.renew(tags.map(\.name), life: CacheStamp.tagLife, with: backend) }
        // Otherwise it is not known which run has carried them out: they stay where they are.
        guard invalidator.isStill(run, backend) else { return }
        for (entry, _) in entries { invalidator.forgetCopies(entry) }
        invalidator.fences.confirm(entries)
        invalidator.context.counters.replayed.increment(by: entries.count)
    }

    private static func replayEverything(_ token: UInt64, _ invalidator: Invalidator, _ backend: any CacheBackend)
        async throws
    {
        // A number for this attempt alone: should it arrive late, after another one, no value has ever had it.
        var epoch = CacheStamp.random()
        invalidator.noteRecentEverything()
        let run = invalidator.currentRun(of: backend)
        invalidator.epoch.replace(by: 0)
        do {
            _ = try await backend.run(.set(invalidator.context.keys.epoch, String(epoch)))
        } catch let error as RedisError where error.isRefusalOfCommand {
            // An epoch that is lost is replaced by a new one.
            _ = try await invalidator.context.commands.delete([invalidator.context.keys.epoch], with: backend)
            epoch = 0
        }
        guard invalidator.isStill(run, backend) else { return }
        invalidator.epoch.replace(by: epoch)
        invalidator.fences.confirmEverything(token: token)
        invalidator.context.counters.epochs.increment()
    }

    // MARK: By itself

    /// Sees to it that the journal is replayed when Redis is there again, even if nothing is read.
    ///
    /// The cache is not kept alive for this, and its back end for a second at most.
    func watch(_ invalidator: Invalidator) {
        let isFirst = state.withLock { state in
            defer { state.isWatching = true }
            return !state.isWatching
        }
        guard isFirst else { return }
        Task.detached { [weak invalidator] in
            var hasSeenEnd = false
            while let next = invalidator.flatMap(Self.nextStep) {
                if case .end = next {
                    // A back end is replaced at about the time at which it is shut down, but not at once.
                    if hasSeenEnd { break }
                    hasSeenEnd = true
                    try? await Task.sleep(for: Self.pause)
                    continue
                }
                hasSeenEnd = false
                switch next {
                case .end: break
                case .wait(let backend): await Self.wait(for: backend)
                case .attempt(let backend):
                    guard let invalidator else { return }
                    _ = await invalidator.replayJournal(with: backend)
                    guard invalidator.fences.isJournalOpen else { break }
                    try? await Task.sleep(for: Self.pause)
                }
            }
            guard let invalidator else { return }
            self.state.withLock { $0.isWatching = false }
            // An entry that was added in the meantime was added in the belief that the journal is watched.
            switch Self.nextStep(invalidator) {
            case nil, .end: break
            case .attempt, .wait: self.watch(invalidator)
            }
        }
    }

    private enum Step {
        case attempt(any CacheBackend)
        case wait(any CacheBackend)
        /// The back end was shut down: nothing will come of it.
        case end
    }

    private static func nextStep(_ invalidator: Invalidator) -> Step? {
        guard invalidator.fences.isJournalOpen, let backend = invalidator.context.currentBackend() else { return nil }
        if backend.isShutDown { return .end }
        return backend.isAvailable ? .attempt(backend) : .wait(backend)
    }

    /// Waits until an outage is over, but not for long: the cache may have another back end by then.
    private static func wait(for backend: any CacheBackend) async {
        await withTaskGroup { group in
            group.addTask {
                await backend.waitUntilAvailable()
                // Nothing more may be known, and no outage be over.
                if !backend.isAvailable { try? await Task.sleep(for: pause) }
            }
            group.addTask { try? await Task.sleep(for: pause) }
            await group.next()
            group.cancelAll()
        }
    }
}
