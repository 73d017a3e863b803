/// A part of a workload, from one ``WorkloadRun/enter(_:)`` to the next. A call belongs to the phase in which it began.
public struct WorkloadPhase: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// When it began, counted from the workload's start.
    public let start: Duration
    /// How many calls began in it and have ended.
    public private(set) var calls = 0
    /// How many of them failed.
    public private(set) var failed = 0
    /// How many of the failed ones were reads.
    public private(set) var failedReads = 0
    /// How often calls failed, by the name of the failure. Beyond 32 names the rest counts as `other`.
    public private(set) var failures: [String: Int] = [:]
    /// How long the calls took.
    public private(set) var latency = LatencyHistogram()
    /// How many calls were slow (``Workload/slowAfter``).
    public private(set) var slowCalls = 0
    /// How many slow calls the tasks made: by task.
    public private(set) var slowCallsByTask: [Int: Int] = [:]
    /// Of the calls that were not slow: how much longer they took than the source that they asked. Without a source it
    /// is all of their time.
    public private(set) var overhead = LatencyHistogram()
    /// How many calls went through the cache.
    public private(set) var cachedReads = 0
    /// How many of them were answered without waiting for the source.
    public private(set) var hits = 0
    /// How many asked the source.
    public private(set) var sourceLoads = 0
    /// When the first call that began in this phase was answered by the server, counted from the phase's start.
    public private(set) var firstServed: Duration?
    /// When the last call that began in this phase and failed, or had to ask the source, ended, counted from the
    /// phase's start.
    public private(set) var lastUnserved: Duration?

    init(name: String, start: Duration) {
        self.name = name
        self.start = start
    }

    mutating func add(_ call: WorkloadCall, slowAfter: Duration) {
        calls += 1
        if let failure = call.failure {
            failed += 1
            if call.kind == .read || call.kind == .cachedRead { failedReads += 1 }
            failures.count(failure.name)
        }
        latency.record(call.duration)
        if call.duration >= slowAfter {
            slowCalls += 1
            slowCallsByTask[call.task, default: 0] += 1
        } else {
            overhead.record(call.duration - (call.timeInSource ?? .zero))
        }
        if call.kind == .cachedRead {
            cachedReads += 1
            if call.isHit { hits += 1 }
        }
        if call.hasLoaded { sourceLoads += 1 }
        if call.isServed {
            firstServed = min(firstServed ?? .seconds(1 << 40), call.end - start)
        } else {
            lastUnserved = max(lastUnserved ?? .zero, call.end - start)
        }
    }
}

extension [String: Int] {
    /// Counts a name, of which there are only so many.
    fileprivate mutating func count(_ name: String) {
        self[self[name] != nil || count < 32 ? name : "other", default: 0] += 1
    }
}
