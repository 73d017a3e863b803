public import FoundationEssentials

/// A duration or a date in the unit that the typed commands send: whole milliseconds.
///
/// Values that no 64-bit number of milliseconds can hold become the nearest one that can, and the server refuses it:
/// no duration makes a command trap.
@usableFromInline
package struct WholeMilliseconds: RESPEncodable {
    @usableFromInline package let count: Int

    /// Rounds up, so that a short positive duration never becomes 0, which the server would refuse or obey at once.
    @usableFromInline
    package init(_ duration: Duration) {
        guard duration < .milliseconds(Int.max) else {
            count = .max
            return
        }
        guard duration > .milliseconds(Int.min) else {
            count = .min
            return
        }
        let (seconds, attoseconds) = duration.components
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let rest = attoseconds > 0 ? (attoseconds + perMillisecond - 1) / perMillisecond : attoseconds / perMillisecond
        count = Int(seconds) * 1000 + Int(rest)
    }

    /// Takes the nearest millisecond since 1970; a date holds more digits than it can be precise to.
    @usableFromInline
    package init(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        if milliseconds.isNaN {
            count = 0
        } else {
            count = Int(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
        }
    }

    @usableFromInline
    package func encode(into encoder: inout RESPEncoder) { encoder.append(count) }
}
