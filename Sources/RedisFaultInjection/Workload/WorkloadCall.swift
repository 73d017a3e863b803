/// What a call of a workload did.
public enum WorkloadCallKind: String, Sendable, Hashable {
    /// It read a key that the same task had written.
    case read
    /// It wrote a key.
    case write
    /// It added 1 to a counter.
    case increment
    /// It read a key through a cache.
    case cachedRead
}

/// One call that has ended. Times are counted from the workload's start.
struct WorkloadCall: Sendable {
    let kind: WorkloadCallKind
    let task: Int
    let start: Duration
    let end: Duration
    /// How long the call had to wait for the source, when its answer was loaded while it waited, by itself or by
    /// another call whose load it shared.
    var timeInSource: Duration?
    /// Whether it was this call that asked the source.
    var hasLoaded = false
    var failure: Workload.Failure?

    var duration: Duration { end - start }
    /// Whether the server, and not the source, gave the answer.
    var isServed: Bool { failure == nil && timeInSource == nil }
    var isHit: Bool { kind == .cachedRead && isServed }
}

/// What was found, how often, and the first few in words.
public struct WorkloadFindings: Sendable, Hashable {
    /// How often it was found.
    public private(set) var count = 0
    /// The first ten, in words. They hold keys and numbers of the workload's own.
    public private(set) var examples: [String] = []

    mutating func add(_ words: @autoclosure () -> String) {
        count += 1
        if examples.count < 10 { examples.append(words()) }
    }
}
