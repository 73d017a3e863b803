public import FoundationEssentials
import ResilientRedisClient

/// A value that can be a part of a cache key.
///
/// A function marked with `@cached` has its arguments in its key, so their types conform to this protocol. Integers,
/// `Bool`, `String`, `Double`, `UUID`, `Date`, `Duration`, `URL`, `Data`, `Decimal`, ranges, and optionals and arrays of
/// components do so already. An enumeration or another `RawRepresentable` type has only to say so:
///
/// ```swift
/// enum Region: String, RedisCacheKeyComponent { case north, south }
/// ```
///
/// A structure joins what it consists of:
///
/// ```swift
/// extension Quarter: RedisCacheKeyComponent {
///     var cacheKeyText: String { RedisCacheKey.join(year, number) }
/// }
/// ```
///
/// A `Set` and a `Dictionary` do not conform: their order differs from run to run. Pass a sorted array.
public protocol RedisCacheKeyComponent {
    /// Text that differs for any two values that are not interchangeable, and is the same in every process.
    ///
    /// Nothing that differs from run to run may be in it: no hash value, no address, no order of a `Set`. It may be of any
    /// length and contain anything; keys put its length before it.
    var cacheKeyText: String { get }
}

extension RedisCacheKeyComponent where Self: RawRepresentable, RawValue: RedisCacheKeyComponent {
    /// The text of the raw value.
    public var cacheKeyText: String { rawValue.cacheKeyText }
}

extension RedisCacheKeyComponent where Self: FixedWidthInteger {
    /// The number in decimal digits.
    public var cacheKeyText: String { String(self) }
}

extension Int: RedisCacheKeyComponent {}
extension Int8: RedisCacheKeyComponent {}
extension Int16: RedisCacheKeyComponent {}
extension Int32: RedisCacheKeyComponent {}
extension Int64: RedisCacheKeyComponent {}
extension Int128: RedisCacheKeyComponent {}
extension UInt: RedisCacheKeyComponent {}
extension UInt8: RedisCacheKeyComponent {}
extension UInt16: RedisCacheKeyComponent {}
extension UInt32: RedisCacheKeyComponent {}
extension UInt64: RedisCacheKeyComponent {}
extension UInt128: RedisCacheKeyComponent {}

extension Bool: RedisCacheKeyComponent {
    /// `true` or `false`.
    public var cacheKeyText: String { self ? "true" : "false" }
}

extension Double: RedisCacheKeyComponent {
    /// The shortest digits that mean this very number. Every NaN has the same text; 0.0 and -0.0 have two.
    public var cacheKeyText: String { description }
}

extension Float: RedisCacheKeyComponent {
    /// The shortest digits that mean this very number. Every NaN has the same text; 0.0 and -0.0 have two.
    public var cacheKeyText: String { description }
}

extension String: RedisCacheKeyComponent {
    /// The string, byte by byte: two spellings of one character in Unicode are two keys, as they are for most sources.
    public var cacheKeyText: String { self }
}

extension Substring: RedisCacheKeyComponent {
    /// The characters, byte by byte.
    public var cacheKeyText: String { String(self) }
}

extension Character: RedisCacheKeyComponent {
    /// The character, byte by byte.
    public var cacheKeyText: String { String(self) }
}

extension Duration: RedisCacheKeyComponent {
    /// The duration in attoseconds.
    public var cacheKeyText: String { String(attoseconds) }
}

// MARK: - What consists of components

extension Optional: RedisCacheKeyComponent where Wrapped: RedisCacheKeyComponent {
    /// Nothing for `nil`, a plus sign and the value's text otherwise.
    public var cacheKeyText: String {
        switch self {
        case .some(let value): "+" + value.cacheKeyText
        case .none: ""
        }
    }
}

extension Array: RedisCacheKeyComponent where Element: RedisCacheKeyComponent {
    /// The elements in their order, each with its length before it.
    public var cacheKeyText: String { reduce(into: "") { $0.appendWithLength($1.cacheKeyText) } }
}

extension ArraySlice: RedisCacheKeyComponent where Element: RedisCacheKeyComponent {
    /// The elements in their order, each with its length before it.
    public var cacheKeyText: String { reduce(into: "") { $0.appendWithLength($1.cacheKeyText) } }
}

extension Range: RedisCacheKeyComponent where Bound: RedisCacheKeyComponent {
    /// Both bounds.
    public var cacheKeyText: String { RedisCacheKey.join(lowerBound, upperBound) }
}

extension ClosedRange: RedisCacheKeyComponent where Bound: RedisCacheKeyComponent {
    /// Both bounds.
    public var cacheKeyText: String { RedisCacheKey.join(lowerBound, upperBound) }
}

extension String {
    /// Adds a text in a way that shows where it ends, whatever it contains.
    mutating func appendWithLength(_ text: String) {
        append(String(text.utf8.count))
        append(":")
        append(text)
    }
}

extension UUID: RedisCacheKeyComponent {
    /// The usual form with hyphens, in capital letters.
    public var cacheKeyText: String { uuidString }
}

extension Date: RedisCacheKeyComponent {
    /// Seconds since the reference date, with all the precision there is.
    public var cacheKeyText: String { timeIntervalSinceReferenceDate.cacheKeyText }
}

extension URL: RedisCacheKeyComponent {
    /// The address as it was given, and what it is relative to.
    public var cacheKeyText: String { RedisCacheKey.join(relativeString, baseURL?.absoluteString) }
}

extension Data: RedisCacheKeyComponent {
    /// The bytes in Base64.
    public var cacheKeyText: String { base64EncodedString() }
}

extension Decimal: RedisCacheKeyComponent {
    /// The number in decimal digits.
    public var cacheKeyText: String { description }
}
