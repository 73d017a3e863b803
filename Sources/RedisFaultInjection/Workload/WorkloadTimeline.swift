/// What happened in a workload, in slices of 100 ms. The width is doubled whenever there would be too many.
public struct WorkloadTimeline: Sendable, Hashable {
    /// What happened in one slice of the time.
    public struct Slice: Sendable, Hashable {
        /// How many calls ended.
        public internal(set) var calls = 0
        /// How many of them failed.
        public internal(set) var failed = 0
        /// How many calls through the cache ended.
        public internal(set) var cachedReads = 0
        /// How many calls through the cache were answered without waiting for the source.
        public internal(set) var hits = 0
        /// How many loads from the source ended.
        public internal(set) var sourceLoads = 0
        /// How long the calls took, to 12 %.
        public internal(set) var latency = LatencyHistogram(.coarse)

        /// The share of calls that were answered, from 0 to 1; `nil` when there was none.
        public var availability: Double? { calls > 0 ? Double(calls - failed) / Double(calls) : nil }
        /// The share of calls through the cache that did not wait for the source, from 0 to 1; `nil` when there was
        /// none.
        public var hitRate: Double? { cachedReads > 0 ? Double(hits) / Double(cachedReads) : nil }

        mutating func merge(_ other: Slice) {
            calls += other.calls
            failed += other.failed
            cachedReads += other.cachedReads
            hits += other.hits
            sourceLoads += other.sourceLoads
            latency.merge(other.latency)
        }

        mutating func add(_ call: WorkloadCall) {
            calls += 1
            if call.failure != nil { failed += 1 }
            if call.kind == .cachedRead {
                cachedReads += 1
                if call.isHit { hits += 1 }
                if call.hasLoaded { sourceLoads += 1 }
            }
            latency.record(call.duration)
        }
    }

    /// The width of a slice. Default: 100 ms, doubled as often as needed.
    public private(set) var width: Duration = .milliseconds(100)
    /// The slices in order; a call counts where it ended.
    public private(set) var slices: [Slice] = []

    private static let mostSlices = 1200

    mutating func add(_ call: WorkloadCall) {
        var index = Int(call.end / width)
        while index >= Self.mostSlices {
            halve()
            index = Int(call.end / width)
        }
        guard index >= 0 else { return }
        if index >= slices.count { slices += Array(repeating: Slice(), count: index + 1 - slices.count) }
        slices[index].add(call)
    }

    private mutating func halve() {
        slices = stride(from: 0, to: slices.count, by: 2).map { index in
            var slice = slices[index]
            if index + 1 < slices.count { slice.merge(slices[index + 1]) }
            return slice
        }
        width = width * 2
    }
}
