import Synchronization

extension FaultMatrix {
    /// Finds out how much longer than asked for this machine lets tasks sleep, because it is busy with other things.
    final class MachineWatch: Sendable {
        private let longest: LongestDelay
        private let task: Task<Void, Never>

        init() {
            let longest = LongestDelay()
            self.longest = longest
            task = Task {
                let nap = Duration.milliseconds(5)
                while !Task.isCancelled {
                    let start = ContinuousClock.now
                    guard (try? await Task.sleep(for: nap)) != nil else { return }
                    longest.record(.now - start - nap)
                }
            }
        }

        deinit { task.cancel() }

        /// What to allow for it.
        var delay: Duration { longest.value.withLock { $0 } }
    }

    private final class LongestDelay: Sendable {
        let value = Mutex(Duration.zero)

        func record(_ delay: Duration) { value.withLock { $0 = max($0, delay) } }
    }
}
