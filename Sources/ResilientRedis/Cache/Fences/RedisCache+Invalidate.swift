extension RedisCache {
    /// What became of an invalidation.
    public enum Invalidation: String, Sendable, Hashable {
        /// The value was removed.
        case removed
        /// There was no value.
        case absent
        /// Nobody knows whether the value was removed: Redis is unavailable, did not answer, or refused. A stored value
        /// may be served until its time to live is over; invalidate it again when Redis is available.
        case pending
    }

    /// Removes the value stored under a key, so that the next call loads it anew.
    ///
    /// ```swift
    /// if await cache.invalidate("user:\(id)") == .pending { … }
    /// ```
    ///
    /// Call it after the source has changed, not before: a call in between would store the old value again.
    ///
    /// It takes at most the client's command timeout, and no time while Redis is unavailable. It never throws; in a
    /// cancelled task the answer is ``Invalidation/pending``.
    ///
    /// - Parameter key: The key as given to ``cached(key:ttl:options:isolation:cacheIf:load:)``, without the namespace.
    /// - Returns: Whether it is done.
    @discardableResult
    public func invalidate(_ key: String) async -> Invalidation {
        do {
            if let client = currentClient() {
                return try await client.del(storedKey(key)) > 0 ? .removed : .absent
            }
        } catch {
            faults.note(.delete, failure: error)
        }
        counters.pendingInvalidations.increment()
        return .pending
    }
}
