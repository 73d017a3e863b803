import ResilientRedisClient
import Synchronization

/// The chance that a cache leaves things to, such as by how much a value ends earlier.
///
/// The system's own random numbers cost a system call each, which is a good part of what a miss costs. Nothing here has to
/// be beyond guessing.
final class CacheChance: Sendable {
    private let state = Atomic(UInt64.random(in: 0...UInt64.max))

    /// A number from 0 up to, but not including, 1.
    func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True once in so many times.
    func happens(onceIn times: UInt64) -> Bool { next() % times == 0 }

    /// SplitMix64: a counter in golden-ratio steps, well mixed.
    private func next() -> UInt64 {
        var value = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
