import ResilientRedisClient
import RedisTransport

/// A load that is about to begin, with what was true before it.
///
/// A class for the same reason as ``CacheCall``.
final class CacheLoad: Sendable {
    let call: CacheCall
    let read: CacheRead
    let lead: FlightLead
    /// What the value is to be stored with. `nil` when it is not to be stored.
    let stamps: CacheStamps?
    let leaseToken: String?
    let sequence: UInt32
    /// In milliseconds since 1970.
    let begun: Int64
    let start: MonotonicTime

    /// The value is kept nowhere, whatever it is: Redis is not to have it, as when it is away, and no copy was asked for.
    var isNeverKept: Bool { stamps == nil && call.staleIfError <= .zero }

    init(
        call: CacheCall, read: CacheRead, lead: FlightLead, stamps: CacheStamps?, leaseToken: String?, sequence: UInt32,
        begun: Int64, start: MonotonicTime
    ) {
        self.call = call
        self.read = read
        self.lead = lead
        self.stamps = stamps
        self.leaseToken = leaseToken
        self.sequence = sequence
        self.begun = begun
        self.start = start
    }
}

/// How a value is to be kept, once it is there.
struct CacheKeeping {
    var header: EnvelopeHeader
    /// How long Redis is to keep it.
    var hardTTL: Duration
    /// It is offered to Redis.
    var isWritten: Bool
    /// A copy is kept in this process.
    var isCopied: Bool
}

extension CacheCore {
    /// Takes down what is true before a load, and makes what is needed for it.
    @inline(__always)  // One frame less for each call that waits.
    func begin(_ call: CacheCall, _ read: CacheRead, _ lead: FlightLead) async -> CacheLoad {
        if let load = beginAtOnce(call, read, lead) { return load }
        return await beginAfterAsking(call, read, lead)
    }

    /// The same for a load that needs nothing of Redis any more, as most do: `nil` for one that does.
    @inline(never)  // Its temporaries would be part of the suspended caller, here and below.
    private func beginAtOnce(_ call: CacheCall, _ read: CacheRead, _ lead: FlightLead) -> CacheLoad? {
        let isOffered = read.lookup.isFollowedByWrite(namespaced: keys.isNamespaced)
        guard !isOffered || (read.stamps != nil && lease == nil) else { return nil }
        return makeLoad(
            call, read, lead, stamps: isOffered ? read.stamps : nil, leaseToken: nil, begun: clock.wallMilliseconds(),
            clock.now())
    }

    @inline(never)
    private func beginAfterAsking(_ call: CacheCall, _ read: CacheRead, _ lead: FlightLead) async -> CacheLoad {
        await begin([(call, read, lead)])[0]
    }

    private func makeLoad(
        _ call: CacheCall, _ read: CacheRead, _ lead: FlightLead, stamps: CacheStamps?, leaseToken: String?,
        begun: Int64, _ start: MonotonicTime
    ) -> CacheLoad {
        lead.flight.begins(with: stamps)
        lead.flight.sourceIsAsked()
        return CacheLoad(
            call: call, read: read, lead: lead, stamps: stamps, leaseToken: leaseToken, sequence: nextSequence(),
            begun: begun, start: start)
    }

    /// The same for the keys of one load.
    func begin(_ loads: [(call: CacheCall, read: CacheRead, lead: FlightLead)]) async -> [CacheLoad] {
        var stamps: [CacheStamps?] = loads.map { load in
            load.read.lookup.isFollowedByWrite(namespaced: keys.isNamespaced) ? load.read.stamps : nil
        }
        var tokens: [String?] = loads.map { _ in nil }
        let isOffered = loads.map { $0.read.lookup.isFollowedByWrite(namespaced: keys.isNamespaced) }
        if let first = isOffered.firstIndex(of: true), let client = client(for: loads[first].call.options) {
            // What was looked up, and what is asked for now, have the time of one command together.
            let (start, spent) = (clock.now(), loads[first].read.spent)
            if loads[first].read.lacksStamps {
                let made = await makeStamps(
                    limited(client, less: spent + (clock.now() - start)), for: loads[first].call)
                for index in loads.indices where isOffered[index] { stamps[index] = made }
            }
            if let lease, stamps[first] != nil {
                tokens = await takeLeases(
                    lease, loads.map(\.call.key), limited(client, less: spent + (clock.now() - start)))
                for index in loads.indices where tokens[index] == nil { stamps[index] = nil }
            }
            for index in loads.indices where isOffered[index] && stamps[index] == nil {
                counters.writeFailures.increment()
            }
        }
        let begun = clock.wallMilliseconds()
        let start = clock.now()
        return loads.indices.map { index in
            makeLoad(
                loads[index].call, loads[index].read, loads[index].lead, stamps: stamps[index],
                leaseToken: tokens[index], begun: begun, start)
        }
    }

    /// Decides what becomes of a loaded value.
    func keeping(_ load: CacheLoad, isNothing: Bool, isWanted: Bool) -> CacheKeeping {
        let call = load.call
        let cost = clock.now() - load.start
        let ttl = call.ttl(isNothing: isNothing)
        let isKept = isWanted && ttl > .zero && !Task.isCancelled && !call.options.bypass
        let life =
            ttl > .zero && call.jitter > 0 ? max(.nanoseconds(1), ttl * (1 - call.jitter * chance.unit())) : ttl
        let staleIfError = call.staleIfError
        var header = EnvelopeHeader()
        header.isNothing = isNothing
        header.version = call.options.version
        header.keyCheck = call.key.check
        header.epoch = load.stamps?.epoch ?? 0
        header.tags = load.stamps?.tags ?? call.tags.map { TagStamp(check: $0.check, stamp: 0) }
        header.begun = load.begun
        header.writer = writer
        header.sequence = load.sequence
        header.cost = UInt32(clamping: cost.clampedNanoseconds / 1000)
        if staleIfError > .zero || call.options.refreshAhead != .never {
            // Its life begins when it is written, which is now.
            header.softTTL = UInt32(clamping: max(1, (cost + life).clampedNanoseconds / 1_000_000))
        }
        // A life of more than 49 days cannot be noted, so Redis' own expiry has to end it.
        let isNoted = header.softTTL != EnvelopeHeader.noSoftTTL
        return CacheKeeping(
            header: header, hardTTL: isNoted ? life + staleIfError : life,
            isWritten: isKept && load.stamps != nil, isCopied: isKept && staleIfError > .zero)
    }

    /// Keeps a copy for when the source fails.
    func copy(_ stored: StoredValue, _ load: CacheLoad, _ keeping: CacheKeeping) {
        guard keeping.isCopied, !load.lead.flight.isFenced else { return }
        copies.keep(stored, for: load.call, until: clock.now() + keeping.hardTTL, since: load.read.marks.local)
    }
}
