extension CacheCore {
    /// What is true before anything is asked.
    func mark(_ call: CacheCall) -> CacheRead {
        CacheRead(flightMark: flights.mark(call.key), localMark: copies.mark(call))
    }

    /// Asks Redis for a value. Kept apart from decoding, so that it is compiled once and not for every type.
    func look(up call: CacheCall) async -> CacheRead {
        var read = mark(call)
        guard !call.options.bypass, var client = client(for: call.options) else { return read }
        let start = clock.now()
        do {
            try client.core.admission.check()
            if fences.isJournalOpen {
                client = try await replayed(client)
                guard !fences.isPending(call.key, tags: call.tags) else {
                    read.lookup = .fenced
                    return read
                }
            }
            let known = epoch.knowledge(now: start)
            if known.isAsked || !call.tags.isEmpty {
                try await ask(client, for: call, known, &read)
            } else {
                let bytes = try await client.send(get(call))
                answer(bytes, call, CacheStamps(epoch: known.epoch, tags: []), &read)
            }
        } catch {
            read.lookup = lookup(failure: error)
            read.lacksStamps = read.lookup == .foreign
        }
        if read.lookup.disprovesCopies { copies.forgetCopy(of: call.key) }
        if read.lacksStamps || lease != nil { read.spent = clock.now() - start }
        return read
    }

    /// Asks Redis for several values at once.
    func look(up calls: [CacheCall], _ marks: [CacheRead]) async -> [CacheRead] {
        var reads = marks
        guard let first = calls.first, !first.options.bypass, var client = client(for: first.options) else {
            return reads
        }
        let start = clock.now()
        do {
            try client.core.admission.check()
            if fences.isJournalOpen { client = try await replayed(client) }
            let asked = calls.indices.filter { !fences.isPending(calls[$0].key, tags: first.tags) }
            for index in reads.indices { reads[index].lookup = .fenced }
            guard !asked.isEmpty else { return reads }
            let known = epoch.knowledge(now: clock.now())
            let names = [keys.epoch] + first.tags.map(\.name) + asked.map { calls[$0].key.name }
            let values = try await client.mget(names, as: [UInt8].self)
            let ownCount = 1 + first.tags.count
            let stamps = stamps(values.prefix(ownCount), of: first.tags, known)
            for (index, bytes) in zip(asked, values.dropFirst(ownCount)) {
                answer(bytes, calls[index], stamps, &reads[index])
            }
        } catch {
            let lookup = lookup(failure: error)
            for index in reads.indices { reads[index].lookup = lookup }
        }
        for (call, read) in zip(calls, reads) where read.lookup.disprovesCopies { copies.forgetCopy(of: call.key) }
        let spent = clock.now() - start
        for index in reads.indices { reads[index].spent = spent }
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

    @inline(never)  // Its temporaries would be part of the suspended caller.
    private func get(_ call: CacheCall) -> RedisCommand<[UInt8]?> { .get(call.key.name, as: [UInt8].self) }

    private func ask(
        _ client: RedisClient, for call: CacheCall, _ known: EpochKeeper.Knowledge, _ read: inout CacheRead
    ) async throws {
        let values = try await client.mget([call.key.name, keys.epoch] + call.tags.map(\.name), as: [UInt8].self)
        answer(values.first ?? nil, call, stamps(values.dropFirst(), of: call.tags, known), &read)
    }

    private func answer(_ bytes: [UInt8]?, _ call: CacheCall, _ stamps: CacheStamps?, _ read: inout CacheRead) {
        read.stamps = stamps
        read.lacksStamps = stamps == nil
        // Without an epoch in Redis no value is valid; but what it is still decides whether it may be overwritten.
        read.lookup = bytes.map { examine($0, call, stamps ?? CacheStamps(epoch: 0, tags: [])) } ?? .absent
    }

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
        // Nobody says what was invalidated by it, so it may be anything.
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
        switch StoredValue.open(bytes) {
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
        if header.writer == writer, fences.isOutdated(call.key, sequence: header.sequence) { return .outdated }
        guard header.softTTL != EnvelopeHeader.noSoftTTL else { return .found(stored) }
        return remainingMilliseconds(header) > 0 ? .found(stored) : .expired(stored)
    }

    /// How much of its time to live a value has left. Only for values that note it.
    func remainingMilliseconds(_ header: EnvelopeHeader) -> Int64 {
        header.begun &+ Int64(header.softTTL) &- clock.wallMilliseconds()
    }

    /// Whether a value that may still be served is to be loaded anew. Only for values that note their time to live.
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
                            tag.name, String(CacheStamp.random()), expires: .in(CacheStamp.tagLife),
                            condition: .ifAbsent))
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
