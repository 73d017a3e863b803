import ResilientRedisClient

extension RedisCache {
    /// Returns the value stored under a key, or loads it from its source and stores it.
    ///
    /// ```swift
    /// let user = try await cache.cached(key: "user:\(id)", ttl: .seconds(60)) {
    ///     try await database.user(id)
    /// }
    /// ```
    ///
    /// A call that finds the value costs one command. While Redis is unavailable the value is loaded at once and not
    /// stored. A failure of Redis never reaches the caller; ``statistics`` counts it.
    ///
    /// **Time.** Redis gets at most the client's command timeout, or ``Options/redisTimeout``, for the read and for what else
    /// has to be known before the load (the namespace's epoch, the tags' stamps, a lease). When that has passed without an
    /// answer, nothing is written either, so that a call never waits for two timeouts in a row; otherwise the write has that
    /// time too.
    ///
    /// **Many callers.** Calls in this process that miss the same key at the same time share one load: the first one's. What
    /// it throws, all of them throw. When its task is cancelled, the next one loads.
    ///
    /// **Cancellation.** The loader decides: a cancelled task's `load` is run all the same, as it would be without a
    /// cache, and its result is returned but not stored or shared, because it may be incomplete.
    ///
    /// **Concurrency.** `load` runs where the caller runs, in the caller's task, and may touch the caller's isolated state.
    /// In a `nonisolated(nonsending)` function it runs on the global executor, as a closure given to
    /// `withTaskCancellationHandler` does: use ``nonsending`` there. A value that other callers are to have goes to them in
    /// its encoded form.
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``. Everything the value depends on must be in it.
    ///   - ttl: How long the value lives in Redis, less the ``Options/jitter``; at most 100 years. A value that would
    ///     live for no time at all is returned and not stored. Default: the cache's ``RedisCache/ttl``.
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
        load: @concurrent () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await readThrough(
            lookInProcess(key, ttl, options), ttl, options, isolation: isolation, share: { _ in nil }, cacheIf, load)
    }

    /// As the form for values that are not `Sendable`; the in-process level keeps the value itself.
    ///
    /// **Decoding.** A value that is asked for again and again is not decoded again each time: as long as Redis answers with
    /// the same bytes, callers get copies of what an earlier call has decoded. This goes for 1,024 values and 2 MiB of stored
    /// bytes at most, and for none of more than 256 KiB; not for texts, which are quick to read; and not for objects, which
    /// whoever gets one may change. Objects that a value has in it are shared.
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``. Everything the value depends on must be in it.
    ///   - ttl: How long the value lives in Redis, less the ``Options/jitter``. Default: the cache's ``RedisCache/ttl``.
    ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
    ///   - isolation: Where `load` runs; leave it out.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored or the loaded value.
    /// - Throws: What `load` throws, unchanged, and nothing else. Nothing is stored then.
    public func cached<Value: Codable & Sendable, Failure: Error>(
        key: String,
        ttl: Duration? = nil,
        options: Options? = nil,
        isolation: isolated (any Actor)? = #isolation,
        cacheIf: (Value) -> Bool = { _ in true },
        load: @concurrent () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await readThrough(
            lookInProcess(key, ttl, options), ttl, options, isolation: isolation, share: { $0 }, cacheIf, load)
    }

    @inline(never)  // Its temporaries would be part of the suspended caller, here and below.
    func lookInProcess(_ key: String, _ ttl: Duration?, _ options: Options?) -> InProcessLookup {
        lookInProcess(RedisCacheKey(key), ttl, options)
    }

    func lookInProcess(_ key: RedisCacheKey, _ ttl: Duration?, _ options: Options?) -> InProcessLookup {
        let key = core.keys.key(key)
        if let options { return core.lookInProcess(key, ttl ?? self.ttl, options) }
        return core.lookInProcess(key, ttl ?? self.ttl, self.options)
    }

    @inline(never)
    func call(_ key: CacheKey, _ ttl: Duration?, _ options: Options?) -> CacheCall {
        core.call(key, ttl: ttl ?? self.ttl, options: options ?? self.options)
    }

    /// A call after the look in the process.
    ///
    /// Hits and plain misses need none of the generic types of the rest, which the runtime would look up for every call.
    ///
    /// - Parameter share: The value in a form that other tasks may have, if it has one.
    @inline(__always)  // One frame less for each call that waits.
    func readThrough<Value: Codable, Failure: Error>(
        _ lookup: InProcessLookup, _ ttl: Duration?, _ options: Options?, isolation: isolated (any Actor)?,
        share: (Value) -> (any Sendable)?, _ cacheIf: (Value) -> Bool, _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let call: CacheCall
        switch lookup {
        case .kept(let entry):
            do {
                return try core.value(of: entry, as: Value.self)
            } catch {
                // It is of another type. Its key means the same in every process: no other is kept.
                call = self.call(entry.key, ttl, options)
            }
        case .notKept(let begun): call = begun
        }
        let local = core.beginRead(call)
        var read = await core.look(up: call)
        if let stored = core.servedAtOnce(read, call) {
            do {
                return try core.value(of: stored, call, local, share)
            } catch {
                core.isUndecodable(&read, call, Value.self)
            }
        }
        if let local { core.endRead(local, call) }
        if let lead = core.leadAtOnce(call, read) {
            return try await lead.load(core, call, read, isolation: isolation, cacheIf, load)
        }
        return try await loadThrough(call, read, isolation: isolation, cacheIf, load)
    }

    /// A call that is neither a hit nor a plain miss.
    @inline(never)
    private func loadThrough<Value: Codable, Failure: Error>(
        _ call: CacheCall, _ read: CacheRead, isolation: isolated (any Actor)?, _ cacheIf: (Value) -> Bool,
        _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var read = read
        let boarding = await core.board(call, &read, as: Value.self)
        core.counters.count(read.lookup)
        switch boarding {
        case .hit(let value): return value
        case .lead(let lead):
            return try await lead.load(core, call, read, isolation: isolation, cacheIf, load)
        case .answer(let shared):
            if let value = core.value(Value.self, from: shared, call) { return value }
        case .failure(let error):
            if let value = core.staleValue(call, read, as: Value.self, isFenced: false) { return value }
            if let failure = error as? Failure { throw failure }
        case .alone: break
        }
        return try await core.loadAlone(load)
    }
}
