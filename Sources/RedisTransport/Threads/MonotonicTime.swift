import CRedisIO
import Synchronization

/// A point on the monotonic clock, in nanoseconds. Policies take it as an argument, so that tests choose the time.
@usableFromInline
package struct MonotonicTime: Comparable, Hashable, Sendable {
    @usableFromInline package var nanoseconds: Int64

    @inlinable
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Later than any deadline.
    @inlinable
    package static var distantFuture: MonotonicTime { MonotonicTime(nanoseconds: .max) }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    @inlinable
    package static func + (time: Self, duration: Duration) -> Self {
        let (sum, overflow) = time.nanoseconds.addingReportingOverflow(duration.clampedNanoseconds)
        if overflow { return MonotonicTime(nanoseconds: time.nanoseconds < 0 ? .min : .max) }
        return MonotonicTime(nanoseconds: sum)
    }

    /// The point halfway to a later one.
    package func middle(to later: Self) -> Self {
        MonotonicTime(nanoseconds: nanoseconds + max(0, (later.nanoseconds - nanoseconds) / 2))
    }

    @inlinable
    package static func - (later: Self, earlier: Self) -> Duration {
        let (difference, overflow) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        if overflow { return .nanoseconds(later < earlier ? Int64.min : Int64.max) }
        return .nanoseconds(difference)
    }
}

extension Duration {
    /// The whole nanoseconds, clamped to the range of 64 bits (292 years).
    @inlinable
    package var clampedNanoseconds: Int64 {
        // Checked before `components`, which traps when the seconds exceed 64 bits.
        if self >= .nanoseconds(Int64.max) { return .max }
        if self <= .nanoseconds(Int64.min) { return .min }
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, overflow2) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        if overflow2 { return seconds < 0 ? .min : .max }
        return sum
    }
}

/// Returns the current time. Tests advance it instead of waiting.
package struct TimeSource: Sendable {
    /// The time that a test has added to the system's clock.
    package final class Offset: Sendable {
        private let nanoseconds = Atomic<Int64>(0)

        package init() {}

        package func advance(by duration: Duration) {
            nanoseconds.wrappingAdd(duration.clampedNanoseconds, ordering: .sequentiallyConsistent)
        }

        var value: Int64 { nanoseconds.load(ordering: .acquiring) }
    }

    private let offset: Offset?

    package init(offset: Offset? = nil) {
        self.offset = offset
    }

    package func now() -> MonotonicTime {
        return MonotonicTime(nanoseconds: rio_monotonic_nanoseconds() &+ (offset?.value ?? 0))
    }
}
