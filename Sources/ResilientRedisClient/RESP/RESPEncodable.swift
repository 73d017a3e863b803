public import FoundationEssentials

/// A type that can be part of a Redis command: any number of arguments.
///
/// Collections append one argument per element, in order, and an optional appends one or none. Types that are always
/// exactly one argument conform to ``RESPArgument`` as well.
public protocol RESPEncodable {
    /// Appends this value to the command under construction.
    func encode(into encoder: inout RESPEncoder)
}

extension String: RESPEncodable {
    /// Appends the string's UTF-8 bytes as one argument.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(self) }
}

extension Substring: RESPEncodable {
    /// Appends the string's UTF-8 bytes as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(String(self)) }
}

extension StaticString: RESPEncodable {
    /// Appends the string's UTF-8 bytes as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(self) }
}

extension Int: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(self) }
}

extension Int64: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(Int(self)) }
}

extension Int32: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(Int(self)) }
}

extension Int16: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(Int(self)) }
}

extension Int8: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(Int(self)) }
}

extension UInt16: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(Int(self)) }
}

extension UInt: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(String(self)) }
}

extension UInt32: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(String(self)) }
}

extension UInt64: RESPEncodable {
    /// Appends the number's decimal digits as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(String(self)) }
}

extension Double: RESPEncodable {
    /// Appends the shortest decimal text that reads back as the same number; infinities as `inf` and `-inf`.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(description) }
}

extension Float: RESPEncodable {
    /// Appends the shortest decimal text that reads back as the same number; infinities as `inf` and `-inf`.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(description) }
}

extension Bool: RESPEncodable {
    /// Appends `1` for true and `0` for false.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(self ? 1 : 0) }
}

extension Array: RESPEncodable where Element: RESPEncodable {
    /// Appends `[UInt8]` as one argument of raw bytes, any other array as one argument per element.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) {
        // Not `as?`: that would take an empty array of any other type for bytes, and converts element by element.
        if Element.self == UInt8.self {
            encoder.append(unsafeBitCast(self, to: [UInt8].self))
        } else {
            for element in self { element.encode(into: &encoder) }
        }
    }
}

extension ArraySlice: RESPEncodable where Element: RESPEncodable {
    /// Appends `ArraySlice<UInt8>` as one argument of raw bytes, any other slice as one argument per element.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { Array(self).encode(into: &encoder) }
}

extension Set: RESPEncodable where Element: RESPEncodable {
    /// Appends one argument per element, in no particular order.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) {
        for element in self { element.encode(into: &encoder) }
    }
}

extension UInt8: RESPEncodable {
    /// Appends the number's decimal digits as one argument; an array of bytes is one argument of raw bytes.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(Int(self)) }
}

extension Data: RESPEncodable {
    /// Appends the bytes as one argument.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(self) }
}

extension Optional: RESPEncodable where Wrapped: RESPEncodable {
    /// Appends the value's arguments, or none for `nil`.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { self?.encode(into: &encoder) }
}

extension Dictionary: RESPEncodable where Key: RESPArgument, Value: RESPArgument {
    /// Appends each key and its value as two arguments, in no particular order.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) {
        for (key, value) in self {
            key.encode(into: &encoder)
            value.encode(into: &encoder)
        }
    }
}

extension KeyValuePairs: RESPEncodable where Key: RESPArgument, Value == any RESPArgument {
    /// Appends each key and its value as two arguments, in order.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) {
        for (key, value) in self {
            key.encode(into: &encoder)
            value.encode(into: &encoder)
        }
    }
}

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
