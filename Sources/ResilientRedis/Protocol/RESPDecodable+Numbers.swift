extension FixedWidthInteger {
    /// Reads an integer reply or a string of decimal digits.
    @inlinable
    init(respInteger value: RESPValue) throws(RESPDecodingError) {
        let parsed: Self? =
            switch value {
            case .integer(let number): Self(exactly: number)
            case .bigNumber(let digits): Self(digits)
            case .boolean(let flag): flag ? 1 : 0
            default: value.bytes.flatMap { Self(String(decoding: $0, as: UTF8.self)) }
            }
        guard let parsed else {
            throw RESPDecodingError(expected: Self.self, received: "\(value.kind) that does not fit")
        }
        self = parsed
    }
}

extension Int: RESPDecodable {
    /// Reads an integer or a string of decimal digits.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        if case .integer(let number) = value { self = number } else { try self.init(respInteger: value) }
    }
}

extension Int64: RESPDecodable {
    /// Reads an integer or a string of decimal digits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension Int32: RESPDecodable {
    /// Reads an integer or a string of decimal digits that fits 32 bits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension UInt64: RESPDecodable {
    /// Reads a non-negative integer or a string of decimal digits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension UInt8: RESPDecodable {
    /// Reads an integer from 0 to 255; an array of bytes reads a string.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension Double: RESPDecodable {
    /// Reads a RESP3 double, an integer, or the text of a number (`inf`, `-inf` and `nan` included).
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        switch value {
        case .double(let number): self = number
        case .integer(let number): self = Double(number)
        default:
            guard let text = value.string, let number = Double(text) else {
                throw RESPDecodingError(expected: Double.self, received: "\(value.kind) that is not a number")
            }
            self = number
        }
    }
}

extension Float: RESPDecodable {
    /// Reads what `Double` reads, rounded to single precision.
    public init(resp value: RESPValue) throws(RESPDecodingError) { self = Float(try Double(resp: value)) }
}
