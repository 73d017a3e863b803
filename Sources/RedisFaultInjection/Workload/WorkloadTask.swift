import Synchronization

/// One task of a workload: makes call after call, and knows what may be answered.
struct WorkloadTask: Sendable {
    private let index: Int
    private let workload: Workload
    private let target: Workload.Target
    private let begin: ContinuousClock.Instant
    private let ledger: WorkloadLedger
    private let cachedKeys: String
    private var keys: [KeyLedger]
    private var counter: CounterLedger
    private var random: SeededRandom
    private let choices: [WorkloadCallKind]

    init(
        _ index: Int, of workload: Workload, _ target: Workload.Target, runTag: String,
        begin: ContinuousClock.Instant, ledger: WorkloadLedger
    ) {
        self.index = index
        self.workload = workload
        self.target = target
        self.begin = begin
        self.ledger = ledger
        let prefix = workload.keyPrefix + runTag
        let mayForget = workload.serverMayForget
        cachedKeys = "\(prefix):cached:"
        keys = (0..<max(1, workload.keysPerTask)).map {
            KeyLedger(key: "\(prefix):\(index):\($0)", mayForget: mayForget)
        }
        counter = CounterLedger(key: "\(prefix):\(index):count", mayForget: mayForget)
        random = SeededRandom(seed: workload.seed &+ UInt64(index) &* 0x9e37_79b9)
        let mix = workload.mix
        choices =
            Self.repeated(.read, target.read == nil ? 0 : mix.reads)
            + Self.repeated(.write, target.write == nil ? 0 : mix.writes)
            + Self.repeated(.increment, target.increment == nil ? 0 : mix.increments)
            + Self.repeated(.cachedRead, target.cachedRead == nil ? 0 : mix.cachedReads)
    }

    private static func repeated(_ kind: WorkloadCallKind, _ count: Int) -> [WorkloadCallKind] {
        Array(repeating: kind, count: min(max(0, count), 1000))
    }

    mutating func run() async {
        var isWarm = false
        defer { if !isWarm { ledger.warmedUp() } }
        // Tasks that begin together must not stay in step.
        try? await Task.sleep(for: workload.pause * Int(random.next() % 100) / 100)
        while !ledger.isOver, !Task.isCancelled {
            while ledger.isPaused, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(2)) }
            guard let kind = choices.randomElement(using: &random) else { return }
            switch kind {
            case .read: await read()
            case .write: await write()
            case .increment: await increment()
            case .cachedRead: await readThroughCache()
            }
            if !isWarm { ledger.warmedUp() }
            isWarm = true
            if workload.pause > .zero {
                try? await Task.sleep(for: workload.pause)
            } else {
                await Task.yield()
            }
        }
    }

    // MARK: Calls

    private mutating func read() async {
        guard let read = target.read else { return }
        let place = Int.random(in: 0..<keys.count, using: &random)
        let key = keys[place].key
        let answer = await timed(.read) { try await read(key) }
        if case .success(let value) = answer { note(keys[place].judge(value)) }
    }

    private mutating func write() async {
        guard let write = target.write else { return }
        let place = Int.random(in: 0..<keys.count, using: &random)
        let key = keys[place].key
        let value = keys[place].nextValue(size: workload.valueSize)
        let answer = await timed(.write) { try await write(key, value) }
        keys[place].lastWriteEnded(outcome(of: answer))
    }

    private mutating func increment() async {
        guard let increment = target.increment else { return }
        let key = counter.key
        let answer = await timed(.increment) { try await increment(key) }
        switch answer {
        case .success(let count): note(counter.answered(count))
        case .failure: counter.failed(outcome(of: answer))
        }
    }

    private mutating func readThroughCache() async {
        guard let cachedRead = target.cachedRead else { return }
        let key = cachedKeys + String(Int.random(in: 0..<max(1, workload.cachedKeys), using: &random))
        let source = WorkloadSource(key: key, time: workload.sourceTime, log: ledger.loads)
        let answer = await timed(.cachedRead, source: source) {
            try await cachedRead(key) { await source.load() }
        }
        if case .success(let value) = answer, KeyLedger.number(in: value, of: key) == nil {
            note(.wrong("\(key): got \(value.prefix(80))"))
        }
    }

    // MARK: Bookkeeping

    private func timed<Answer: Sendable>(
        _ kind: WorkloadCallKind, source: WorkloadSource? = nil, _ call: () async throws -> Answer
    ) async -> Result<Answer, any Error> {
        let began = ContinuousClock.now
        let answer: Result<Answer, any Error>
        do {
            answer = .success(try await call())
        } catch {
            answer = .failure(error)
        }
        let ended = ContinuousClock.now
        var record = WorkloadCall(kind: kind, task: index, start: began - begin, end: ended - begin)
        if let source {
            record.hasLoaded = source.hasLoaded
            record.timeInSource = source.timeWaited(for: try? answer.get() as? String, from: began, until: ended)
        }
        if case .failure(let error) = answer { record.failure = target.failure(error) }
        ledger.report.withLock { $0.add(record) }
        return answer
    }

    private func outcome<Answer>(of answer: Result<Answer, any Error>) -> WriteOutcome {
        switch answer {
        case .success: .acknowledged
        case .failure(let error): target.failure(error).mayHaveRun ? .unknown : .notRun
        }
    }

    private func note(_ verdict: Verdict) {
        guard verdict != .fine else { return }
        ledger.report.withLock { $0.add(verdict) }
    }

    /// Reads everything once more, now that nothing is under way. Only what was acknowledged can have been lost.
    func verify(until deadline: ContinuousClock.Instant, in report: inout WorkloadReport) async {
        guard let read = target.read else { return }
        for key in keys where key.attempted > 0 {
            switch await patiently(until: deadline, { try await read(key.key) }) {
            case .some(let value): report.add(key.judge(value))
            case .none: report.unverifiedKeys += 1
            }
        }
        guard counter.acknowledged > 0 else { return }
        switch await patiently(until: deadline, { try await read(counter.key) }) {
        case .some(let value): report.add(counter.judge(value.flatMap { Int($0) } ?? 0))
        case .none: report.unverifiedKeys += 1
        }
    }

    private func patiently<Answer>(
        until deadline: ContinuousClock.Instant, _ call: () async throws -> Answer
    ) async -> Answer? {
        while true {
            if let answer = try? await call() { return answer }
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return nil }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
