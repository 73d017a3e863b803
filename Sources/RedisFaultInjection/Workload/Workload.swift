/// A steady load of reads and writes from many tasks that knows which answers are right.
///
/// Every value names the key it belongs to and is numbered, so that an answer that reached the wrong caller shows, as
/// does a write that was acknowledged and is gone, a command that ran twice, and an answer that came late.
///
/// ```swift
/// let report = try await Workload(tasks: 20).run(on: .init(redis)) { run in
///     try await Task.sleep(for: .milliseconds(300))
///     run.enter("frozen")
///     server.freeze()
///     try await Task.sleep(for: .milliseconds(500))
///     run.enter("thawed")
///     server.thaw()
///     try await Task.sleep(for: .milliseconds(500))
/// }
/// #expect(report.problems.isEmpty, "\(report)")
/// ```
public struct Workload: Sendable {
    /// How many tasks make calls, each one after the other. Default: 10.
    public var tasks: Int
    /// How long a task waits between two calls. Default: 5 ms. With zero, tasks call without a pause.
    public var pause: Duration
    /// How often each kind of call is made. Default: of four calls two are reads, one a write, one an increment.
    public var mix: Mix
    /// How many keys each task has to itself. Default: 4.
    public var keysPerTask: Int
    /// How many keys are read through the cache, by all tasks. Default: 20.
    public var cachedKeys: Int
    /// The least size of a value in bytes. Default: 64.
    public var valueSize: Int
    /// What all keys begin with. Default: `workload:`.
    public var keyPrefix: String
    /// How long a call may take. Default: 2 s, as a client's command timeout.
    public var deadline: Duration
    /// How much longer it may take before it counts as late. Default: 500 ms, for machines that are busy.
    public var slack: Duration
    /// From which duration on a call counts as slow: it has waited for a server that did not answer. Default: three
    /// quarters of ``deadline``.
    public var slowAfter: Duration
    /// How long the source behind the cache takes. Default: 0.
    public var sourceTime: Duration
    /// Whether the server may forget what was written, as one without persistence does when it is restarted. Then a
    /// missing value is no lost write. Default: no.
    public var serverMayForget: Bool
    /// The seed of the choice of calls and keys: the same seed makes the same choices. Default: 1.
    public var seed: UInt64

    /// How often each kind of call is made, as parts of their sum. Calls that the target does not have are left out.
    public struct Mix: Sendable, Hashable {
        /// Reads of a key that the same task has written.
        public var reads: Int
        /// Writes.
        public var writes: Int
        /// Increments, which show when a command has run twice.
        public var increments: Int
        /// Reads through a cache, with a source behind it.
        public var cachedReads: Int

        /// Makes a mix; what is left out does not happen.
        public init(reads: Int = 0, writes: Int = 0, increments: Int = 0, cachedReads: Int = 0) {
            self.reads = reads
            self.writes = writes
            self.increments = increments
            self.cachedReads = cachedReads
        }

        /// Half reads, the rest writes and increments.
        public static let readsAndWrites = Mix(reads: 2, writes: 1, increments: 1)
        /// Nothing but reads through the cache.
        public static let cached = Mix(cachedReads: 1)
    }

    /// Makes a workload; what is left out has the default given at the property.
    public init(
        tasks: Int = 10,
        pause: Duration = .milliseconds(5),
        mix: Mix = .readsAndWrites,
        keysPerTask: Int = 4,
        cachedKeys: Int = 20,
        valueSize: Int = 64,
        keyPrefix: String = "workload:",
        deadline: Duration = .seconds(2),
        slack: Duration = .milliseconds(500),
        slowAfter: Duration? = nil,
        sourceTime: Duration = .zero,
        serverMayForget: Bool = false,
        seed: UInt64 = 1
    ) {
        self.tasks = tasks
        self.pause = pause
        self.mix = mix
        self.keysPerTask = keysPerTask
        self.cachedKeys = cachedKeys
        self.valueSize = valueSize
        self.keyPrefix = keyPrefix
        self.deadline = deadline
        self.slack = slack
        self.slowAfter = slowAfter ?? deadline * 3 / 4
        self.sourceTime = sourceTime
        self.serverMayForget = serverMayForget
        self.seed = seed
    }

    /// Starts the load; it goes on until ``WorkloadRun/stop(verifyingFor:)``.
    ///
    /// - Parameters:
    ///   - target: The client under test.
    ///   - isPaused: Whether the first calls wait for ``WorkloadRun/resume()``. Default: no.
    public func start(on target: Target, paused isPaused: Bool = false) -> WorkloadRun {
        WorkloadRun(self, target, isPaused: isPaused)
    }

    /// Runs the load for as long as `body` runs, and returns what happened.
    ///
    /// - Parameters:
    ///   - target: The client under test.
    ///   - body: Injects the faults that the load is to meet.
    /// - Returns: What happened, the values that are there at the end included.
    /// - Throws: What `body` throws, when the load has ended.
    public func run(
        on target: Target, during body: @concurrent (WorkloadRun) async throws -> Void
    ) async throws -> WorkloadReport {
        let run = start(on: target)
        do {
            try await body(run)
        } catch {
            _ = await run.stop(verifyingFor: .zero)
            throw error
        }
        return await run.stop()
    }
}
