import ResilientRedisClient

/// The result of looking a value up in this process.
enum InProcessLookup {
    case kept(InProcessLevel.Entry)
    /// There is none: Redis is to be asked by this call.
    case notKept(CacheCall)
}

extension CacheReader {
    /// A value that is kept in this process.
    func keptValue<Value: Decodable>(_ call: CacheCall, as type: Value.Type) -> Value? {
        guard let entry = keptEntry(call.key, call.options, call.refreshChance) else { return nil }
        return try? value(of: entry, as: type)
    }

    /// The value that was found in this process. Throws when it is not of the type asked for.
    @inline(never)
    func value<Value: Decodable>(of entry: InProcessLevel.Entry, as type: Value.Type) throws -> Value {
        let value = try entry.value(as: type, context.coding)
        context.counters.inProcessHits.increment()
        return value
    }

    /// Looks for a value that is kept in this process, as it is kept.
    func lookInProcess(_ key: consuming CacheKey, _ ttl: Duration, _ options: RedisCache.Options) -> InProcessLookup {
        let chance = context.refreshChance(options)
        if let entry = keptEntry(key, options, chance) { return .kept(entry) }
        return .notKept(context.call(key, ttl: ttl, options: options, refreshChance: chance))
    }

    /// - Parameter chance: What decides about a refresh by chance.
    private func keptEntry(
        _ key: CacheKey, _ options: RedisCache.Options, _ chance: Double
    ) -> InProcessLevel.Entry? {
        // What another client's server reported may be older than what this one's holds.
        guard let level = copies.inProcess, !options.bypass,
            context.currentIdentity().map({ $0 == level.trackedClient }) != false,
            let entry = level.entry(key, options, now: context.clock.now()),
            // Asked first, so that the header is not copied for nothing.
            options.refreshAhead == .never || !isRefreshDue(of: entry.header, options, chance)
        else { return nil }
        return entry
    }

    /// Whether a kept value is to be loaded again, so that Redis must be asked for it.
    private func isRefreshDue(of header: EnvelopeHeader, _ options: RedisCache.Options, _ chance: Double) -> Bool {
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return false }
        return isRefreshDue(
            header, options, chance, remaining: .milliseconds(max(0, remainingMilliseconds(header))))
    }

    /// Redis is about to be asked for a value that may be kept afterwards.
    @inline(never)
    func beginRead(_ call: CacheCall) -> InProcessLevel.Read? {
        guard let level = copies.inProcess, let feed, !call.options.bypass,
            let backend = context.currentBackend()
        else {
            return nil
        }
        // So that it is noticed when the changes of another server are reported than the one that is read from.
        invalidator.track(backend)
        feed.attach(backend)
        return level.beginRead(call)
    }

    /// Redis has answered with a value to keep.
    ///
    /// - Parameter value: The value itself, if other tasks may have it.
    @inline(never)
    func endRead(
        _ local: InProcessLevel.Read, _ call: CacheCall, keeping stored: StoredValue, _ value: (any Sendable)?
    ) {
        copies.inProcess?.endRead(
            local, call, keeping: stored, value: value, for: remainingLife(stored.header, call),
            now: context.clock.now())
    }

    /// Redis was asked, and there is nothing to keep.
    @inline(never)
    func endRead(_ local: InProcessLevel.Read, _ call: CacheCall) {
        copies.inProcess?.endRead(local, call, keeping: nil, value: nil, for: .zero, now: context.clock.now())
    }

    /// Redis has answered.
    ///
    /// - Parameter share: The value in a form that other tasks may have, if it has one.
    func endRead<Value>(
        _ local: InProcessLevel.Read, _ call: CacheCall, _ read: CacheRead, _ found: FoundValue<Value>?,
        _ share: (Value) -> (any Sendable)?
    ) {
        guard case .found(let stored) = read.lookup, let found, found.isServedAtOnce else {
            return endRead(local, call)
        }
        endRead(local, call, keeping: stored, share(found.value))
    }

    /// How long a value may be kept outside of Redis. One that does not note its time to live has that of the call, less
    /// all of the jitter.
    private func remainingLife(_ header: EnvelopeHeader, _ call: CacheCall) -> Duration {
        guard header.softTTL == EnvelopeHeader.noSoftTTL else { return .milliseconds(remainingMilliseconds(header)) }
        let ttl = call.ttl(isNothing: header.isNothing) * (1 - call.jitter)
        return ttl - .milliseconds(max(0, context.clock.wallMilliseconds() &- header.begun))
    }
}
