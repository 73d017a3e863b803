public import FoundationEssentials

/// A type that is exactly one argument of a Redis command: what a key, a field, a member or a value can be.
///
/// A list or an optional is ``RESPEncodable`` but no ``RESPArgument``: where the server expects one argument, none or
/// two would shift all that follow (`HSET` would take a value for a field). To use a type of your own, conform it
/// and append exactly one argument; an enum or a struct with a raw value needs no code.
///
/// ```swift
/// enum Flag: String, RESPArgument { case on, off }
/// ```
public protocol RESPArgument: RESPEncodable {}

extension String: RESPArgument {}
extension Substring: RESPArgument {}
extension StaticString: RESPArgument {}
extension Int: RESPArgument {}
extension Int64: RESPArgument {}
extension Int32: RESPArgument {}
extension Int16: RESPArgument {}
extension Int8: RESPArgument {}
extension UInt: RESPArgument {}
extension UInt64: RESPArgument {}
extension UInt32: RESPArgument {}
extension UInt16: RESPArgument {}
extension Double: RESPArgument {}
extension Float: RESPArgument {}
extension Bool: RESPArgument {}
extension Data: RESPArgument {}
// `UInt8` is left out on purpose: `[UInt8]` is one argument of raw bytes, never a list of numbers.
extension Array: RESPArgument where Element == UInt8 {}
extension ArraySlice: RESPArgument where Element == UInt8 {}

extension RESPEncodable where Self: RawRepresentable, RawValue: RESPEncodable {
    /// Appends the raw value.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { rawValue.encode(into: &encoder) }
}

extension RESPDecodable where Self: RawRepresentable, RawValue: RESPDecodable {
    /// Reads the raw value; a raw value that the type does not know is an error.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard let known = Self(rawValue: try RawValue(resp: value)) else {
            throw RESPDecodingError(expected: Self.self, received: "\(value.kind) that is none of its values")
        }
        self = known
    }
}
