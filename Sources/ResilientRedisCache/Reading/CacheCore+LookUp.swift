import ResilientRedisClient
import RedisTransport

extension CacheCore {
    /// What is true before anything is asked.
    func marks(_ call: CacheCall) -> CacheMarks {
        CacheMarks(flight: flights.mark(call.key), local: copies.mark(call))
    }

    /// Asks Redis for a value. Kept apart from decoding, so that it is compiled once and not for every type.
    func look(up call: CacheCall) async -> CacheRead {
        let marks = marks(call)
        guard !call.options.bypass, let client = client(for: call.options) else { return CacheRead(marks, .bypassed) }
        let start = clock.now()
        do {
            try client.checkAdmission()
            guard !fences.isJournalOpen, call.tags.isEmpty else {
                return await lookClosely(call, client, nil, marks, since: start)
            }
            let known = epoch.knowledge(now: start)
            guard !known.isAsked else { return await lookClosely(call, client, known, marks, since: start) }
            let bytes = try await client.send(get(call))
            return answered(bytes, call, CacheStamps(epoch: known.epoch, tags: []), marks, since: start)
        } catch {
            return failed(error, call, marks, since: start)
        }
    }

    /// The same when more has to be asked than the value. Apart from the above, so that a plain read needs none of its room.
    @inline(never)
    private func lookClosely(
        _ call: CacheCall, _ client: RedisClient, _ known: EpochKeeper.Knowledge?, _ marks: CacheMarks,
        since start: MonotonicTime
    ) async -> CacheRead {
        do {
            var client = client
            // Whoever is to ask for the epoch does so: no one else will for a while.
            if known == nil, fences.isJournalOpen {
                client = try await replayed(client)
                guard !fences.isPending(call.key, tags: call.tags) else { return CacheRead(marks, .fenced) }
            }
            let known = known ?? epoch.knowledge(now: start)
            guard known.isAsked || !call.tags.isEmpty else {
                let bytes = try await client.send(get(call))
                return answered(bytes, call, CacheStamps(epoch: known.epoch, tags: []), marks, since: start)
            }
            let values = try await client.mget([call.key.name, keys.epoch] + call.tags.map(\.name), as: [UInt8].self)
            let stamps = stamps(values.dropFirst(), of: call.tags, known)
            return answered(values.first ?? nil, call, stamps, marks, since: start)
        } catch {
            return failed(error, call, marks, since: start)
        }
    }

    /// Redis has answered.
    @inline(never)  // Its temporaries would be part of the suspended caller, here and below.
    private func answered(
        _ bytes: [UInt8]?, _ call: CacheCall, _ stamps: CacheStamps?, _ marks: CacheMarks, since start: MonotonicTime
    ) -> CacheRead {
        // Without an epoch in Redis no value is valid; but what it is still decides whether it may be overwritten.
        let lookup = bytes.map { examine($0, call, stamps ?? CacheStamps(epoch: 0, tags: [])) } ?? .absent
        return ended(call, marks, lookup, stamps: stamps, lacksStamps: stamps == nil, since: start)
    }

    /// Redis has not answered, or with an error.
    @inline(never)
    private func failed(
        _ error: any Error, _ call: CacheCall, _ marks: CacheMarks, since start: MonotonicTime
    ) -> CacheRead {
        let lookup = lookup(failure: error)
        return ended(call, marks, lookup, stamps: nil, lacksStamps: lookup == .foreign, since: start)
    }

    private func ended(
        _ call: CacheCall, _ marks: CacheMarks, _ lookup: CacheLookup, stamps: CacheStamps?, lacksStamps: Bool,
        since start: MonotonicTime
    ) -> CacheRead {
        if lookup.disprovesCopies { copies.forgetCopy(of: call.key) }
        // Otherwise no one asks how long it took.
        let spent = lacksStamps || lease != nil ? clock.now() - start : .zero
        return CacheRead(marks, lookup, stamps: stamps, lacksStamps: lacksStamps, spent: spent)
    }

    /// Asks Redis for several values at once.
    func look(up calls: [CacheCall], _ marks: [CacheMarks]) async -> [CacheRead] {
        guard let first = calls.first, !first.options.bypass, var client = client(for: first.options) else {
            return marks.map { CacheRead($0, .bypassed) }
        }
        let start = clock.now()
        var reads: [CacheRead]
        do {
            try client.checkAdmission()
            if fences.isJournalOpen { client = try await replayed(client) }
            reads = marks.map { CacheRead($0, .fenced) }
            let asked = calls.indices.filter { !fences.isPending(calls[$0].key, tags: first.tags) }
            guard !asked.isEmpty else { return reads }
            let known = epoch.knowledge(now: clock.now())
            let names = [keys.epoch] + first.tags.map(\.name) + asked.map { calls[$0].key.name }
            let values = try await client.mget(names, as: [UInt8].self)
            let ownCount = 1 + first.tags.count
            let stamps = stamps(values.prefix(ownCount), of: first.tags, known)
            for (index, bytes) in zip(asked, values.dropFirst(ownCount)) {
                reads[index] = answered(bytes, calls[index], stamps, marks[index], since: start)
            }
        } catch {
            let lookup = lookup(failure: error)
            reads = zip(calls, marks).map { call, marks in
                ended(call, marks, lookup, stamps: nil, lacksStamps: false, since: start)
            }
        }
        return reads
    }

    /// Replays the journal before anything is read. Answers with the client and the time that is left of its timeout.
    private func replayed(_ client: RedisClient) async throws -> RedisClient {
        let start = clock.now()
        guard await replay.attempt(for: self, with: client) else {
            throw RedisError(
                .timeout, outcome: .notSent, message: "replaying invalidations took as long as a read may take",
                endpoint: client.endpoint)
        }
        return limited(client, less: clock.now() - start)
    }

    /// The client with what is left of its timeout.
    func limited(_ client: RedisClient, less spent: Duration) -> RedisClient {
        client.withTimeout(.nanoseconds(max(0, client.timeout - spent.clampedNanoseconds)))
    }

    @inline(never)
    private func get(_ call: CacheCall) -> RedisCommand<[UInt8]?> { .get(call.key, as: [UInt8].self) }

    private func lookup(failure error: any Error) -> CacheLookup {
        let lookup = CacheLookup(failure: error)
        switch lookup {
        case .cancelled: break
        case .foreign: faults.note(.foreign, failure: error)
        default:
            epoch.forget()
            faults.note(.read, failure: error)
        }
        return lookup
    }

    /// Reads the epoch and the stamps of tags. `nil` when one is missing.
    func stamps(
        _ values: some Collection<[UInt8]?>, of tags: [CacheKey], _ known: EpochKeeper.Knowledge
    ) -> CacheStamps? {
        let numbers = values.map(CacheStamp.read)
        guard let number = numbers.first ?? nil else { return nil }
        switch epoch.learn(number, known, now: clock.now()) {
        case .known: break
        // No one says what was invalidated by it, so it may be anything.
        case .new: copies.forgetAll()
        case .outdated: return nil
        }
        var stamps = CacheStamps(epoch: number, tags: [])
        for (tag, stamp) in zip(tags, numbers.dropFirst()) {
            guard let stamp else { return nil }
            stamps.tags.append(TagStamp(check: tag.check, stamp: stamp))
        }
        return stamps
    }

    /// What the bytes that Redis holds under a key are worth.
    func examine(_ bytes: [UInt8], _ call: CacheCall, _ stamps: CacheStamps) -> CacheLookup {
        let stored: StoredValue
        // What is asked for again and again is as a rule what it was: then it is neither opened again nor decoded.
        switch copies.decoded.known(bytes, call.key).map(StoredValue.Opening.value) ?? StoredValue.open(bytes) {
        case .foreign:
            faults.note(.foreign, "value")
            return .foreign
        case .unreadable: return .undecodable
        case .value(let value): stored = value
        }
        let header = stored.header
        guard header.keyCheck == call.key.check else { return .undecodable }
        guard header.version == call.options.version, header.epoch == stamps.epoch,
            header.tags == stamps.tags || Set(header.tags) == Set(stamps.tags)
        else { return .outdated }
        if header.writer == writer, fences.isOutdated(call.key, sequence: header.sequence, last: currentSequence) {
            return .outdated
        }
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return .found(stored) }
        return remainingMilliseconds(header) > 0 ? .found(stored) : .expired(stored)
    }

    /// How much of its time to live a value has left. Only for values that note it.
    func remainingMilliseconds(_ header: EnvelopeHeader) -> Int64 {
        header.begun &+ Int64(header.softTTL) &- clock.wallMilliseconds()
    }

    /// Whether a value that may still be served is to be loaded again. Only for values that note their time to live.
    func isRefreshDue(
        _ header: EnvelopeHeader, _ options: RedisCache.Options, _ chance: Double, remaining: Duration
    ) -> Bool {
        options.refreshAhead.isDue(
            remaining: remaining, ttl: .milliseconds(header.softTTL), cost: .microseconds(header.cost), random: chance)
    }

    /// Makes the epoch and the stamps that Redis lacks, and reads those that others have made. Before the load: what is
    /// invalidated during it must find them. `nil` when that fails.
    func makeStamps(_ client: RedisClient, for call: CacheCall) async -> CacheStamps? {
        let known = epoch.knowledge(now: clock.now())
        let names = [keys.epoch] + call.tags.map(\.name)
        do {
            let replies = try await client.pipeline { pipeline in
                pipeline.append(.set(keys.epoch, String(CacheStamp.random()), condition: .ifAbsent))
                for tag in call.tags {
                    pipeline.append(
                        .set(
                            tag, String(CacheStamp.random()), expires: .in(CacheStamp.tagLife), condition: .ifAbsent))
                }
                pipeline.append(.mget(names, as: [UInt8].self))
            }
            for reply in replies.dropLast() { _ = try reply.get() }
            guard let values = try replies.last?.get() else { return nil }
            return stamps(try [[UInt8]?](resp: values), of: call.tags, known)
        } catch {
            faults.note(.write, failure: error)
            return nil
        }
    }
}
