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

extension CacheCore {
    /// Decodes what a lookup has found. What cannot be decoded becomes a lookup of that kind.
    func open<Value: Decodable>(_ read: inout CacheRead, _ call: CacheCall, as type: Value.Type) -> FoundValue<Value>? {
        guard let stored = read.lookup.stored else { return nil }
        let value: Value
        do {
            value = try stored.decoded(as: type) { try coding.decode(type, from: stored) }
        } catch {
            isUndecodable(&read, call, type)
            return nil
        }
        if case .expired = read.lookup { return FoundValue(value: value, isExpired: true, isRefreshDue: false) }
        return FoundValue(value: value, isExpired: false, isRefreshDue: settle(stored, call, read))
    }

    /// The coder cannot read what was found.
    @inline(never)  // Its temporaries would be part of the suspended caller, here and below.
    func isUndecodable(_ read: inout CacheRead, _ call: CacheCall, _ type: Any.Type) {
        // The coder's error is left out: it usually holds the value.
        faults.note(.undecodable, "\(type)")
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
        let value = try copies.decoded.value(of: stored, call.key, coding, share)
        counters.hits.increment()
        if let local { endRead(local, call, keeping: stored, share(value)) }
        return value
    }

    /// Keeps a copy of a value that was found, and says whether to load it again.
    private func settle(_ stored: StoredValue, _ call: CacheCall, _ read: CacheRead) -> Bool {
        let header = stored.header
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return false }
        let remaining = Duration.milliseconds(max(0, remainingMilliseconds(header)))
        if call.staleIfError > .zero {
            copies.keep(stored, for: call, until: clock.now() + remaining + call.staleIfError, since: read.marks.local)
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
        if case .found(let stored) = read.lookup { return try? coding.decode(type, from: stored) }
        guard let stored = servableCopy(call, read), let value = try? coding.decode(type, from: stored) else {
            return nil
        }
        counters.stale.increment()
        return value
    }

    /// An old value, from Redis or kept in this process, that the call takes. Others may have stored it to be served for
    /// longer.
    func servableCopy(_ call: CacheCall, _ read: CacheRead) -> StoredValue? {
        guard call.staleIfError > .zero, let stored = read.lookup.stored ?? keptCopy(call, read) else { return nil }
        guard stored.header.softTTL != EnvelopeHeader.noSoftTTL else { return stored }
        return .milliseconds(-remainingMilliseconds(stored.header)) < call.staleIfError ? stored : nil
    }

    /// The copy that is kept for when neither Redis nor the source answers.
    private func keptCopy(_ call: CacheCall, _ read: CacheRead) -> StoredValue? {
        guard read.lookup.isWithoutAnswer, let stored = copies.staleValue(for: call.key, now: clock.now()),
            stored.header.version == call.options.version,
            Set(stored.header.tags.map(\.check)) == Set(call.tagChecks)
        else { return nil }
        return stored
    }
}
