public import FoundationEssentials

/// The arguments of a variadic parameter, one after the other.
///
/// The plain array would not do: one of bytes is a single argument of raw bytes, not a list of numbers.
@usableFromInline
struct ArgumentList<Element: RESPEncodable>: RESPEncodable {
    @usableFromInline let elements: [Element]

    @inlinable
    init(_ elements: [Element]) { self.elements = elements }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        for element in elements { element.encode(into: &encoder) }
    }
}

/// A word with a value after it, such as `COUNT 10`; nothing when there is no value.
@usableFromInline
struct KeywordArgument<Value: RESPEncodable>: RESPEncodable {
    @usableFromInline let word: String
    @usableFromInline let value: Value?

    @inlinable
    init(_ word: String, _ value: Value?) {
        self.word = word
        self.value = value
    }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        guard let value else { return }
        encoder.append(word)
        value.encode(into: &encoder)
    }
}

/// How long the server may hold a blocking command back, in the seconds that such commands take.
///
/// Redis reads 0 as "without limit". Here `nil` says so, and a duration of zero or less, such as what is left of a
/// deadline that has passed, is the shortest wait there is: a millisecond.
@usableFromInline
struct BlockingTimeout: RESPEncodable {
    @usableFromInline let milliseconds: Int

    @usableFromInline
    init(_ duration: Duration?) {
        milliseconds = duration.map { max(1, WholeMilliseconds($0).count) } ?? 0
    }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) {
        if milliseconds.isMultiple(of: 1000) {
            encoder.append(milliseconds / 1000)
        } else {
            encoder.append((Double(milliseconds) / 1000).description)
        }
    }
}

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

/// A duration or a date in whole seconds, for commands that take no finer unit.
@usableFromInline
struct WholeSeconds: RESPEncodable {
    @usableFromInline let count: Int

    /// Rounds up, so that a short positive duration never becomes 0.
    @usableFromInline
    init(_ duration: Duration) {
        let milliseconds = WholeMilliseconds(duration).count
        count = milliseconds / 1000 + (milliseconds > 0 && milliseconds % 1000 > 0 ? 1 : 0)
    }

    /// Takes the nearest second since 1970.
    @usableFromInline
    init(_ date: Date) {
        let seconds = date.timeIntervalSince1970.rounded()
        count = seconds.isNaN ? 0 : Int(exactly: seconds) ?? (seconds < 0 ? .min : .max)
    }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) { encoder.append(count) }
}
