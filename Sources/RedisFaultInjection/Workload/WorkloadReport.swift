/// What happened under a ``Workload``. Its size does not depend on how many calls there were.
public struct WorkloadReport: Sendable {
    /// How long the load was kept up.
    public internal(set) var duration = Duration.zero
    /// How many calls ended.
    public private(set) var calls = 0
    /// How many of them failed.
    public private(set) var failed = 0
    /// How many calls through the cache ended.
    public private(set) var cachedReads = 0
    /// How many of them were answered without waiting for the source.
    public private(set) var hits = 0
    /// How many calls asked the source.
    public private(set) var sourceLoads = 0
    /// How long the calls took.
    public private(set) var latency = LatencyHistogram()
    /// The parts of the workload, in their order. The first is called `start`.
    public private(set) var phases = [WorkloadPhase(name: "start", start: .zero)]
    /// The same in slices of time.
    public private(set) var timeline = WorkloadTimeline()

    /// How late this machine woke a thread that only sleeps: the part of a call's time that is due to the machine. A
    /// client that blocks the threads of Swift's tasks does not show here.
    public internal(set) var machineDelay = LatencyHistogram()
    /// How late a task woke that only sleeps: because the machine was busy, or because something blocked the
    /// threads of Swift's tasks. ``machineDelay`` shows which of them it was.
    public internal(set) var taskDelay = LatencyHistogram()

    /// Answers that belong to another call, or to none.
    public internal(set) var wrong = WorkloadFindings()
    /// Writes that were acknowledged and are gone, though nothing was written after them.
    public internal(set) var lost = WorkloadFindings()
    /// Answers that came twice, and increments that took effect twice.
    public internal(set) var duplicated = WorkloadFindings()
    /// Calls that took longer than the deadline and the slack, the source's time left out.
    public private(set) var late = WorkloadFindings()
    /// Calls that did not return at all: their tasks still wait, though deadline and slack are long over.
    public internal(set) var stuckCalls = 0
    /// Keys that could not be read at the end, so that it is not known whether a write was lost.
    public internal(set) var unverifiedKeys = 0
    /// What the process held when every task had made a call.
    public internal(set) var resourcesBefore: ProcessResources?
    /// What the process held when the load had ended.
    public internal(set) var resourcesAfter: ProcessResources?

    let slowAfter: Duration
    let latestEnd: Duration

    init(_ workload: Workload) {
        slowAfter = workload.slowAfter
        latestEnd = workload.deadline + workload.slack
    }

    /// All problems found, as text; empty when nothing was found.
    ///
    /// Failed calls are not among them: whether a call may fail depends on the fault. Nor are leaked descriptors and
    /// threads, since other tests of the same process may have taken them; see ``leaks``.
    public var problems: [String] {
        var problems: [String] = []
        for (name, findings) in [
            ("wrong answers", wrong), ("lost writes", lost), ("duplicated answers or effects", duplicated),
            ("late answers", late),
        ] where findings.count > 0 {
            problems.append("\(findings.count) \(name): " + findings.examples.joined(separator: "; "))
        }
        if stuckCalls > 0 { problems.append("\(stuckCalls) calls never returned") }
        return problems
    }

    /// The descriptors and threads that the process holds after the load and did not hold before, as text; `nil` when
    /// there are none. The whole process is looked at.
    public var leaks: String? {
        guard let before = resourcesBefore, let after = resourcesAfter else { return nil }
        return after.excess(over: before)
    }

    /// The phase of this name; the last one if there are several.
    public func phase(_ name: String) -> WorkloadPhase? { phases.last { $0.name == name } }

    mutating func enter(_ phase: String, at time: Duration) {
        phases.append(WorkloadPhase(name: phase, start: time))
    }

    mutating func add(_ call: WorkloadCall) {
        calls += 1
        if call.failure != nil { failed += 1 }
        if call.kind == .cachedRead {
            cachedReads += 1
            if call.isHit { hits += 1 }
        }
        if call.hasLoaded { sourceLoads += 1 }
        latency.record(call.duration)
        if let index = phases.lastIndex(where: { $0.start <= call.start }) {
            phases[index].add(call, slowAfter: slowAfter)
        }
        timeline.add(call)
        if call.duration - (call.timeInSource ?? .zero) > latestEnd {
            late.add("a \(call.kind) took \(call.duration.brief), at \(call.start.brief)")
        }
    }

    mutating func add(_ verdict: Verdict) {
        switch verdict {
        case .fine: break
        case .wrong(let words): wrong.add(words)
        case .lost(let words): lost.add(words)
        case .duplicated(let words): duplicated.add(words)
        }
    }
}

extension WorkloadReport: CustomStringConvertible {
    /// Several lines: the totals, the latencies, a line for each phase, and all problems.
    public var description: String {
        var lines = ["\(calls) calls in \(duration.brief), \(failed) failed\(Self.latencies(latency))"]
        if cachedReads > 0 { lines.append("\(cachedReads) through the cache: \(hits) hits, \(sourceLoads) loads") }
        for phase in phases where phase.calls > 0 && phases.count > 1 {
            let failures = phase.failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            lines.append(
                "  \(phase.name) from \(phase.start.brief): \(phase.calls) calls, \(phase.failed) failed"
                    + (failures.isEmpty ? "" : " (\(failures))") + Self.latencies(phase.latency))
        }
        lines += problems
        if unverifiedKeys > 0 { lines.append("\(unverifiedKeys) keys could not be read at the end") }
        if let leaks { lines.append("held after the load and not before: \(leaks)") }
        return lines.joined(separator: "\n")
    }

    private static func latencies(_ histogram: LatencyHistogram) -> String {
        guard let p50 = histogram.percentile(50), let p99 = histogram.percentile(99), let longest = histogram.longest
        else { return "" }
        return "; p50 \(p50.brief), p99 \(p99.brief), slowest \(longest.brief)"
    }
}
