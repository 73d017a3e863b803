import RedisTransport
import ResilientRedisClient

/// A value that was found, decoded.
struct FoundValue<Value> {
    var value: Value
    /// Its time to live is over: it is for when the source fails.
    var isExpired: Bool
    /// It is to be loaded again although it may be served.
    var isRefreshDue: Bool

    var isServedAtOnce: Bool { !isExpired && !isRefreshDue }
}

extension CacheReader {
    /// Decides whether a stored value may be served.
    func examine(_ bytes: [UInt8], _ call: CacheCall, _ stamps: CacheStamps) -> CacheLookup {
        let stored: StoredValue
        // A value that is read often is as a rule the same as before: then it is neither parsed again nor decoded.
        switch copies.decoded.known(bytes, call.key).map(StoredValue.Opening.value) ?? StoredValue.open(bytes) {
        case .foreign:
            context.faults.note(.foreign, "value")
            return .foreign
        case .unreadable: return .undecodable
        case .value(let value): stored = value
        }
        let header = stored.header
        guard header.keyCheck == call.key.check else { return .undecodable }
        guard header.version == call.options.version, header.epoch == stamps.epoch,
            header.tags == stamps.tags || Set(header.tags) == Set(stamps.tags)
        else { return .outdated }
        if header.writer == context.writer,
            invalidator.fences.isOutdated(call.key, sequence: header.sequence, last: context.currentSequence)
        {
            return .outdated
        }
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return .found(stored) }
        return remainingMilliseconds(header) > 0 ? .found(stored) : .expired(stored)
    }

    /// How much of its time to live a value has left. Only for values that note it.
    ///
    /// One that was loaded in the future has none left: a clock was ahead, and the value's age is not known.
    func remainingMilliseconds(_ header: EnvelopeHeader) -> Int64 {
        let age = context.clock.wallMilliseconds() &- header.begun
        return age < -Self.clockTolerance ? 0 : Int64(header.softTTL) &- max(0, age)
    }

    /// By how many milliseconds the clocks of processes may differ.
    private static var clockTolerance: Int64 { 10_000 }

    /// Whether a value that may still be served is to be loaded again. Only for values that note their time to live.
    func isRefreshDue(
        _ header: EnvelopeHeader, _ options: RedisCache.Options, _ chance: Double, remaining: Duration
    ) -> Bool {
        options.refreshAhead.isDue(
            remaining: remaining, ttl: .milliseconds(header.softTTL), cost: .microseconds(header.cost), random: chance)
    }

    /// Decodes what a look-up has found. What cannot be decoded becomes a look-up of that kind.
    func open<Value: Decodable>(_ read: inout CacheRead, _ call: CacheCall, as type: Value.Type) -> FoundValue<Value>? {
        guard let stored = read.lookup.stored else { return nil }
        let value: Value
        do {
            value = try stored.decoded(as: type) { try context.coding.decode(type, from: stored) }
        } catch {
            isUndecodable(&read, call, type)
            return nil
        }
        if case .expired = read.lookup { return FoundValue(value: value, isExpired: true, isRefreshDue: false) }
        return FoundValue(value: value, isExpired: false, isRefreshDue: settle(stored, call, read))
    }

    /// The coder cannot read what was found.
    @inline(never)
    func isUndecodable(_ read: inout CacheRead, _ call: CacheCall, _ type: Any.Type) {
        // The coder's error is left out: it usually holds the value.
        context.faults.note(.undecodable, "\(type)")
        read = read.with(.undecodable)
        copies.forgetCopy(of: call.key)
    }

    /// What was found, if it is to be served without a load, as far as can be told without decoding it. A copy is kept for when
    /// the source fails.
    @inline(never)
    func servedAtOnce(_ read: CacheRead, _ call: CacheCall) -> StoredValue? {
        guard case .found(let stored) = read.lookup, !settle(stored, call, read) else { return nil }
        return stored
    }

    /// The value that was found in Redis and is to be served.
    @inline(never)
    func value<Value: Decodable>(
        of stored: StoredValue, _ call: CacheCall, _ local: InProcessLevel.Read?, _ share: (Value) -> (any Sendable)?
    ) throws -> Value {
        let value = try copies.decoded.value(of: stored, call.key, context.coding, share)
        context.counters.hits.increment()
        if let local { endRead(local, call, keeping: stored, share(value)) }
        return value
    }

    /// Keeps a copy of a value that was found, and says whether to load it again.
    private func settle(_ stored: StoredValue, _ call: CacheCall, _ read: CacheRead) -> Bool {
        let header = stored.header
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return false }
        let remaining = Duration.milliseconds(max(0, remainingMilliseconds(header)))
        if call.staleIfError > .zero {
            copies.keep(
                stored, for: call, until: context.clock.now() + remaining + call.staleIfError, since: read.marks.local)
        }
        return isRefreshDue(header, call.options, call.refreshChance, remaining: remaining)
    }

    /// What may be served because the source has failed.
    ///
    /// - Parameter isFenced: The key was invalidated during the load.
    func staleValue<Value: Decodable>(
        _ call: CacheCall, _ read: CacheRead, as type: Value.Type, isFenced: Bool
    ) -> Value? {
        guard !Task.isCancelled, !isFenced, !call.options.bypass, copies.mark(call) == read.marks.local else {
            return nil
        }
        // Decoded again: it is better to do so now than to keep it during every load.
        if case .found(let stored) = read.lookup { return try? context.coding.decode(type, from: stored) }
        guard let stored = servableCopy(call, read), let value = try? context.coding.decode(type, from: stored) else {
            return nil
        }
        context.counters.stale.increment()
        return value
    }

    /// An old value, from Redis or kept in this process, that the call takes. Others may have stored it to be served for
    /// longer.
    func servableCopy(_ call: CacheCall, _ read: CacheRead) -> StoredValue? {
        guard call.staleIfError > .zero, let stored = read.lookup.stored ?? keptCopy(call, read) else { return nil }
        guard stored.header.softTTL != EnvelopeHeader.noSoftTTL else { return stored }
        return .milliseconds(-remainingMilliseconds(stored.header)) < call.staleIfError ? stored : nil
    }

    /// The copy that is kept for when neither Redis nor the source responds.
    private func keptCopy(_ call: CacheCall, _ read: CacheRead) -> StoredValue? {
        guard read.lookup.isWithoutAnswer, let stored = copies.staleValue(for: call.key, now: context.clock.now()),
            stored.header.version == call.options.version,
            Set(stored.header.tags.map(\.check)) == Set(call.tagChecks)
        else { return nil }
        return stored
    }
}
