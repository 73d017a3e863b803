import ResilientRedisClient

/// How a call that was not served at once gets its value.
enum MissResolution<Value> {
    /// It was found after all.
    case found(Value)
    /// The call loads it, for others as well.
    case lead(FlightLead)
    /// Another call has loaded it.
    case shared(SharedValue)
    /// The source has failed.
    case failed(any Error)
    /// The call's own time for the source is over.
    case timedOut
    /// The call loads it for itself: it was cancelled, or cannot have what the others have.
    case alone
}

/// How calls of one form wait for loads, and who carries out those that they begin.
protocol MissStrategy<Value> {
    associatedtype Value

    /// The call is to load the key. Returns the flight to wait for, or `nil` when the caller loads in its own task.
    mutating func begin(_ lead: FlightLead, _ call: CacheCall, _ read: CacheRead, isRefresh: Bool) -> Flight?

    /// Waits for a flight. Returns `nil` when it ended without an outcome.
    ///
    /// - Parameter joined: Counts the waiter, when the flight is another call's.
    mutating func wait(
        for flight: Flight, _ call: CacheCall, _ read: CacheRead, counting joined: CacheCounter?
    ) async -> MissResolution<Value>?
}

/// The caller loads in its own task, and waits without a limit.
struct LoadInCaller<Value>: MissStrategy {
    let loader: CacheLoader

    func begin(_ lead: FlightLead, _ call: CacheCall, _ read: CacheRead, isRefresh: Bool) -> Flight? { nil }

    func wait(
        for flight: Flight, _ call: CacheCall, _ read: CacheRead, counting joined: CacheCounter?
    ) async -> MissResolution<Value>? {
        let limit = joined == nil ? nil : call.options.lockTimeout
        switch await FlightNesting.wait(for: flight, { await flight.wait(giveUpAfter: limit, counting: joined) }) {
        case .lead(let leader):
            loader.context.counters.promotions.increment()
            return .lead(FlightLead(flight: flight, leader: leader))
        case .loaded(let shared): return .shared(shared)
        case .failed(let error): return .failed(error)
        case .alone: return .alone
        case .timedOut:
            loader.waitedTooLong()
            return .alone
        case .tooLate: return nil
        }
    }
}

extension CacheLoader {
    /// Counts a plain miss and begins the load of the key. `nil` when something was found, the call does not want to share its
    /// load, another one is under way, or Redis may have the value by now.
    @inline(never)
    func leadAtOnce(_ call: CacheCall, _ read: CacheRead) -> FlightLead? {
        guard read.lookup.stored == nil, !call.options.bypass, !Task.isCancelled,
            case .lead(let lead) = flights.join(
                call.key, tags: call.tagChecks, read, since: firstMark(of: read))
        else { return nil }
        context.counters.count(read.lookup)
        return lead
    }

    /// After a timeout Redis is not asked again: the caller would wait for a second one.
    private func firstMark(of read: CacheRead) -> UInt64? { read.lookup == .timedOut ? nil : read.marks.flight }

    /// Serves what was found, joins the load of the key, or begins one. The look-up is counted.
    func resolve<Strategy: MissStrategy>(
        _ call: CacheCall, _ read: inout CacheRead, _ found: FoundValue<Strategy.Value>?,
        by strategy: inout Strategy
    ) async -> MissResolution<Strategy.Value> where Strategy.Value: Decodable {
        if let found, !found.isExpired {
            context.counters.count(read.lookup)
            // One call loads it again; the others are served what there is.
            guard found.isRefreshDue, !call.options.bypass, !Task.isCancelled,
                let lead = flights.leadIfFree(call.key, tags: call.tagChecks, read)
            else { return .found(found.value) }
            context.counters.refreshes.increment()
            return strategy.begin(lead, call, read, isRefresh: true) == nil ? .lead(lead) : .found(found.value)
        }
        var isCounted = false
        var mark = firstMark(of: read)
        while !Task.isCancelled, !call.options.bypass {
            let flight: Flight
            var joined: CacheCounter?
            switch flights.join(call.key, tags: call.tagChecks, read, since: mark) {
            case .lookAgain:
                mark = nil
                read = await reader.look(up: call)
                guard let found = reader.open(&read, call, as: Strategy.Value.self), !found.isExpired else { continue }
                context.counters.count(read.lookup)
                return .found(found.value)
            case .lead(let lead):
                if !isCounted { context.counters.count(read.lookup) }
                isCounted = true
                guard let own = strategy.begin(lead, call, read, isRefresh: false) else { return .lead(lead) }
                flight = own
            case .wait(let other):
                flight = other
                joined = context.counters.joined
            }
            if !isCounted { context.counters.count(read.lookup) }
            isCounted = true
            if let resolution = await strategy.wait(for: flight, call, read, counting: joined) { return resolution }
            mark = nil
        }
        if !isCounted { context.counters.count(read.lookup) }
        return .alone
    }

    /// A call has waited for another one's load as long as it may.
    @inline(never)
    func waitedTooLong() {
        context.counters.lockTimeouts.increment()
        context.faults.note(.lockTimeout, "load")
    }

    /// The value of another call's load. `nil` when it is not of the type or version that is asked for.
    func value<Value: Decodable>(_ type: Value.Type, from shared: SharedValue, _ call: CacheCall) -> Value? {
        guard shared.version == call.options.version else { return nil }
        // As its own type first: a cast would wrap or unwrap an optional.
        if let loaded = shared.value {
            let value = try? asOwnType(loaded) { () throws -> Value in
                guard let value = loaded as? Value else { throw CacheCoding.Unreadable() }
                return value
            }
            if let value { return value }
        }
        return shared.stored.flatMap { try? context.coding.decode(type, from: $0) }
    }
}
