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

    /// Tries to bring the journal to an end, together with everybody else who wants that, unless it has just failed.
    ///
    /// A cancelled caller is released at once, the others at the latest when the client's timeout has passed: then the
    /// answer is false.
    @discardableResult
    func attempt(for core: CacheCore, with client: RedisClient) async -> Bool {
        let now = core.clock.now()
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
                let isDone = await Self.replay(core, client)
                self.ended(flight, isDone: isDone, now: core.clock.now())
            }
        }
        if case .timedOut = await flight.wait(atMost: .nanoseconds(client.timeout), abandonsLoad: true) { return false }
        return true
    }

    private func ended(_ flight: Flight, isDone: Bool, now: MonotonicTime) {
        state.withLock { state in
            state.attempt = nil
            if !isDone { state.notBefore = now + Self.pause }
        }
        let landing = flight.state.withLock { $0.loaded(0, .tooLate, isWritten: false) }
        for waiter in landing?.told ?? [] { waiter.resume(returning: .tooLate) }
    }

    /// Replays until nothing is left. False when Redis failed.
    private static func replay(_ core: CacheCore, _ client: RedisClient) async -> Bool {
        while true {
            do {
                switch core.fences.next(batch) {
                case .none: return true
                case .everything(let token): try await replayEverything(token, core, client)
                case .entries(let entries): try await replay(entries, core, client)
                }
            } catch {
                core.faults.note(.delete, failure: error)
                return false
            }
        }
    }

    private static func replay(
        _ entries: [(entry: InvalidationJournal.Entry, token: UInt64)], _ core: CacheCore, _ client: RedisClient
    ) async throws {
        var deleted: [String] = []
        var tags: [CacheKey] = []
        for (entry, _) in entries {
            switch entry {
            case .key(let key):
                if core.lease != nil { deleted.append(core.keys.lease(key)) }
                deleted.append(key.name)
            case .tag(let key): tags.append(key)
            }
        }
        let replies = try await client.pipeline { pipeline in
            if !deleted.isEmpty { pipeline.append(.del(deleted)) }
            for tag in tags {
                pipeline.append(.set(tag, String(CacheStamp.random()), expires: .in(CacheStamp.tagLife)))
            }
        }
        for reply in replies { _ = try reply.get() }
        for (entry, _) in entries { core.forgetCopies(entry) }
        core.fences.confirm(entries)
        core.counters.replayed.increment(by: entries.count)
    }

    private static func replayEverything(_ token: UInt64, _ core: CacheCore, _ client: RedisClient) async throws {
        // A number for this attempt alone: should it arrive late, after another one, no value has ever had it.
        let epoch = CacheStamp.random()
        core.epoch.replace(by: 0)
        try await client.set(core.keys.epoch, String(epoch))
        core.epoch.replace(by: epoch)
        core.fences.confirmEverything(token: token)
        core.counters.epochs.increment()
    }

    // MARK: By itself

    /// Sees to it that the journal is replayed when Redis is there again, even if no one reads.
    ///
    /// Neither the cache nor its client is kept alive for this.
    func watch(_ core: CacheCore) {
        let isFirst = state.withLock { state in
            defer { state.isWatching = true }
            return !state.isWatching
        }
        guard isFirst else { return }
        Task.detached { [weak core] in
            var hasSeenEnd = false
            while let next = core.flatMap(Self.nextStep) {
                if case .end = next {
                    // A client is replaced at about the time at which it is shut down, but not at once.
                    if hasSeenEnd { break }
                    hasSeenEnd = true
                    try? await Task.sleep(for: Self.pause)
                    continue
                }
                hasSeenEnd = false
                switch next {
                case .end: break
                case .wait(let changes): await Self.wait(for: changes)
                case .attempt(let client):
                    guard let core else { return }
                    await core.replay.attempt(for: core, with: client)
                    guard core.fences.isJournalOpen else { break }
                    try? await Task.sleep(for: Self.pause)
                }
            }
            guard let core else { return }
            core.replay.state.withLock { $0.isWatching = false }
            // Whoever has added to the journal in the meantime may have thought that it is watched.
            switch Self.nextStep(core) {
            case nil, .end: break
            case .attempt, .wait: core.replay.watch(core)
            }
        }
    }

    private enum Step {
        case attempt(RedisClient)
        case wait(AsyncStream<RedisAvailability>)
        /// The client was shut down: nothing will come of it.
        case end
    }

    private static func nextStep(_ core: CacheCore) -> Step? {
        guard core.fences.isJournalOpen, let client = core.currentClient() else { return nil }
        if client.isShutDown { return .end }
        return client.availability.isAvailable ? .attempt(client) : .wait(client.availabilityChanges)
    }

    /// Waits until an outage is over, but not for long: the cache may have another client by then.
    private static func wait(for changes: AsyncStream<RedisAvailability>) async {
        await withTaskGroup { group in
            group.addTask {
                for await change in changes where change.isAvailable { return }
                // It has ended, and says nothing more.
                try? await Task.sleep(for: pause)
            }
            group.addTask { try? await Task.sleep(for: pause) }
            await group.next()
            group.cancelAll()
        }
    }
}
