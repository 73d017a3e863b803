import RedisTransport
import ResilientRedisClient

extension MonotonicTime {
    /// A point on the tests' clock, whose origin is arbitrary, to the microsecond.
    static func at(_ seconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: 5_000_000_000_000) + .microseconds((seconds * 1e6).rounded())
    }
}
