import Foundation
import Synchronization
import Testing

extension FaultMatrix {
    /// Finds out how much longer than asked for this machine lets a thread sleep, because it is busy with other things, and
    /// how much longer a task, because all threads of the pool are busy with other tests.
    final class MachineWatch: Sendable {
        static let shared = MachineWatch()

        /// A machine that lets a thread wait longer than this when it could run is no place to measure times.
        static let tolerable = Duration.milliseconds(200)

        private typealias Delays = [(end: ContinuousClock.Instant, delay: Duration)]
        private let delays = Mutex<Delays>([])
        private let poolDelays = Mutex<Delays>([])

        private init() {
            // A thread of its own: what keeps the threads of tasks busy is not the machine's fault.
            Thread.detachNewThread { [self] in
                while true {
                    let start = ContinuousClock.now
                    Thread.sleep(forTimeInterval: 0.005)
                    let delay = ContinuousClock.now - start - .milliseconds(5)
                    // Shorter ones make no difference to anybody.
                    if delay > .milliseconds(2) { delays.withLock { $0.append((.now, delay)) } }
                }
            }
            Task.detached { [self] in
                while true {
                    let start = ContinuousClock.now
                    try? await Task.sleep(for: .milliseconds(5))
                    let delay = ContinuousClock.now - start - .milliseconds(5)
                    if delay > .milliseconds(20) { poolDelays.withLock { $0.append((.now, delay)) } }
                }
            }
        }

        /// The longest delay of a thread.
        func longestDelay(since start: ContinuousClock.Instant) -> Duration {
            delays.withLock { Self.longest($0, since: start) }
        }

        /// The longest delay of a task: a test that blocks a thread of the pool holds up the others.
        func longestPoolDelay(since start: ContinuousClock.Instant) -> Duration {
            poolDelays.withLock { Self.longest($0, since: start) }
        }

        private static func longest(_ delays: Delays, since start: ContinuousClock.Instant) -> Duration {
            delays.reversed().prefix { $0.end >= start }.map(\.delay).max() ?? .zero
        }
    }

    /// Runs a part of a test in which times are measured.
    ///
    /// What goes wrong while the machine stands still says nothing, so it is shown and the part is run again. The last time
    /// everything counts.
    static func measuring(_ body: () async throws -> Void) async throws {
        for _ in 0..<2 {
            let start = ContinuousClock.now
            let isInDoubt = Doubt()
            try await withKnownIssue("the machine was too busy to measure times", isIntermittent: true) {
                try await body()
            } matching: { _ in
                guard MachineWatch.shared.longestDelay(since: start) > MachineWatch.tolerable else { return false }
                isInDoubt.raise()
                return true
            }
            if !isInDoubt.isRaised { return }
        }
        try await body()
    }

    private final class Doubt: Sendable {
        private let state = Atomic(false)
        var isRaised: Bool { state.load(ordering: .sequentiallyConsistent) }
        func raise() { state.store(true, ordering: .sequentiallyConsistent) }
    }
}
