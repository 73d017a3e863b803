/// Runs an operation from a number of tasks for a fixed time and measures what it took.
struct LoadGenerator<Operation: LoadOperation> {
    var operation: Operation
    var tasks: Int
    var warmUp: Duration
    var time: Duration

    struct Result {
        var operationsPerSecond: Double
        var p50Microseconds: Double
        var p99Microseconds: Double
        var cpuMicrosecondsPerOperation: Double
    }

    /// On the main thread, so that a load whose calls never suspend cannot keep it from ending the measurement.
    ///
    /// - Parameter meanwhile: Called when the warm-up is over; returns when the load is to end. By default waits for
    ///   ``time``.
    /// - Throws: The first error of a call.
    @MainActor
    func run(meanwhile: (@MainActor () async throws -> Void)? = nil) async throws -> Result {
        let phase = LoadPhase()
        // Above 50 tasks the timing itself would show: time every 16th call, and share the histograms.
        let sampling = tasks > 50 ? max(16, operation.sampling) : operation.sampling
        let recorders = (0..<min(tasks, 50)).map { _ in LatencyRecorder() }
        let workers = (0..<tasks).map { LoadWorker(recorder: recorders[$0 % recorders.count]) }

        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { phase.change(to: .over) }
            for worker in workers {
                group.addTask { [operation] in
                    try await worker.run(operation, sampling: sampling, phase: phase)
                }
            }
            try await Task.sleep(for: warmUp)
            let before = Snapshot(workers)
            phase.change(to: .measuring)
            if let meanwhile { try await meanwhile() } else { try await Task.sleep(for: time) }
            try await waitForCalls(of: workers, since: before)
            let after = Snapshot(workers)
            phase.change(to: .over)
            try await group.waitForAll()
            return result(from: before, to: after, recorders: recorders)
        }
    }

    /// Goes on when the calls are so slow that hardly one fitted into the time.
    @MainActor
    private func waitForCalls(of workers: [LoadWorker], since before: Snapshot) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while Snapshot(workers).calls - before.calls < leastCalls {
            guard ContinuousClock.now < end else {
                throw UnexpectedAnswer(description: "fewer than \(leastCalls) calls finished in time")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private var leastCalls: Int { 4 }

    private func result(from before: Snapshot, to after: Snapshot, recorders: [LatencyRecorder]) -> Result {
        let latencies = LatencyRecorder.merged(recorders)
        let operations = Double((after.calls - before.calls) * operation.operationsPerCall)
        return Result(
            operationsPerSecond: operations / (Double(after.nanoseconds - before.nanoseconds) / 1e9),
            p50Microseconds: latencies.microseconds(percentile: 50),
            p99Microseconds: latencies.microseconds(percentile: 99),
            cpuMicrosecondsPerOperation: (after.cpuMicroseconds - before.cpuMicroseconds) / max(1, operations))
    }

    private struct Snapshot {
        let calls: Int
        let nanoseconds: UInt64
        let cpuMicroseconds: Double

        init(_ workers: [LoadWorker]) {
            calls = workers.reduce(0) { $0 + $1.callCount }
            nanoseconds = monotonicNanoseconds()
            cpuMicroseconds = ProcessUsage.cpuMicroseconds
        }
    }
}

extension Measurement {
    init<Operation>(
        _ result: LoadGenerator<Operation>.Result, operation: String, valueBytes: Int, tasks: Int
    ) {
        self.init(
            operation: operation, valueBytes: valueBytes, tasks: tasks,
            operationsPerSecond: result.operationsPerSecond, p50Microseconds: result.p50Microseconds,
            p99Microseconds: result.p99Microseconds,
            cpuMicrosecondsPerOperation: result.cpuMicrosecondsPerOperation)
    }
}
