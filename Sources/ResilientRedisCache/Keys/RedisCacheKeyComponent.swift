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
