import ResilientRedisClient
import RedisTransport
import CRedisIO
import FoundationEssentials

/// The times that a cache goes by: a monotonic one for what concerns this process, and that of the calendar for what
/// other processes read. A test's offset moves both.
struct CacheClock: Sendable {
    private let time: TimeSource

    init(_ time: TimeSource) {
        self.time = time
    }

    func now() -> MonotonicTime { time.now() }

    /// Milliseconds since 1970.
    func wallMilliseconds() -> Int64 {
        let moved = (time.now().nanoseconds - rio_monotonic_nanoseconds()) / 1_000_000
        return Int64(Date().timeIntervalSince1970 * 1000) + moved
    }
}
