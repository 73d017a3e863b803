#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import RedisTransport
import Synchronization

/// Sleeps again and again, and reports by how much it overslept.
///
/// It does so on a thread of its own: what blocks the few threads of Swift's tasks delays every task, and is not the
/// machine's fault.
final class MachineWatch: Sendable {
    private final class Flag: Sendable {
        let isUp = Atomic(false)
    }

    private let isOver = Flag()

    init(_ overslept: @escaping @Sendable (Duration) -> Void) {
        let nap = Duration.milliseconds(5)
        // Without a thread, no delay is reported and none is excused.
        try? SystemThread.detach(name: "machine-watch") { [isOver] in
            while !isOver.isUp.load(ordering: .relaxed) {
                let start = ContinuousClock.now
                usleep(UInt32(nap / .microseconds(1)))
                // A thread that oversleeps misses the naps after this one as well, each by a little less: a share of
                // these figures is then a share of the time.
                var late = ContinuousClock.now - start - nap
                repeat {
                    overslept(late)
                    late -= nap
                } while late > .zero
            }
        }
    }

    /// Ends the thread after its nap. May be called more than once.
    func end() { isOver.isUp.store(true, ordering: .relaxed) }
}
