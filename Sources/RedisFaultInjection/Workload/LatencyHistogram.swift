/// A histogram of any number of durations in a few kilobytes, with percentiles.
///
/// Durations are counted in classes whose width grows with the duration, so that a percentile is exact to 1 % (or 12 %
/// for a coarse one) whether it is microseconds or minutes. The shortest and the longest are kept exactly. The
/// resolution is 1 µs; what is longer than 19 hours counts as that.
public struct LatencyHistogram: Sendable, Hashable {
    /// The relative precision of durations.
    public enum Precision: Int, Sendable {
        /// To 1 %, in up to 32 KiB.
        case fine = 7
        /// To 12 %, in up to 2.5 KiB.
        case coarse = 3
    }

    private let bits: Int
    private var counts: [Int] = []

    /// How many durations were recorded.
    public private(set) var count = 0
    /// The shortest, if there is any.
    public private(set) var shortest: Duration?
    /// The longest, if there is any.
    public private(set) var longest: Duration?
    private var sum = Duration.zero

    private static let largest = UInt64(1) << 36

    /// Makes an empty histogram.
    public init(_ precision: Precision = .fine) {
        bits = precision.rawValue
    }

    /// The mean, if there is any duration.
    public var mean: Duration? { count > 0 ? sum / count : nil }

    /// Adds a duration; a negative one counts as zero.
    public mutating func record(_ duration: Duration) {
        let duration = max(.zero, duration)
        let index = self.index(of: duration.microseconds)
        if index >= counts.count { counts += Array(repeating: 0, count: index + 1 - counts.count) }
        counts[index] += 1
        count += 1
        sum += duration
        shortest = min(shortest ?? duration, duration)
        longest = max(longest ?? duration, duration)
    }

    /// Adds everything that another histogram of the same precision holds; one of another precision loses its finer
    /// distinctions, or keeps its coarser ones.
    public mutating func merge(_ other: LatencyHistogram) {
        guard other.count > 0 else { return }
        for (index, count) in other.counts.enumerated() where count > 0 {
            let own = self.index(of: other.upperBound(ofClass: index))
            if own >= counts.count { counts += Array(repeating: 0, count: own + 1 - counts.count) }
            counts[own] += count
        }
        count += other.count
        sum += other.sum
        shortest = [shortest, other.shortest].compactMap(\.self).min()
        longest = [longest, other.longest].compactMap(\.self).max()
    }

    /// The duration that the given share of all was not longer than, or `nil` when there is none.
    ///
    /// - Parameter percent: From 0 to 100, as in 99.9. Values outside are clamped.
    public func percentile(_ percent: Double) -> Duration? {
        guard let longest, let shortest else { return nil }
        if percent <= 0 { return shortest }
        // Also takes what is no number to the far end.
        guard percent < 100 else { return longest }
        let rank = max(1, Int((Double(count) * percent / 100).rounded(.up)))
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= rank {
                return min(longest, max(shortest, .microseconds(Int64(clamping: upperBound(ofClass: index)))))
            }
        }
        return longest
    }

    /// How many durations were longer than the one given, to the histogram's precision.
    public func count(above limit: Duration) -> Int {
        let first = index(of: max(.zero, limit).microseconds) + 1
        return first < counts.count ? counts[first...].reduce(0, +) : 0
    }

    /// Values below 2^(bits+1) have a class each; above, every doubling is divided into 2^bits classes.
    private func index(of value: UInt64) -> Int {
        let value = min(value, Self.largest)
        let shift = max(0, UInt64.bitWidth - value.leadingZeroBitCount - (bits + 1))
        return (shift << bits) + Int(value >> UInt64(shift))
    }

    /// The greatest value of a class.
    private func upperBound(ofClass index: Int) -> UInt64 {
        let shift = max(0, (index >> bits) - 1)
        let mantissa = UInt64(index - (shift << bits))
        return (mantissa + 1) << UInt64(shift) - 1
    }
}

extension Duration {
    /// Whole microseconds, at most 2^63.
    fileprivate var microseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds < Int64.max / 2_000_000 else { return .max }
        return UInt64(max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
    }

    /// The duration as text, with about three digits: `850 µs`, `12.3 ms`, `2.05 s`.
    package var brief: String {
        let microseconds = self / .microseconds(1)
        func text(_ value: Double, _ digits: Int, _ unit: String) -> String {
            var scale = 1.0
            for _ in 0..<digits { scale *= 10 }
            let rounded = (value * scale).rounded() / scale
            return (rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)") + " " + unit
        }
        return switch abs(microseconds) {
        case ..<999.5: text(microseconds, 0, "µs")
        case ..<99_950: text(microseconds / 1000, 1, "ms")
        case ..<999_500: text(microseconds / 1000, 0, "ms")
        case ..<1e15: text(microseconds / 1_000_000, 2, "s")
        default: "over 31 years"
        }
    }
}
