extension RedisCache {
    /// Returns the value stored under a key, or loads it from its source and stores it.
    ///
    /// ```swift
    /// let user = try await cache.cached(key: "user:\(id)", ttl: .seconds(60)) {
    ///     try await database.user(id)
    /// }
    /// ```
    ///
    /// A call that finds the value costs one `GET`. While Redis is unavailable the value is loaded at once and not
    /// stored. A failure of Redis never reaches the caller; ``statistics`` counts it.
    ///
    /// **Time.** Redis gets at most the client's command timeout for the read. When that has passed without an answer,
    /// nothing is written either, so that a call never waits for two timeouts in a row; otherwise the write has the
    /// command timeout too.
    ///
    /// **Cancellation.** The loader decides: a cancelled task's `load` is run all the same, as it would be without a
    /// cache, and its result is returned but not stored, because it may be incomplete.
    ///
    /// **Concurrency.** `load` runs where the caller runs and may touch the caller's isolated state. Calls for the same
    /// key at the same time each load. One that began before ``invalidate(_:)`` may store what it has loaded
    /// after it.
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``. Everything the value depends on must be in it.
    ///   - ttl: How long the value lives in Redis, rounded up to whole milliseconds; at most 100 years. A value that
    ///     would live for no time at all is returned and not stored. Default: the cache's ``RedisCache/ttl``.
    ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
    ///   - isolation: Where `load` runs; leave it out.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored or the loaded value.
    /// - Throws: What `load` throws, unchanged, and nothing else. Nothing is stored then.
    public func cached<Value: Codable, Failure: Error>(
        key: String,
        ttl: Duration? = nil,
        options: Options? = nil,
        isolation: isolated (any Actor)? = #isolation,
        cacheIf: (Value) -> Bool = { _ in true },
        load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let key = storedKey(key)
        var lookup = await look(up: key)
        if case .found(let data) = lookup {
            do {
                let value = try coder.decode(Value.self, from: data)
                counters.hits.increment()
                return value
            } catch {
                // The coder's error is left out: it usually holds the value.
                faults.note(.undecodable, "\(Value.self)")
                lookup = .undecodable
            }
        }
        counters.countMiss(lookup)
        let value = try await loaded(load)
        if !cacheIf(value) { return value }
        if lookup.isFollowedByWrite {
            await store(value, as: key, for: ttl ?? self.ttl)
        } else {
            counters.writesSkipped.increment()
        }
        return value
    }

    private func loaded<Value, Failure: Error>(
        _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        counters.loads.increment()
        do {
            return try await load()
        } catch {
            counters.loadErrors.increment()
            throw error
        }
    }
}
