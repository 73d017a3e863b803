import RedisTransport
import ResilientRedisClient

extension CacheCore {
    /// Looks a value up, and has it loaded in a task of its own when it is not there.
    func cachedInBackground<Value, Failure>(
        _ call: CacheCall, _ source: BackgroundSource<Value, Failure>, _ limits: inout SourceLimits
    ) async -> BackgroundAnswer<Value> {
        if let value = keptValue(call, as: Value.self) { return .value(value) }
        let local = beginRead(call)
        var read = await look(up: call)
        let found = open(&read, call, as: Value.self)
        if let local { endRead(local, call, read, found) { $0 } }
        if let found, !found.isExpired {
            counters.hits.increment()
            if found.isRefreshDue, !Task.isCancelled,
                let lead = flights.leadIfFree(call.key, tags: call.tagChecks, stamps: read.stamps)
            {
                counters.refreshes.increment()
                start(lead, call, read, source, isRefresh: true)
            }
            return .value(found.value)
        }
        if call.options.bypass {
            counters.count(read.lookup)
            return .alone
        }
        // After a timeout Redis is not asked again: the caller would wait for a second one.
        var mark: UInt64? = read.lookup == .timedOut ? nil : read.marks.flight
        var isCounted = false
        while !Task.isCancelled {
            let flight: Flight
            var joined: CacheCounter?
            switch flights.join(call.key, tags: call.tagChecks, stamps: read.stamps, since: mark) {
            case .lookAgain:
                mark = nil
                read = await look(up: call)
                if let found = open(&read, call, as: Value.self), !found.isExpired {
                    counters.hits.increment()
                    return .value(found.value)
                }
                continue
            case .lead(let lead):
                flight = lead.flight
                start(lead, call, read, source, isRefresh: false)
            case .wait(let other):
                flight = other
                joined = counters.joined
            }
            if !isCounted { counters.count(read.lookup) }
            isCounted = true
            if let answer = await wait(flight, call, read, source, &limits, counting: joined) { return answer }
            mark = nil
        }
        if !isCounted { counters.count(read.lookup) }
        return .alone
    }

    /// Waits for a flight. `nil` when it ended without an outcome.
    private func wait<Value, Failure>(
        _ flight: Flight, _ call: CacheCall, _ read: CacheRead,
        _ source: BackgroundSource<Value, Failure>, _ limits: inout SourceLimits, counting joined: CacheCounter?
    ) async -> BackgroundAnswer<Value>? {
        var joined = joined
        limits.beginWaiting()
        defer { limits.endWaiting(for: flight) }
        if let soft = limits.soft, servableCopy(call, read) != nil {
            let outcome = await FlightNesting.wait(for: flight) {
                await flight.wait(atMost: soft, abandonsLoad: false, counting: joined)
            }
            joined = nil
            guard case .timedOut = outcome else { return answer(outcome, flight, call, read, source) }
            if let value = staleValue(call, read, as: Value.self, isFenced: flight.isFenced) { return .value(value) }
            // It was invalidated meanwhile.
        }
        let outcome = await FlightNesting.wait(for: flight) {
            guard let hard = limits.hard else { return await flight.wait(counting: joined) }
            return await flight.wait(atMost: hard, ofSourceSince: limits.start, counting: joined)
        }
        guard case .timedOut = outcome else { return answer(outcome, flight, call, read, source) }
        return staleValue(call, read, as: Value.self, isFenced: flight.isFenced).map { .value($0) } ?? .timedOut
    }

    private func answer<Value, Failure>(
        _ outcome: FlightOutcome, _ flight: Flight, _ call: CacheCall, _ read: CacheRead,
        _ source: BackgroundSource<Value, Failure>
    ) -> BackgroundAnswer<Value>? {
        switch outcome {
        case .loaded(let shared): return value(Value.self, from: shared, call).map { .value($0) } ?? .alone
        case .failed(let error):
            if let value = staleValue(call, read, as: Value.self, isFenced: flight.isFenced) { return .value(value) }
            return .failure(error)
        case .lead(let leader):
            // The load of a call of the other form was cancelled.
            counters.promotions.increment()
            start(FlightLead(flight: flight, leader: leader), call, read, source, isRefresh: false)
            return nil
        case .alone, .timedOut: return .alone
        case .tooLate: return nil
        }
    }

    /// Begins a load that belongs to no one in particular. It is cancelled when no one waits for it any more, unless it
    /// refreshes a value that is still good.
    private func start<Value, Failure>(
        _ lead: FlightLead, _ call: CacheCall, _ read: CacheRead, _ source: BackgroundSource<Value, Failure>,
        isRefresh: Bool
    ) {
        let task = Task {
            let begun = await begin(call, read, lead)
            let result: Result<Value, Failure> = await FlightNesting.$current.withValue(FlightNesting([lead.flight])) {
                do throws(Failure) { return .success(try await source.load()) } catch { return .failure(error) }
            }
            switch result {
            case .success(let value):
                counters.countLoad(clock.now() - begun.start, failed: false)
                if let write = share(value, begun, shared: value, isWanted: source.cacheIf(value)) {
                    await self.write(write)
                }
            case .failure(let error):
                counters.countLoad(clock.now() - begun.start, failed: true)
                _ = flights.loaded(lead, .failed(error), isWritten: false)
            }
        }
        lead.flight.isLoaded(by: task, isKept: isRefresh) { [flights] in flights.leaderLeft(lead) }
    }
}
