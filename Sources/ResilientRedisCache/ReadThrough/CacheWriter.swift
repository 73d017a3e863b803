import ResilientRedisClient

/// A value that is to be written.
struct CacheWrite {
    let stored: StoredValue
    let load: CacheLoad
    let ttl: Duration
}

/// Writes loaded values to Redis.
final class CacheWriter: Sendable {
    private let context: CacheContext
    private let invalidator: Invalidator
    private let flights: FlightTable
    private let copies: LocalCopies
    private let epoch: EpochKeeper

    init(
        _ context: CacheContext, _ invalidator: Invalidator, flights: FlightTable, copies: LocalCopies,
        epoch: EpochKeeper
    ) {
        self.context = context
        self.invalidator = invalidator
        self.flights = flights
        self.copies = copies
        self.epoch = epoch
    }

    /// Writes values whose flights are in their writing phase, and ends the flights. All have the same tags. What goes wrong
    /// is counted and never thrown.
    @inline(never)
    func write(_ writes: [CacheWrite]) async {
        guard let first = writes.first else { return }
        let outcomes: [WriteOutcome]
        if let backend = backendForWrite(first.load) {
            outcomes = await send(writes, backend)
        } else {
            outcomes = writes.map { _ in .skipped }
        }
        for (write, outcome) in zip(writes, outcomes) { ended(write.load, outcome) }
    }

    /// The back end is taken again: it may have been replaced, or have found out about an outage, during the load.
    private func backendForWrite(_ load: CacheLoad) -> (any CacheBackend)? {
        guard !Task.isCancelled, let backend = context.backend(for: load.call.options), backend.isAvailable else {
            return nil
        }
        return backend
    }

    private enum WriteOutcome {
        case stored, skipped, fenced, failed, cancelled
        /// It was sent, and it is not known whether it arrived.
        case unknown
    }

    private func ended(_ load: CacheLoad, _ outcome: WriteOutcome) {
        switch outcome {
        case .stored: context.counters.writes.increment()
        case .skipped, .cancelled: context.counters.writesSkipped.increment()
        case .fenced:
            context.counters.writesFenced.increment()
            // Another process has invalidated it.
            copies.forgetCopy(of: load.call.key)
        case .failed, .unknown: context.counters.writeFailures.increment()
        }
        let mayArrive = outcome == .unknown || outcome == .cancelled
        if mayArrive { invalidator.noteWrite(load.call.key, sequence: load.sequence, isInvalidated: false) }
        // The invalidation's own delete may have been earlier.
        if flights.written(load.lead), mayArrive || outcome == .stored { invalidator.postpone(.key(load.call.key)) }
    }

    private func send(_ writes: [CacheWrite], _ backend: any CacheBackend) async -> [WriteOutcome] {
        let tags = writes.first?.load.call.tags ?? []
        do {
            if tags.isEmpty, writes.count == 1 { return [try await backend.run(command(writes[0]))] }
            let prolonged =
                !tags.isEmpty && context.random.happens(onceIn: CacheStamp.writesPerProlongation) ? tags : []
            let replies = try await backend.pipeline { pipeline in
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
        let isOnlyIfAbsent = write.load.read.lookup == .absent && !context.keys.isNamespaced
        var encoder: RESPEncoder
        if let token = write.load.token {
            encoder = RESPEncoder("EVAL")
            encoder.append(LoadTokenScript.store)
            encoder.append(2)
            encoder.append(context.keys.loadToken(key))
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
        context.faults.note(.write, failure: error)
        if error.outcome != .unknown { return .failed }
        epoch.forget()
        return .unknown
    }
}
