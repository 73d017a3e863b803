import ResilientRedisClient
import Synchronization

/// Tells whether a value was invalidated in this process since some moment, by its key or by a tag, for copies that are
/// kept here.
///
/// A reply that Redis gave before an invalidation may reach its task after it. Keys and tags share counters, so that the
/// memory is fixed: at worst a copy is not kept, or not served.
final class LocalFence: Sendable {
    private static let count = 1024
    private let everything = Atomic<UInt64>(0)
    private let counters: [Counter]

    private final class Counter: Sendable {
        let value = Atomic<UInt64>(0)
    }

    init() {
        counters = (0..<Self.count).map { _ in Counter() }
    }

    private func counter(_ check: UInt64) -> Counter { counters[Int(check >> 16) & (Self.count - 1)] }

    /// A moment. To be taken before Redis or the source is asked.
    func mark(_ call: CacheCall) -> UInt64 {
        let start = counter(call.key.check).value.load(ordering: .acquiring) &+ everything.load(ordering: .acquiring)
        // None of the counters ever goes back, so neither does the sum.
        return call.tags.reduce(start) { $0 &+ counter($1.check).value.load(ordering: .acquiring) }
    }

    /// Invalidates a key or a tag, which its check value names.
    func invalidate(_ check: UInt64) { counter(check).value.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    func invalidateAll() { everything.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
