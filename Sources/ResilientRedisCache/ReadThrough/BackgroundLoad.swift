import RedisTransport
import ResilientRedisClient

/// Where a value comes from that is loaded in a task of its own.
struct BackgroundSource<Value: Codable & Sendable, Failure: Error>: Sendable {
    let load: @Sendable () async throws(Failure) -> Value
    let cacheIf: @Sendable (Value) -> Bool
}

/// Loads run in tasks of their own, and the caller waits for its source with limits.
struct LoadInBackground<Value: Codable & Sendable, Failure: Error>: MissStrategy {
    let loader: CacheLoader
    let source: BackgroundSource<Value, Failure>
    var limits: SourceLimits

    func begin(_ lead: FlightLead, _ call: CacheCall, _ read: CacheRead, isRefresh: Bool) -> Flight? {
        loader.start(lead, call, read, source, isRefresh: isRefresh)
        return lead.flight
    }

    mutating func wait(
        for flight: Flight, _ call: CacheCall, _ read: CacheRead, counting joined: CacheCounter?
    ) async -> MissResolution<Value>? {
        let isOther = joined != nil
        var joined = joined
        limits.beginWaiting()
        defer { limits.endWaiting(for: flight) }
        if let soft = limits.soft, loader.reader.servableCopy(call, read) != nil {
            let outcome = await FlightNesting.wait(for: flight) {
                await flight.wait(atMost: soft, abandonsLoad: false, counting: joined)
            }
            joined = nil
            guard case .timedOut = outcome else { return resolution(outcome, flight, call, read) }
            if let value = staleValue(flight, call, read) { return .found(value) }
            // It was invalidated meanwhile.
        }
        let (hard, start) = (limits.hard, limits.start)
        let limit = isOther ? call.options.lockTimeout : nil
        let outcome = await FlightNesting.wait(for: flight) { [joined] in
            guard let hard else { return await flight.wait(giveUpAfter: limit, counting: joined) }
            return await flight.wait(atMost: hard, ofSourceSince: start, counting: joined)
        }
        guard case .timedOut = outcome else { return resolution(outcome, flight, call, read) }
        if let value = staleValue(flight, call, read) { return .found(value) }
        guard hard == nil else { return .timedOut }
        loader.waitedTooLong()
        return .alone
    }

    private func staleValue(_ flight: Flight, _ call: CacheCall, _ read: CacheRead) -> Value? {
        loader.reader.staleValue(call, read, as: Value.self, isFenced: flight.isFenced)
    }

    private func resolution(
        _ outcome: FlightOutcome, _ flight: Flight, _ call: CacheCall, _ read: CacheRead
    ) -> MissResolution<Value>? {
        switch outcome {
        case .loaded(let shared): return .shared(shared)
        case .failed(let error): return staleValue(flight, call, read).map { .found($0) } ?? .failed(error)
        case .lead(let leader):
            // The load of a call of the other form was cancelled.
            loader.context.counters.promotions.increment()
            loader.start(FlightLead(flight: flight, leader: leader), call, read, source, isRefresh: false)
            return nil
        case .alone, .timedOut: return .alone
        case .tooLate: return nil
        }
    }
}

extension CacheLoader {
    /// Looks a value up, and has it loaded in a task of its own when it is not there.
    func cachedInBackground<Value, Failure>(
        _ call: CacheCall, by strategy: inout LoadInBackground<Value, Failure>
    ) async -> MissResolution<Value> {
        if let value = reader.keptValue(call, as: Value.self) { return .found(value) }
        let local = reader.beginRead(call)
        var read = await reader.look(up: call)
        let found = reader.open(&read, call, as: Value.self)
        if let local { reader.endRead(local, call, read, found) { $0 } }
        return await resolve(call, &read, found, by: &strategy)
    }

    /// Begins a load that belongs to no call in particular. It is cancelled when nothing waits for it any more, unless it
    /// refreshes a value that is still good.
    fileprivate func start<Value, Failure>(
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
                context.counters.countLoad(context.clock.now() - begun.start)
                if let write = share(value, begun, shared: value, isWanted: source.cacheIf(value)) {
                    await writer.write([write])
                }
            case .failure(let error): loadFailed(begun, error)
            }
        }
        lead.flight.isLoaded(by: task, isKept: isRefresh) { [flights] in flights.leaderLeft(lead) }
    }
}

/// How long one call waits for its source, in however many flights.
struct SourceLimits {
    /// For how long before an expired value is served.
    let soft: Duration?
    /// For how long at all.
    let hard: Duration?
    /// Since when the call waits for a source, as far as that is known.
    private(set) var start = ContinuousClock.now
    private var hasBegun = false

    init(soft: Duration?, hard: Duration?) {
        self.soft = soft
        self.hard = hard
    }

    /// The call is about to wait for a flight.
    mutating func beginWaiting() {
        if !hasBegun { start = .now }
    }

    /// The call has waited for a flight. The next one gets what is left of the time, if the source was asked.
    mutating func endWaiting(for flight: Flight) {
        guard !hasBegun, let asked = flight.sourceStart else { return }
        start = max(start, asked)
        hasBegun = true
    }

    /// When a load that begins now, for this call only, is given up.
    var deadline: ContinuousClock.Instant? {
        hard.map { (hasBegun ? start : .now) + $0.clampedForWaiting }
    }
}

extension Duration {
    /// As a time to wait for: neither negative nor longer than the clock can count.
    var clampedForWaiting: Duration { min(max(self, .zero), .seconds(1 << 32)) }
}
