import Synchronization

/// Where a load is: all tasks look at it before each call.
final class LoadPhase: Sendable {
    enum Value: UInt8, AtomicRepresentable {
        case warmingUp
        case measuring
        case over
    }

    private let value = Atomic(Value.warmingUp)

    var current: Value {
        @inline(__always) get { value.load(ordering: .relaxed) }
    }

    func change(to value: Value) { self.value.store(value, ordering: .relaxed) }
}

/// One task of a load.
final class LoadWorker: Sendable {
    // A cache line on either side, so that workers on different cores do not slow each other down.
    private let paddingBefore: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
    private let finishedCalls = Atomic(0)
    private let paddingAfter: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
    private let recorder: LatencyRecorder

    init(recorder: LatencyRecorder) {
        self.recorder = recorder
    }

    /// The calls that it has finished, warm-up included.
    var callCount: Int { finishedCalls.load(ordering: .relaxed) }

    /// Calls until the load is over. Runs off the caller's actor, as tasks of a service do.
    @concurrent
    func run<Operation: LoadOperation>(_ operation: Operation, sampling: Int, phase: LoadPhase) async throws {
        var calls = 0
        var untimed = 0
        while true {
            let now = phase.current
            if now == .over { return }
            if now == .measuring, untimed == 0 {
                untimed = sampling
                let start = monotonicNanoseconds()
                try await operation.perform()
                recorder.record(monotonicNanoseconds() - start)
            } else {
                try await operation.perform()
            }
            if untimed > 0 { untimed -= 1 }
            calls += 1
            finishedCalls.store(calls, ordering: .relaxed)
        }
    }
}
