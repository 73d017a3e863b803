import Foundation
import Synchronization
import Testing

extension FaultMatrix {
    /// Finds out how much longer than asked for this machine lets a thread sleep, because it is busy with other things.
    final class MachineWatch: Sendable {
        static let shared = MachineWatch()

        /// A machine that lets a thread wait longer than this when it could run is no place to measure times.
        static let tolerable = Duration.milliseconds(200)

        private let delays = Mutex<[(end: ContinuousClock.Instant, delay: Duration)]>([])

        private init() {
            // A thread of its own: what keeps the threads of tasks busy is not the machine's fault.
            Thread.detachNewThread { [self] in
                while true {
                    let start = ContinuousClock.now
                    Thread.sleep(forTimeInterval: 0.005)
                    let delay = ContinuousClock.now - start - .milliseconds(5)
                    // Shorter ones make no difference.
                    if delay > .milliseconds(2) { delays.withLock { $0.append((.now, delay)) } }
                }
            }
        }

        /// The longest delay that has ended since then.
        func longestDelay(since start: ContinuousClock.Instant) -> Duration {
            delays.withLock { delays in
                delays.reversed().prefix { $0.end >= start }.map(\.delay).max() ?? .zero
            }
        }
    }

    /// Runs a part of a test in which times are measured.
    ///
    /// A failure while the machine is stalled is not conclusive, so it is shown and the part is run again. The last
    /// time everything counts.
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
