import Synchronization

/// A workload that is under way.
///
/// It ends with ``stop(verifyingFor:)``. When the last reference goes, its tasks end after their calls.
public final class WorkloadRun: Sendable {
    let workload: Workload
    let target: Workload.Target
    private let begin: ContinuousClock.Instant
    private let ledger: WorkloadLedger
    private let tasks: [Task<Void, Never>]
    private let watch: MachineWatch
    private let witness: Task<Void, Never>

    init(_ workload: Workload, _ target: Workload.Target, isPaused: Bool) {
        let begin = ContinuousClock.now
        let ledger = WorkloadLedger(workload)
        ledger.setPaused(isPaused)
        self.workload = workload
        self.target = target
        self.begin = begin
        self.ledger = ledger
        watch = MachineWatch { late in ledger.report.withLock { $0.machineDelay.record(late) } }
        witness = Task { await Self.watchTasks(ledger) }
        let runTag = String(UInt32.random(in: .min ... .max), radix: 36)
        tasks = (0..<max(0, workload.tasks)).map { index in
            Task {
                var load = WorkloadTask(index, of: workload, target, runTag: runTag, begin: begin, ledger: ledger)
                await load.run()
                ledger.ended(load)
            }
        }
    }

    deinit {
        ledger.abandon()
        watch.end()
        witness.cancel()
    }

    /// Sleeps again and again, as a task, and records by how much it overslept.
    private static func watchTasks(_ ledger: WorkloadLedger) async {
        let nap = Duration.milliseconds(5)
        while !ledger.isOver {
            let start = ContinuousClock.now
            guard (try? await Task.sleep(for: nap)) != nil else { return }
            let late = ContinuousClock.now - start - nap
            ledger.report.withLock { $0.taskDelay.record(late) }
        }
    }

    /// How long the load has been running.
    public var elapsed: Duration { ContinuousClock.now - begin }

    /// What has happened so far.
    public var report: WorkloadReport {
        var report = ledger.report.withLock { $0 }
        report.duration = elapsed
        return report
    }

    /// Begins a new phase, which the report lists separately.
    public func enter(_ phase: String) {
        ledger.report.withLock { $0.enter(phase, at: elapsed) }
    }

    /// Pauses the tasks after the calls under way, so that connections become idle.
    public func pause() { ledger.setPaused(true) }

    /// Resumes the tasks after ``pause()``.
    public func resume() { ledger.setPaused(false) }

    /// Waits until that many more calls were answered.
    ///
    /// - Throws: ``FaultInjectionError`` when that does not happen within `patience` (20 s by default), and
    ///   `CancellationError` when the task is cancelled.
    public func waitForAnswers(_ count: Int, within patience: Duration = .seconds(20)) async throws {
        let answered = { @Sendable (report: WorkloadReport) in report.calls - report.failed }
        let goal = answered(report) + count
        try await wait(within: patience, for: "\(count) answers") { answered($0) >= goal }
    }

    /// Waits until that many more calls have failed.
    ///
    /// - Throws: ``FaultInjectionError`` when that does not happen within `patience` (20 s by default), and
    ///   `CancellationError` when the task is cancelled.
    public func waitForFailures(_ count: Int = 1, within patience: Duration = .seconds(20)) async throws {
        let goal = report.failed + count
        try await wait(within: patience, for: "\(count) failed calls") { $0.failed >= goal }
    }

    private func wait(
        within patience: Duration, for what: String, _ condition: (WorkloadReport) -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + patience
        while !condition(report) {
            guard ContinuousClock.now < deadline else {
                throw FaultInjectionError(
                    code: .waitTimedOut, message: "waited \(patience) for \(what); so far there were:\n\(report)")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Lets every task finish its call, reads all keys once more, and returns what happened.
    ///
    /// Calls that do not return within deadline and slack count as stuck; their tasks are cancelled and left behind.
    ///
    /// - Parameter patience: How long to try to read the keys at the end, in case the server is still unavailable.
    ///   Default: 5 s. With zero they are not read.
    public func stop(verifyingFor patience: Duration = .seconds(5)) async -> WorkloadReport {
        let duration = elapsed
        ledger.end()
        let latest = ContinuousClock.now + workload.deadline + workload.slack + workload.sourceTime + .seconds(1)
        while ledger.running > 0, ContinuousClock.now < latest {
            try? await Task.sleep(for: .milliseconds(1))
        }
        for task in tasks + [witness] { task.cancel() }
        let (ended, stuck) = ledger.results()
        var report = report
        report.duration = duration
        report.stuckCalls = stuck
        if patience > .zero {
            let deadline = ContinuousClock.now + patience
            for load in ended { await load.verify(until: deadline, in: &report) }
        }
        if let before = report.resourcesBefore {
            report.resourcesAfter = await ProcessResources.settled(notAbove: before, within: .seconds(1))
        }
        // Its thread was there before, too.
        watch.end()
        return report
    }
}

/// What the tasks of a workload share.
final class WorkloadLedger: Sendable {
    let report: Mutex<WorkloadReport>
    let loads = LoadLog()
    private let state: Mutex<State>

    private struct State: Sendable {
        var isOver = false
        var isPaused = false
        var running: Int
        var notWarm: Int
        /// No results are needed any more.
        var isAbandoned = false
        var ended: [WorkloadTask] = []
    }

    init(_ workload: Workload) {
        report = Mutex(WorkloadReport(workload))
        let count = max(0, workload.tasks)
        state = Mutex(State(running: count, notWarm: count))
    }

    var isOver: Bool { state.withLock { $0.isOver } }
    var running: Int { state.withLock { $0.running } }

    /// Whether the next call is to wait.
    var isPaused: Bool { state.withLock { $0.isPaused && !$0.isOver } }

    func setPaused(_ isPaused: Bool) { state.withLock { $0.isPaused = isPaused } }

    func end() { state.withLock { $0.isOver = true } }

    /// Ends the load and releases its closures, which would keep the client under test and this ledger alive.
    func abandon() {
        let ended = state.withLock { state in
            state.isOver = true
            state.isAbandoned = true
            defer { state.ended = [] }
            return state.ended
        }
        // Let go of outside of the lock, since a client's end is not ours to know.
        _ = ended
    }

    /// A task has made its first call.
    func warmedUp() {
        let areAll = state.withLock { state in
            state.notWarm -= 1
            return state.notWarm == 0
        }
        guard areAll else { return }
        let resources = ProcessResources.current
        report.withLock { $0.resourcesBefore = resources }
    }

    func ended(_ task: WorkloadTask) {
        state.withLock { state in
            state.running -= 1
            if !state.isAbandoned { state.ended.append(task) }
        }
    }

    func results() -> (ended: [WorkloadTask], stuck: Int) {
        state.withLock { ($0.ended, $0.running) }
    }
}
