import ResilientRedisClient
import Synchronization

extension RedisCache {
    /// What became of an invalidation.
    public enum Invalidation: String, Sendable, Hashable {
        /// The value was removed, or the tag's values are.
        case removed
        /// There was no value.
        case absent
        /// Redis is unavailable, did not answer, or refused. The invalidation is in the ``Journal``: this process reads
        /// the key as a miss, and removes it as soon as Redis is back. Other processes may be served the old value until
        /// then.
        case pending
    }

    /// Removes the value stored under a key, so that the next call loads it again.
    ///
    /// ```swift
    /// await cache.invalidate("user:\(id)")
    /// ```
    ///
    /// Call it after the source has changed, not before: a call in between would store the old value again. A load that
    /// began before it is neither stored nor given to a call that comes later.
    ///
    /// It takes at most the client's command timeout, and no time while Redis is unavailable. It never throws; in a
    /// cancelled task the answer is ``Invalidation/pending``.
    ///
    /// - Parameter key: The key as given to ``cached(key:ttl:options:isolation:cacheIf:load:)``, without the namespace.
    /// - Returns: Whether it is done.
    @discardableResult
    public func invalidate(_ key: String) async -> Invalidation {
        await core.invalidator.invalidate(.key(core.context.keys.key(key)))
    }

    /// Makes all values that were stored with a tag count as none.
    ///
    /// It takes one command, whatever the number of values; they stay in Redis until their time to live is over. As with
    /// a key, a load that began before it is not given to a call that comes later.
    ///
    /// - Parameter tag: A name from ``Options/tags``.
    /// - Returns: ``Invalidation/removed`` or ``Invalidation/pending``.
    @discardableResult
    public func invalidate(tag: String) async -> Invalidation {
        await core.invalidator.invalidate(.tag(core.context.keys.tag(tag)))
    }
}

/// Carries out invalidations: in this process at once, in Redis, and by way of the journal when Redis is away.
final class Invalidator: Sendable {
    let context: CacheContext
    let fences: CacheFences
    let epoch: EpochKeeper
    private let flights: FlightTable
    private let copies: LocalCopies
    private let replay = JournalReplay()
    private let tracking = Mutex<ChangeTracking?>(nil)
    /// The back end whose runs are tracked; 0 for none.
    private let trackedBackend = Atomic<UInt64>(0)

    init(
        _ context: CacheContext, fences: CacheFences, flights: FlightTable, copies: LocalCopies, epoch: EpochKeeper
    ) {
        self.context = context
        self.fences = fences
        self.flights = flights
        self.copies = copies
        self.epoch = epoch
    }

    /// Replays the journal when Redis is available, even if nothing is read.
    func replayWhenAvailable() { replay.watch(self) }

    /// Replays the journal now, together with all others that want that. False when the back end's timeout has passed.
    func replayJournal(with backend: any CacheBackend) async -> Bool {
        await replay.attempt(for: self, with: backend)
    }

    func invalidate(_ entry: InvalidationJournal.Entry) async -> RedisCache.Invalidation {
        fence(entry)
        noteRecent([entry])
        let token = fences.token(entry)
        do {
            if let backend = context.currentBackend() {
                var run = useRun(of: backend)
                var isRemoved = try await remove(entry, with: backend)
                if !isStill(run, backend) {
                    // It is not known which run has carried it out.
                    run = useRun(of: backend)
                    isRemoved = try await remove(entry, with: backend) || isRemoved
                    guard isStill(run, backend) else { return pend(entry) }
                }
                // Copies may have been made of what Redis still held.
                forgetCopies(entry)
                if let token { fences.confirm([(entry, token)]) }
                // The rest may have no one to wait for it: the client that it was waiting for was shut down.
                if fences.isJournalOpen { replayWhenAvailable() }
                (isRemoved ? context.counters.removed : context.counters.absent).increment()
                return isRemoved ? .removed : .absent
            }
        } catch {
            context.faults.note(.delete, failure: error)
        }
        return pend(entry)
    }

    private func pend(_ entry: InvalidationJournal.Entry) -> RedisCache.Invalidation {
        postpone(entry)
        context.counters.pending.increment()
        return .pending
    }

    /// Invalidates everything in the namespace, before anything is read again.
    func invalidateEverything() {
        fences.addEverything(now: context.clock.now())
        copies.forgetAll()
        replayWhenAvailable()
    }

    // MARK: When the server's state goes back

    /// Notes invalidations that are about to be carried out.
    func noteRecent(_ entries: [InvalidationJournal.Entry]) {
        fences.noteRecent(entries, now: context.clock.now(), life: context.longestLife)
    }

    func noteRecentEverything() { fences.noteRecentEverything(now: context.clock.now()) }

    /// The run of the server that is about to be asked, for ``isStill(_:_:)``; `nil` when it does not matter, because there is
    /// nothing that another run might undo.
    ///
    /// Recent invalidations that were carried out in another run are in the journal afterwards.
    func currentRun(of backend: any CacheBackend) -> UInt64? {
        fences.mayBeUndone ? useRun(of: backend) : nil
    }

    @inline(never)
    private func useRun(of backend: any CacheBackend) -> UInt64 {
        track(backend)
        let (run, known) = (backend.serverRun, fences.knownRun)
        if run == known { return run }
        // Not connected yet: it is expected to be the run that is known.
        if run == 0 { return known }
        use(run)
        return run
    }

    private func use(_ run: UInt64) {
        guard fences.use(run: run, now: context.clock.now(), life: context.longestLife) else { return }
        epoch.forget()
        replayWhenAvailable()
    }

    /// Whether a reply that has come since ``currentRun(of:)`` was given by that run.
    func isStill(_ run: UInt64?, _ backend: any CacheBackend) -> Bool {
        guard let run else { return true }
        return isStill(run, backend)
    }

    @inline(never)
    private func isStill(_ run: UInt64, _ backend: any CacheBackend) -> Bool {
        let now = backend.serverRun
        if now != 0, now != fences.knownRun { use(now) }
        return now == run || (run == 0 && now == backend.firstServerRun)
    }

    /// Begins to track the runs of a back end's server.
    func track(_ backend: any CacheBackend) {
        let identity = backend.identity
        guard trackedBackend.load(ordering: .acquiring) != identity else { return }
        let old: ChangeTracking? = tracking.withLock { tracking in
            guard trackedBackend.load(ordering: .acquiring) != identity else { return nil }
            let old = tracking
            tracking = backend.trackServerRun { [weak self] in
                // Other processes must not wait for this one to read something.
                Task.detached { self?.useRunOfCurrentBackend() }
            } isNeeded: { [weak self] in
                guard let self else { return false }
                return fences.hasRecent(now: context.clock.now(), life: context.longestLife)
            }
            trackedBackend.store(identity, ordering: .releasing)
            return old
        }
        withExtendedLifetime(old) {}
    }

    private func useRunOfCurrentBackend() {
        if let backend = context.currentBackend() { _ = currentRun(of: backend) }
    }

    // MARK: In this process

    /// Leaves an invalidation to the journal.
    func postpone(_ entry: InvalidationJournal.Entry) {
        if fences.add(entry) { context.faults.note(.overflow, "journal") }
        // Afterwards: until it was noted, a read could make a copy of what Redis still holds.
        forgetCopies(entry)
        replayWhenAvailable()
    }

    /// A write may still arrive. Notes it, so that its value is known as outdated after an invalidation.
    func noteWrite(_ key: CacheKey, sequence: UInt32, isInvalidated: Bool) {
        let now = context.clock.now()
        guard
            fences.noteWrite(
                key, sequence: sequence, last: context.currentSequence, isInvalidated: isInvalidated, now: now)
        else { return }
        context.faults.note(.overflow, "writes")
        replayWhenAvailable()
    }

    /// What is under way in this process may still end, but not as if nothing had happened. A value that is being
    /// written right now, perhaps on another connection, may arrive after the delete.
    private func fence(_ entry: InvalidationJournal.Entry) {
        forgetCopies(entry)
        switch entry {
        case .key(let key):
            // In this order: a write whose outcome is unknown is noted before its flight ends. Either the flight is still
            // there, or the note is.
            if flights.fence(key) { noteWrite(key, sequence: context.currentSequence, isInvalidated: true) }
            fences.invalidateWrites(key)
        case .tag(let key):
            // What is being written carries the tag's old stamp.
            flights.fence(tag: key.check)
        }
    }

    func forgetCopies(_ entry: InvalidationJournal.Entry) {
        switch entry {
        case .key(let key): copies.forget(key)
        case .tag(let key): copies.forget(tag: key.check)
        }
    }

    private func remove(_ entry: InvalidationJournal.Entry, with backend: any CacheBackend) async throws -> Bool {
        switch entry {
        case .tag(let key):
            try await context.commands.renew([key.name], life: CacheStamp.tagLife, with: backend)
            return true
        case .key(let key):
            // The token first: what compares and sets in between is deleted as well.
            if context.loadToken != nil {
                _ = try await context.commands.delete([context.keys.loadToken(key)], with: backend)
            }
            return try await context.commands.delete([key.name], with: backend) > 0
        }
    }
}
