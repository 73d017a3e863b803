import RedisTransport
import ResilientRedisClient

extension FlightLead {
    /// Loads a value in the caller's task, shares it with those who wait, and writes it.
    func load<Value: Codable, Failure: Error>(
        _ loader: CacheLoader, _ call: CacheCall, _ read: CacheRead, isolation: isolated (any Actor)?,
        _ cacheIf: (Value) -> Bool, _ load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let begun = await loader.begin(call, read, self)
        let value: Value
        do {
            value = try await withTaskCancellationHandler {
                _ = isolation
                return try await FlightNesting.$current.withValue(FlightNesting([flight])) {
                    _ = isolation
                    return try await load()
                }
            } onCancel: {
                loader.flights.leaderLeft(self)
            }
        } catch {
            loader.loadFailed(begun, error)
            if let value = loader.reader.staleValue(begun.call, begun.read, as: Value.self, isFenced: flight.isFenced) {
                return value
            }
            // The functions in between only rethrow what `load` throws, but lose its type.
            throw error as! Failure
        }
        loader.context.counters.countLoad(loader.context.clock.now() - begun.start)
        if let write = loader.share(value, begun, shared: nil, isWanted: cacheIf(value)) {
            await loader.writer.write([write])
        }
        return value
    }
}

extension CacheLoader {
    /// The source has failed.
    @inline(never)
    func loadFailed(_ load: CacheLoad, _ error: any Error) {
        context.counters.countLoad(context.clock.now() - load.start, error: error)
        _ = flights.loaded(load.lead, .failed(error), isWritten: false)
    }

    /// Shares a loaded value with those who wait for it. Returns what is to be written now, if anything.
    ///
    /// - Parameters:
    ///   - shared: The value, if it may be shared as it is.
    ///   - isWanted: It is to be stored.
    @inline(never)
    func share(_ value: some Encodable, _ load: CacheLoad, shared: (any Sendable)?, isWanted: Bool) -> CacheWrite? {
        // As below, before anything is worked out: this is the way of every call in an outage.
        if load.isNeverKept, flights.endUnlessAwaited(load.lead) {
            context.counters.writesSkipped.increment()
            return nil
        }
        let isNothing = (value as? any OptionalProtocol)?.nothingLevel != nil
        var keeping = keeping(load, isNothing: isNothing, isWanted: isWanted)
        if !keeping.isWritten, !keeping.isCopied, flights.endUnlessAwaited(load.lead) {
            context.counters.writesSkipped.increment()
            return nil
        }
        var isCounted = false
        let stored: StoredValue
        do {
            let isTooLarge: Bool
            (stored, isTooLarge) = try context.coding.encode(
                value, keeping.header, maximumSize: load.call.options.maximumValueSize)
            if keeping.isWritten, isTooLarge || !isReadable(stored) {
                context.faults.note(.tooLarge, "\(type(of: value))", detail: "\(stored.bytes.count) bytes")
                context.counters.tooLarge.increment()
                (keeping.isWritten, keeping.isCopied, isCounted) = (false, false, true)
            }
        } catch {
            context.faults.note(.unencodable, "\(type(of: value))")
            context.counters.unencodable.increment()
            let outcome: FlightOutcome =
                shared.map { .loaded(SharedValue(value: $0, version: load.call.options.version)) } ?? .alone
            _ = flights.loaded(load.lead, outcome, isWritten: false)
            return nil
        }
        let outcome = FlightOutcome.loaded(
            SharedValue(stored: stored, value: shared, version: load.call.options.version))
        let isWritten = flights.loaded(load.lead, outcome, isWritten: keeping.isWritten)
        copy(stored, load, keeping)
        if isWritten { return CacheWrite(stored: stored, load: load, ttl: keeping.hardTTL) }
        if isCounted { return nil }
        let isFenced = keeping.isWritten && load.lead.flight.isFenced
        (isFenced ? context.counters.writesFenced : context.counters.writesSkipped).increment()
        return nil
    }

    /// The client lets a reply with the value through.
    private func isReadable(_ stored: StoredValue) -> Bool {
        context.currentBackend().map { stored.bytes.count <= $0.maximumBulkLength } ?? true
    }
}
