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
    /// A value that other callers are to have goes to them in its encoded form.
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
        load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let chance = refreshChance(options)
        if let value = keptValue(key, options, chance, as: Value.self) { return value }
        return try await readThrough(
            call(key, ttl, options, chance), isolation: isolation, share: { _ in nil }, cacheIf, load)
    }

    /// As the form for values that are not `Sendable`; the in-process level keeps the value itself.
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
        load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let chance = refreshChance(options)
        if let value = keptValue(key, options, chance, as: Value.self) { return value }
        return try await readThrough(
            call(key, ttl, options, chance), isolation: isolation, share: { $0 }, cacheIf, load)
    }

    /// A value that is kept in this process. Finding it allocates nothing but its key's name, if that is long.
    @inline(never)  // Its temporaries would be part of the suspended caller.
    func keptValue<Value: Decodable>(
        _ name: String, _ options: Options?, _ chance: Double, as type: Value.Type
    ) -> Value? {
        guard core.copies.inProcess != nil else { return nil }
        if let options { return core.keptValue(core.keys.key(name), options, chance, as: type) }
        return core.keptValue(core.keys.key(name), self.options, chance, as: type)
    }

    func refreshChance(_ options: Options?) -> Double {
        if let options { core.refreshChance(options) } else { core.refreshChance(self.options) }
    }

    @inline(never)  // As above.
    func call(_ name: String, _ ttl: Duration?, _ options: Options?, _ chance: Double? = nil) -> CacheCall {
        let options = options ?? self.options
        return core.call(
            name, ttl: ttl ?? self.ttl, options: options, refreshChance: chance ?? core.refreshChance(options))
    }

    /// A call that finds no value in this process. Apart from the above, so that one which does needs none of its room.
    ///
    /// - Parameter share: The value in a form that other tasks may have, if it has one.
    func readThrough<Value: Codable, Failure: Error>(
        _ call: CacheCall, isolation: isolated (any Actor)?, share: (Value) -> (any Sendable)?,
        _ cacheIf: (Value) -> Bool, _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let local = core.beginRead(call)
        var read = await core.look(up: call)
        var found = core.open(&read, call, as: Value.self)
        core.endRead(local, call, read, found, share)
        if let found, found.isServedAtOnce {
            core.counters.hits.increment()
            return found.value
        }
        let boarding: Boarding<Value>
        if let atOnce = core.boardAtOnce(call, read, found) {
            boarding = atOnce
        } else {
            boarding = await core.board(call, &read, &found)
        }
        core.count(read.lookup, found)
        switch boarding {
        case .hit(let value): return value
        case .lead(let lead):
            return try await lead.load(core, call, read, found, isolation: isolation, cacheIf, load)
        case .answer(let shared):
            if let value = core.value(Value.self, from: shared, call) { return value }
        case .failure(let error):
            if let value = core.staleValue(call, read, found, isFenced: false) { return value }
            if let failure = error as? Failure { throw failure }
        case .alone: break
        }
        return try await core.loadAlone(load)
    }
}

/// A value that was found, decoded.
struct FoundValue<Value> {
    var value: Value
    /// Its time to live is over: it is for when the source fails.
    var isExpired: Bool
    /// It is to be loaded anew although it may be served.
    var isRefreshDue: Bool

    var isServedAtOnce: Bool { !isExpired && !isRefreshDue }
}

/// How a caller that was not served at once gets its value.
enum Boarding<Value> {
    case hit(Value)
    case lead(FlightLead)
    case answer(SharedValue)
    case failure(any Error)
    case alone
}

extension CacheCore {
    /// Decodes what a lookup has found. What cannot be decoded becomes a lookup of that kind.
    func open<Value: Decodable>(_ read: inout CacheRead, _ call: CacheCall, as type: Value.Type) -> FoundValue<Value>? {
        guard let stored = read.lookup.stored else { return nil }
        let value: Value
        do {
            value = try coding.decode(type, from: stored)
        } catch {
            // The coder's error is left out: it usually holds the value.
            faults.note(.undecodable, "\(Value.self)")
            read.lookup = .undecodable
            return nil
        }
        if case .expired = read.lookup { return FoundValue(value: value, isExpired: true, isRefreshDue: false) }
        return FoundValue(value: value, isExpired: false, isRefreshDue: settle(stored, call, read))
    }

    /// Keeps a copy of a value that was found, and says whether to load it anew.
    private func settle(_ stored: StoredValue, _ call: CacheCall, _ read: CacheRead) -> Bool {
        let header = stored.header
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return false }
        let remaining = Duration.milliseconds(max(0, remainingMilliseconds(header)))
        if call.staleIfError > .zero {
            copies.keep(stored, for: call, until: clock.now() + remaining + call.staleIfError, since: read.localMark)
        }
        return isRefreshDue(header, call.options, call.refreshChance, remaining: remaining)
    }

    /// Counts how a call's lookup ended, when it was not answered at once.
    func count<Value>(_ lookup: CacheLookup, _ found: FoundValue<Value>?) {
        if case .found = lookup, found != nil { counters.hits.increment() } else { counters.countMiss(lookup) }
    }

    /// Begins the load of the key, or says why there is none to wait for. `nil` when another one is under way, or Redis may
    /// have the value by now.
    func boardAtOnce<Value>(_ call: CacheCall, _ read: CacheRead, _ found: FoundValue<Value>?) -> Boarding<Value>? {
        if call.options.bypass { return .alone }
        if let found, found.isRefreshDue {
            // The others are served what there is.
            guard let lead = flights.leadIfFree(call.key, tags: call.tagChecks, stamps: read.stamps) else {
                return .hit(found.value)
            }
            counters.refreshes.increment()
            return .lead(lead)
        }
        if Task.isCancelled { return .alone }
        let mark = firstMark(of: read)
        guard case .lead(let lead) = flights.join(call.key, tags: call.tagChecks, stamps: read.stamps, since: mark)
        else { return nil }
        return .lead(lead)
    }

    /// After a timeout Redis is not asked again: the caller would wait for a second one.
    private func firstMark(of read: CacheRead) -> UInt64? { read.lookup == .timedOut ? nil : read.flightMark }

    /// Joins the load of the key, or begins one.
    func board<Value: Decodable>(
        _ call: CacheCall, _ read: inout CacheRead, _ found: inout FoundValue<Value>?
    ) async -> Boarding<Value> {
        var mark = firstMark(of: read)
        while true {
            if Task.isCancelled { return .alone }
            switch flights.join(call.key, tags: call.tagChecks, stamps: read.stamps, since: mark) {
            case .lead(let lead): return .lead(lead)
            case .lookAgain:
                mark = nil
                read = await look(up: call)
                found = open(&read, call, as: Value.self)
                if let found, !found.isExpired { return .hit(found.value) }
            case .wait(let flight):
                counters.joined.increment()
                switch await FlightNesting.wait(for: flight, { await flight.wait() }) {
                case .lead(let leader):
                    counters.promotions.increment()
                    return .lead(FlightLead(flight: flight, leader: leader))
                case .loaded(let shared): return .answer(shared)
                case .failed(let error): return .failure(error)
                case .alone, .timedOut: return .alone
                case .tooLate: mark = nil
                }
            }
        }
    }

    /// The value of another one's load. `nil` when it is not of the type or version that is asked for.
    func value<Value: Decodable>(_ type: Value.Type, from shared: SharedValue, _ call: CacheCall) -> Value? {
        guard shared.version == call.options.version else { return nil }
        // Unwrapped first: a missing value would pass for the `nil` of an optional type.
        if let loaded = shared.value, let value = loaded as? Value { return value }
        return shared.stored.flatMap { try? coding.decode(type, from: $0) }
    }

    /// What may be served because the source has failed.
    ///
    /// - Parameter isFenced: The key was invalidated during the load.
    func staleValue<Value: Decodable>(
        _ call: CacheCall, _ read: CacheRead, _ found: FoundValue<Value>?, isFenced: Bool
    ) -> Value? {
        guard !Task.isCancelled, !isFenced, copies.mark(call) == read.localMark else { return nil }
        if let found, !found.isExpired { return found.value }
        guard call.staleIfError > .zero else { return nil }
        let value: Value
        if let found {
            value = found.value
        } else {
            guard read.lookup.isWithoutAnswer, let stored = copies.staleValue(for: call.key, now: clock.now()),
                stored.header.version == call.options.version,
                Set(stored.header.tags.map(\.check)) == Set(call.tagChecks),
                let copy = try? coding.decode(Value.self, from: stored)
            else { return nil }
            value = copy
        }
        counters.stale.increment()
        return value
    }

    /// Loads a value for one caller only.
    func loadAlone<Value, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation, _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let start = clock.now()
        do {
            let value = try await load()
            counters.countLoad(clock.now() - start, failed: false)
            counters.writesSkipped.increment()
            return value
        } catch {
            counters.countLoad(clock.now() - start, failed: true)
            throw error
        }
    }
}
