import ResilientRedisClient
import RedisTransport

/// A load that is about to begin, with what was true before it.
final class CacheLoad: Sendable {
    let call: CacheCall
    let read: CacheRead
    let lead: FlightLead
    /// What the value is to be stored with. `nil` when it is not to be stored.
    let stamps: CacheStamps?
    let token: String?
    let sequence: UInt32
    /// In milliseconds since 1970.
    let begun: Int64
    let start: MonotonicTime

    /// The value is kept nowhere, whatever it is: Redis is not to have it, as when it is away, and no copy was asked for.
    var isNeverKept: Bool { stamps == nil && call.staleIfError <= .zero }

    init(
        call: CacheCall, read: CacheRead, lead: FlightLead, stamps: CacheStamps?, token: String?, sequence: UInt32,
        begun: Int64, start: MonotonicTime
    ) {
        self.call = call
        self.read = read
        self.lead = lead
        self.stamps = stamps
        self.token = token
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

/// Loads values from their source, for one call or for all that wait, and decides what is kept.
final class CacheLoader: Sendable {
    let context: CacheContext
    let reader: CacheReader
    let writer: CacheWriter
    let flights: FlightTable
    private let copies: LocalCopies

    init(
        _ context: CacheContext, _ reader: CacheReader, _ writer: CacheWriter, flights: FlightTable, copies: LocalCopies
    ) {
        self.context = context
        self.reader = reader
        self.writer = writer
        self.flights = flights
        self.copies = copies
    }

    /// Takes down what is true before a load, and makes what is needed for it.
    @inline(__always)
    func begin(_ call: CacheCall, _ read: CacheRead, _ lead: FlightLead) async -> CacheLoad {
        if let load = beginAtOnce(call, read, lead) { return load }
        return await beginAfterAsking(call, read, lead)
    }

    /// The same for a load that needs nothing of Redis any more, as most do: `nil` for one that does.
    @inline(never)
    private func beginAtOnce(_ call: CacheCall, _ read: CacheRead, _ lead: FlightLead) -> CacheLoad? {
        let isOffered = read.lookup.isFollowedByWrite(namespaced: context.keys.isNamespaced)
        guard !isOffered || (read.stamps != nil && context.loadToken == nil) else { return nil }
        return makeLoad(
            call, read, lead, stamps: isOffered ? read.stamps : nil, token: nil,
            begun: context.clock.wallMilliseconds(),
            context.clock.now())
    }

    @inline(never)
    private func beginAfterAsking(_ call: CacheCall, _ read: CacheRead, _ lead: FlightLead) async -> CacheLoad {
        await begin([(call, read, lead)])[0]
    }

    private func makeLoad(
        _ call: CacheCall, _ read: CacheRead, _ lead: FlightLead, stamps: CacheStamps?, token: String?,
        begun: Int64, _ start: MonotonicTime
    ) -> CacheLoad {
        lead.flight.begins(with: stamps ?? read.stamps, token: token)
        lead.flight.sourceIsAsked()
        return CacheLoad(
            call: call, read: read, lead: lead, stamps: stamps, token: token, sequence: context.nextSequence(),
            begun: begun, start: start)
    }

    /// The same for the keys of one load.
    func begin(_ loads: [(call: CacheCall, read: CacheRead, lead: FlightLead)]) async -> [CacheLoad] {
        var stamps: [CacheStamps?] = loads.map { load in
            load.read.lookup.isFollowedByWrite(namespaced: context.keys.isNamespaced) ? load.read.stamps : nil
        }
        var tokens: [String?] = loads.map { _ in nil }
        let isOffered = loads.map { $0.read.lookup.isFollowedByWrite(namespaced: context.keys.isNamespaced) }
        if let first = isOffered.firstIndex(of: true), let backend = context.backend(for: loads[first].call.options) {
            // What was looked up, and what is asked for now, have the time of one command together.
            let (start, spent) = (context.clock.now(), loads[first].read.spent)
            if loads[first].read.lacksStamps {
                let made = await reader.makeStamps(
                    backend.limited(less: spent + (context.clock.now() - start)), for: loads[first].call)
                for index in loads.indices where isOffered[index] { stamps[index] = made }
            }
            if let setting = context.loadToken, stamps[first] != nil {
                tokens = await takeTokens(
                    setting, loads.map(\.call.key), backend.limited(less: spent + (context.clock.now() - start)))
                for index in loads.indices where tokens[index] == nil { stamps[index] = nil }
            }
            for index in loads.indices where isOffered[index] && stamps[index] == nil {
                context.counters.writeFailures.increment()
            }
        }
        let begun = context.clock.wallMilliseconds()
        let start = context.clock.now()
        return loads.indices.map { index in
            makeLoad(
                loads[index].call, loads[index].read, loads[index].lead, stamps: stamps[index],
                token: tokens[index], begun: begun, start)
        }
    }

    /// Decides what becomes of a loaded value.
    func keeping(_ load: CacheLoad, isNothing: Bool, isWanted: Bool) -> CacheKeeping {
        let call = load.call
        let cost = context.clock.now() - load.start
        let ttl = call.ttl(isNothing: isNothing)
        let isKept = isWanted && ttl > .zero && !Task.isCancelled && !call.options.bypass
        let life =
            ttl > .zero && call.jitter > 0 ? max(.nanoseconds(1), ttl * (1 - call.jitter * context.random.unit())) : ttl
        let staleIfError = call.staleIfError
        var header = EnvelopeHeader()
        header.isNothing = isNothing
        header.version = call.options.version
        header.keyCheck = call.key.check
        header.epoch = load.stamps?.epoch ?? 0
        header.tags = load.stamps?.tags ?? call.tags.map { TagStamp(check: $0.check, stamp: 0) }
        header.begun = load.begun
        header.writer = context.writer
        header.sequence = load.sequence
        header.cost = UInt32(clamping: cost.clampedNanoseconds / 1000)
        if staleIfError > .zero || call.options.refreshAhead != .never {
            // Its life begins when it is written, which is now.
            header.softTTL = UInt32(clamping: max(1, (cost + life).clampedNanoseconds / 1_000_000))
        }
        // A life of more than 49 days cannot be noted, so Redis' own expiry has to end it.
        let isNoted = header.softTTL != EnvelopeHeader.noSoftTTL
        let hardTTL = isNoted ? life + staleIfError : life
        context.noteLife(hardTTL)
        return CacheKeeping(
            header: header, hardTTL: hardTTL,
            isWritten: isKept && load.stamps != nil, isCopied: isKept && staleIfError > .zero)
    }

    /// Keeps a copy for when the source fails.
    func copy(_ stored: StoredValue, _ load: CacheLoad, _ keeping: CacheKeeping) {
        guard keeping.isCopied, !load.lead.flight.isFenced else { return }
        copies.keep(stored, for: load.call, until: context.clock.now() + keeping.hardTTL, since: load.read.marks.local)
    }
}
