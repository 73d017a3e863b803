import RedisTransport
import ResilientRedisClient

/// Looks values up in Redis and decides what may be served.
final class CacheReader: Sendable {
    let context: CacheContext
    let copies: LocalCopies
    /// What keeps the in-process level true, if there is one.
    let feed: InvalidationFeed?
    let invalidator: Invalidator
    private let flights: FlightTable
    private let epoch: EpochKeeper

    init(
        _ context: CacheContext, _ invalidator: Invalidator, copies: LocalCopies, feed: InvalidationFeed?,
        flights: FlightTable, epoch: EpochKeeper
    ) {
        self.context = context
        self.invalidator = invalidator
        self.copies = copies
        self.feed = feed
        self.flights = flights
        self.epoch = epoch
    }

    /// What is true before anything is asked.
    func marks(_ call: CacheCall) -> CacheMarks {
        CacheMarks(flight: flights.mark(call.key), local: copies.mark(call), load: Flight.currentNumber)
    }

    // MARK: Asking Redis

    /// Looks a value up. Kept apart from decoding, so that it is compiled once and not for every type.
    func look(up call: CacheCall) async -> CacheRead {
        let marks = marks(call)
        guard !call.options.bypass, let backend = context.backend(for: call.options) else {
            return CacheRead(marks, .bypassed)
        }
        let start = context.clock.now()
        do {
            try backend.checkAdmission()
            let run = invalidator.currentRun(of: backend)
            guard !invalidator.fences.isJournalOpen, call.tags.isEmpty, context.loadToken == nil else {
                return await lookClosely(call, marks, nil)
            }
            let known = epoch.knowledge(now: start)
            guard !known.isAsked else { return await lookClosely(call, marks, known) }
            let bytes = try await backend.run(get(call))
            guard invalidator.isStill(run, backend) else { return await lookClosely(call, marks, nil) }
            return answered(bytes, call, CacheStamps(epoch: known.epoch, tags: []), marks, since: start)
        } catch {
            return failed(error, call, marks, since: start)
        }
    }

    @inline(never)
    private func get(_ call: CacheCall) -> RedisCommand<[UInt8]?> { .get(call.key, as: [UInt8].self) }

    /// The same when more has to be asked than the value. Apart from the above, so that a plain read needs none of its room.
    @inline(never)
    private func lookClosely(
        _ call: CacheCall, _ marks: CacheMarks, _ known: EpochKeeper.Knowledge?
    ) async -> CacheRead {
        await look(up: [call], [marks], known)[0]
    }

    /// Looks several values up with one command, together with the epoch and the stamps of their tags. All have the same
    /// options.
    ///
    /// - Parameter known: What is known of the epoch, if that was looked at already.
    func look(
        up calls: [CacheCall], _ marks: [CacheMarks], _ known: EpochKeeper.Knowledge? = nil
    ) async -> [CacheRead] {
        guard let first = calls.first, !first.options.bypass, var backend = context.backend(for: first.options) else {
            return marks.map { CacheRead($0, .bypassed) }
        }
        let start = context.clock.now()
        do {
            try backend.checkAdmission()
            var known = known
            var reads = marks.map { CacheRead($0, .fenced) }
            // Twice, when another run of the server has replied to the first one.
            for _ in 0..<2 {
                var run = invalidator.currentRun(of: backend)
                // A call that was told to ask for the epoch does so: no other one will for a while.
                if known == nil, invalidator.fences.isJournalOpen {
                    backend = try await replayed(backend)
                    run = invalidator.currentRun(of: backend)
                }
                let asked = calls.indices.filter { !invalidator.fences.isPending(calls[$0].key, tags: first.tags) }
                guard !asked.isEmpty else { break }
                let knowledge = known ?? epoch.knowledge(now: context.clock.now())
                known = nil
                let tokens = context.loadToken == nil ? [] : asked.map { context.keys.loadToken(calls[$0].key) }
                let names =
                    [context.keys.epoch] + first.tags.map(\.name) + asked.map { calls[$0].key.name } + tokens
                let values = try await context.commands.read(names, with: backend)
                guard invalidator.isStill(run, backend) else { continue }
                let ownCount = 1 + first.tags.count
                let stamps = stamps(values.prefix(ownCount), of: first.tags, knowledge)
                for (place, index) in asked.enumerated() {
                    let token = tokens.isEmpty ? nil : values[ownCount + asked.count + place]
                    reads[index] = answered(
                        values[ownCount + place], calls[index], stamps, marks[index],
                        token: token.map { String(decoding: $0, as: UTF8.self) }, since: start)
                }
                break
            }
            return reads
        } catch {
            return calls.indices.map { failed(error, calls[$0], marks[$0], since: start) }
        }
    }

    /// Replays the journal before anything is read. Returns the back end with the time that is left of its timeout.
    private func replayed(_ backend: any CacheBackend) async throws -> any CacheBackend {
        let start = context.clock.now()
        guard await invalidator.replayJournal(with: backend) else {
            throw RedisError(
                .timeout, outcome: .notSent, message: "replaying invalidations took as long as a read may take",
                endpoint: backend.endpoint)
        }
        return backend.limited(less: context.clock.now() - start)
    }

    // MARK: What came back

    /// Redis has answered.
    @inline(never)
    private func answered(
        _ bytes: [UInt8]?, _ call: CacheCall, _ stamps: CacheStamps?, _ marks: CacheMarks, token: String? = nil,
        since start: MonotonicTime
    ) -> CacheRead {
        // Without an epoch in Redis no value is valid; but what it is still decides whether it may be overwritten.
        let lookup = bytes.map { examine($0, call, stamps ?? CacheStamps(epoch: 0, tags: [])) } ?? .absent
        return ended(call, marks, lookup, stamps: stamps, lacksStamps: stamps == nil, token: token, since: start)
    }

    /// Redis has not answered, or with an error.
    @inline(never)
    private func failed(
        _ error: any Error, _ call: CacheCall, _ marks: CacheMarks, since start: MonotonicTime
    ) -> CacheRead {
        let lookup = CacheLookup(failure: error)
        switch lookup {
        case .cancelled: break
        case .foreign: context.faults.note(.foreign, failure: error)
        default:
            epoch.forget()
            context.faults.note(.read, failure: error)
        }
        return ended(call, marks, lookup, stamps: nil, lacksStamps: lookup == .foreign, since: start)
    }

    private func ended(
        _ call: CacheCall, _ marks: CacheMarks, _ lookup: CacheLookup, stamps: CacheStamps?, lacksStamps: Bool,
        token: String? = nil, since start: MonotonicTime
    ) -> CacheRead {
        if lookup.disprovesCopies { copies.forgetCopy(of: call.key) }
        // Otherwise it is of no use how long it took.
        let spent = lacksStamps || context.loadToken != nil ? context.clock.now() - start : .zero
        return CacheRead(marks, lookup, stamps: stamps, lacksStamps: lacksStamps, token: token, spent: spent)
    }

    // MARK: The epoch and the stamps of tags

    /// Reads the epoch and the stamps of tags. `nil` when one is missing.
    private func stamps(
        _ values: some Collection<[UInt8]?>, of tags: [CacheKey], _ known: EpochKeeper.Knowledge
    ) -> CacheStamps? {
        let numbers = values.map(CacheStamp.read)
        guard let number = numbers.first ?? nil else { return nil }
        switch epoch.learn(number, known, now: context.clock.now()) {
        case .known: break
        // It is not known what was invalidated by it, so it may be anything.
        case .new: copies.forgetAll()
        case .outdated: return nil
        case .superseded:
            invalidator.invalidateEverything()
            return nil
        }
        var stamps = CacheStamps(epoch: number, tags: [])
        for (tag, stamp) in zip(tags, numbers.dropFirst()) {
            guard let stamp else { return nil }
            stamps.tags.append(TagStamp(check: tag.check, stamp: stamp))
        }
        return stamps
    }

    /// Makes the epoch and the stamps that Redis lacks, and reads those that others have made. Before the load: what is
    /// invalidated during it must find them. `nil` when that fails.
    func makeStamps(_ backend: any CacheBackend, for call: CacheCall) async -> CacheStamps? {
        let known = epoch.knowledge(now: context.clock.now())
        let names = [context.keys.epoch] + call.tags.map(\.name)
        do {
            let replies = try await backend.pipeline { pipeline in
                pipeline.append(.set(context.keys.epoch, String(CacheStamp.random()), condition: .ifAbsent))
                for tag in call.tags {
                    pipeline.append(
                        .set(
                            tag, String(CacheStamp.random()), expires: .in(CacheStamp.tagLife), condition: .ifAbsent))
                }
            }
            for reply in replies { _ = try reply.get() }
            var values = try await context.commands.read(names, with: backend)
            // What is there by now and is no number was not made by a cache, and stays unless it is replaced.
            let foreign = zip(names, values).filter { CacheStamp.read($0.1) == nil }.map(\.0)
            if !foreign.isEmpty {
                context.faults.note(.internalKey, "stamp")
                let epoch = foreign.filter { $0 == context.keys.epoch }
                if !epoch.isEmpty { try await context.commands.renew(epoch, life: nil, with: backend) }
                let tags = foreign.filter { $0 != context.keys.epoch }
                if !tags.isEmpty { try await context.commands.renew(tags, life: CacheStamp.tagLife, with: backend) }
                values = try await context.commands.read(names, with: backend)
            }
            return stamps(values, of: call.tags, known)
        } catch {
            context.faults.note(.write, failure: error)
            return nil
        }
    }
}
