import ResilientRedisClient

/// A value that is to be written.
struct CacheWrite {
    let stored: StoredValue
    let load: CacheLoad
    let ttl: Duration
}

extension CacheCore {
    /// Writes a value whose flight is in its writing phase, and ends the flight. What goes wrong is counted and never thrown.
    @inline(never)  // Its temporaries would be part of the suspended caller.
    func write(_ write: CacheWrite) async {
        // Tags may have to be prolonged.
        guard write.load.call.tags.isEmpty else { return await self.write([write]) }
        var outcome = WriteOutcome.skipped
        if let client = clientForWrite(write.load) {
            do { outcome = try await client.send(command(write)) } catch { outcome = self.outcome(of: error) }
        }
        ended(write.load, outcome)
    }

    /// Writes values whose flights are in their writing phase, and ends the flights. What goes wrong is counted and never
    /// thrown.
    func write(_ writes: [CacheWrite]) async {
        guard let first = writes.first else { return }
        let outcomes: [WriteOutcome]
        if let client = clientForWrite(first.load) {
            outcomes = await send(writes, client)
        } else {
            outcomes = writes.map { _ in .skipped }
        }
        for (write, outcome) in zip(writes, outcomes) { ended(write.load, outcome) }
    }

    /// The client is taken again: it may have been replaced, or have found out about an outage, during the load.
    private func clientForWrite(_ load: CacheLoad) -> RedisClient? {
        guard !Task.isCancelled, let client = client(for: load.call.options), client.availability.isAvailable else {
            return nil
        }
        return client
    }

    private enum WriteOutcome {
        case stored, skipped, fenced, failed, cancelled
        /// It was sent, and no one knows whether it arrived.
        case unknown
    }

    private func ended(_ load: CacheLoad, _ outcome: WriteOutcome) {
        switch outcome {
        case .stored: counters.writes.increment()
        case .skipped, .cancelled: counters.writesSkipped.increment()
        case .fenced:
            counters.writesFenced.increment()
            // Another process has invalidated it.
            copies.forgetCopy(of: load.call.key)
        case .failed, .unknown: counters.writeFailures.increment()
        }
        let mayArrive = outcome == .unknown || outcome == .cancelled
        if mayArrive { noteWrite(load.call.key, sequence: load.sequence, isInvalidated: false) }
        // The invalidation's own delete may have been earlier.
        if flights.written(load.lead), mayArrive || outcome == .stored { postpone(.key(load.call.key)) }
    }

    private func send(_ writes: [CacheWrite], _ client: RedisClient) async -> [WriteOutcome] {
        do {
            // All have the same tags.
            let tags = writes.first?.load.call.tags ?? []
            let prolonged = !tags.isEmpty && chance.happens(onceIn: CacheStamp.writesPerProlongation) ? tags : []
            let replies = try await client.pipeline { pipeline in
                for write in writes { pipeline.append(command(write)) }
                for tag in prolonged { pipeline.append(.pexpire(tag, expiresIn: CacheStamp.tagLife)) }
            }
            return try zip(writes, replies).map { write, reply in
                switch reply {
                case .success(let value): try command(write).decode(value)
                case .failure(let error): outcome(of: error)
                }
            }
        } catch {
            let outcome = outcome(of: error)
            return writes.map { _ in outcome }
        }
    }

    private func command(_ write: CacheWrite) -> RedisCommand<WriteOutcome> {
        let key = write.load.call.key
        // What appeared meanwhile under a key that is no one's in particular may be another caller's.
        let isOnlyIfAbsent = write.load.read.lookup == .absent && !keys.isNamespaced
        var encoder: RESPEncoder
        if let token = write.load.leaseToken {
            encoder = RESPEncoder("EVAL")
            encoder.append(CacheLease.store)
            encoder.append(2)
            encoder.append(keys.lease(key))
            encoder.append(key)
            encoder.append(token)
            encoder.append(write.stored.bytes)
            encoder.append(WholeMilliseconds(write.ttl))
            encoder.append(isOnlyIfAbsent ? "NX" : "")
            return RedisCommand(encoder, traits: []) { reply in
                switch try Int(resp: reply) {
                case 0: .fenced
                case 1: .stored
                default: .skipped
                }
            }
        }
        encoder = RESPEncoder("SET")
        encoder.append(key)
        encoder.append(write.stored.bytes)
        encoder.append("PX")
        encoder.append(WholeMilliseconds(write.ttl))
        if isOnlyIfAbsent { encoder.append("NX") }
        return RedisCommand(encoder, traits: []) { try Bool(resp: $0) ? .stored : .skipped }
    }

    private func outcome(of error: any Error) -> WriteOutcome {
        guard let error = error as? RedisError else { return .cancelled }
        if [.unavailable, .shutdown].contains(error.code), error.outcome == .notSent { return .skipped }
        faults.note(.write, failure: error)
        if error.outcome != .unknown { return .failed }
        epoch.forget()
        return .unknown
    }
}
