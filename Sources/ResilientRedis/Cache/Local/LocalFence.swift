import Synchronization

/// Tells whether a key was invalidated in this process since some moment, for copies that are kept here.
///
/// A reply that Redis gave before an invalidation may reach its task after it. Keys share counters, so that the memory is
/// fixed: at worst a copy is not kept.
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

    private func counter(_ key: CacheKey) -> Counter { counters[Int(key.check >> 16) & (Self.count - 1)] }

    /// A moment. To be taken before Redis or the source is asked.
    func mark(_ key: CacheKey) -> UInt64 {
        counter(key).value.load(ordering: .acquiring) &+ everything.load(ordering: .acquiring)
    }

    func invalidate(_ key: CacheKey) { counter(key).value.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    func invalidateAll() { everything.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
