import ResilientRedisClient

/// How a caller that was not served at once gets its value.
enum Boarding<Value> {
    case hit(Value)
    case lead(FlightLead)
    case answer(SharedValue)
    case failure(any Error)
    case alone
}

extension CacheCore {
    /// Counts a plain miss and begins the load of the key. `nil` when something was found, the call does not want to share its
    /// load, another one is under way, or Redis may have the value by now.
    @inline(never)  // Its temporaries would be part of the suspended caller.
    func leadAtOnce(_ call: CacheCall, _ read: CacheRead) -> FlightLead? {
        guard read.lookup.stored == nil, !call.options.bypass, !Task.isCancelled,
            case .lead(let lead) = flights.join(
                call.key, tags: call.tagChecks, stamps: read.stamps, since: firstMark(of: read))
        else { return nil }
        counters.count(read.lookup)
        return lead
    }

    /// After a timeout Redis is not asked again: the caller would wait for a second one.
    private func firstMark(of read: CacheRead) -> UInt64? { read.lookup == .timedOut ? nil : read.marks.flight }

    /// Joins the load of the key, or begins one.
    func board<Value: Decodable>(
        _ call: CacheCall, _ read: inout CacheRead, as type: Value.Type
    ) async -> Boarding<Value> {
        let found = open(&read, call, as: type)
        if call.options.bypass { return .alone }
        if let found, !found.isExpired {
            // One loads it again; the others are served what there is.
            guard found.isRefreshDue,
                let lead = flights.leadIfFree(call.key, tags: call.tagChecks, stamps: read.stamps)
            else { return .hit(found.value) }
            counters.refreshes.increment()
            return .lead(lead)
        }
        var mark = firstMark(of: read)
        while true {
            if Task.isCancelled { return .alone }
            switch flights.join(call.key, tags: call.tagChecks, stamps: read.stamps, since: mark) {
            case .lead(let lead): return .lead(lead)
            case .lookAgain:
                mark = nil
                read = await look(up: call)
                if let found = open(&read, call, as: type), !found.isExpired { return .hit(found.value) }
            case .wait(let flight):
                switch await FlightNesting.wait(for: flight, { await flight.wait(counting: counters.joined) }) {
                case .lead(let leader):
                    counters.promotions.increment()
                    return .lead(FlightLead(flight: flight, leader: leader))
                case .loaded(let shared): return .answer(shared)
                case .failed(let error): return .failure(error)
                case .alone, .timedOut: return .alone
                case .tooLate: mark = nil
                }
            }
        }
    }

    /// The value of another one's load. `nil` when it is not of the type or version that is asked for.
    func value<Value: Decodable>(_ type: Value.Type, from shared: SharedValue, _ call: CacheCall) -> Value? {
        guard shared.version == call.options.version else { return nil }
        // Unwrapped first: a missing value would pass for the `nil` of an optional type.
        if let loaded = shared.value, let value = loaded as? Value { return value }
        return shared.stored.flatMap { try? coding.decode(type, from: $0) }
    }
}
