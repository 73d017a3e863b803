import ResilientRedisClient

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
        let token = fences.token(entry)
        do {
            if let backend = context.currentBackend() {
                let isRemoved = try await remove(entry, with: backend)
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
        postpone(entry)
        context.counters.pending.increment()
        return .pending
    }

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
            _ = try await backend.run(.set(key, String(CacheStamp.random()), expires: .in(CacheStamp.tagLife)))
            return true
        case .key(let key):
            guard context.loadToken != nil else { return try await backend.run(.del(key)) > 0 }
            // In this order: what compares and sets in between is deleted as well.
            let replies = try await backend.pipeline { pipeline in
                pipeline.append(.del(context.keys.loadToken(key)))
                pipeline.append(.del(key))
            }
            for reply in replies { _ = try Int(resp: try reply.get()) }
            return try replies.last.map { try Int(resp: try $0.get()) > 0 } ?? false
        }
    }
}
