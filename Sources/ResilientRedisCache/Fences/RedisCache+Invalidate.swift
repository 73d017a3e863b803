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
    /// began before it is neither stored nor given to anybody who asks later.
    ///
    /// It takes at most the client's command timeout, and no time while Redis is unavailable. It never throws; in a
    /// cancelled task the answer is ``Invalidation/pending``.
    ///
    /// - Parameter key: The key as given to ``cached(key:ttl:options:isolation:cacheIf:load:)``, without the namespace.
    /// - Returns: Whether it is done.
    @discardableResult
    public func invalidate(_ key: String) async -> Invalidation {
        await core.invalidate(.key(core.keys.key(key)))
    }

    /// Makes all values that were stored with a tag count as none.
    ///
    /// It takes one command, whatever the number of values; they stay in Redis until their time to live is over. As with
    /// a key, a load that began before it is given to no one who asks later.
    ///
    /// - Parameter tag: A name from ``Options/tags``.
    /// - Returns: ``Invalidation/removed`` or ``Invalidation/pending``.
    @discardableResult
    public func invalidate(tag: String) async -> Invalidation {
        await core.invalidate(.tag(core.keys.tag(tag)))
    }
}

extension CacheCore {
    func invalidate(_ entry: InvalidationJournal.Entry) async -> RedisCache.Invalidation {
        fence(entry)
        let token = fences.token(entry)
        do {
            if let client = currentClient() {
                let isRemoved = try await remove(entry, with: client)
                // Copies may have been made of what Redis still held.
                forgetCopies(entry)
                if let token { fences.confirm([(entry, token)]) }
                // The rest may have no one to wait for it: the client that it was waiting for was shut down.
                if fences.isJournalOpen { replay.watch(self) }
                (isRemoved ? counters.removed : counters.absent).increment()
                return isRemoved ? .removed : .absent
            }
        } catch {
            faults.note(.delete, failure: error)
        }
        postpone(entry)
        counters.pending.increment()
        return .pending
    }

    /// Leaves an invalidation to the journal.
    func postpone(_ entry: InvalidationJournal.Entry) {
        if fences.add(entry) { faults.note(.overflow, "journal") }
        // Afterwards: until it was noted, a read could make a copy of what Redis still holds.
        forgetCopies(entry)
        replay.watch(self)
    }

    /// A write may still arrive. Notes it, so that its value is known as outdated after an invalidation.
    func noteWrite(_ key: CacheKey, sequence: UInt32, isInvalidated: Bool) {
        let now = clock.now()
        guard fences.noteWrite(key, sequence: sequence, last: currentSequence, isInvalidated: isInvalidated, now: now)
        else { return }
        faults.note(.overflow, "writes")
        replay.watch(self)
    }

    /// What is under way in this process may still end, but not as if nothing had happened. A value that is being
    /// written right now, perhaps on another connection, may arrive after the delete.
    private func fence(_ entry: InvalidationJournal.Entry) {
        forgetCopies(entry)
        switch entry {
        case .key(let key):
            // In this order: a write whose outcome is unknown is noted before its flight ends. Either the flight is still
            // there, or the note is.
            if flights.fence(key) { noteWrite(key, sequence: currentSequence, isInvalidated: true) }
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

    private func remove(_ entry: InvalidationJournal.Entry, with client: RedisClient) async throws -> Bool {
        switch entry {
        case .tag(let key):
            try await client.set(key, String(CacheStamp.random()), expires: .in(CacheStamp.tagLife))
            return true
        case .key(let key):
            guard lease != nil else { return try await client.del(key) > 0 }
            // In this order: what compares and sets in between is deleted as well.
            let (_, removed) = try await client.pipeline(.del(keys.lease(key)), .del(key))
            return removed > 0
        }
    }
}
