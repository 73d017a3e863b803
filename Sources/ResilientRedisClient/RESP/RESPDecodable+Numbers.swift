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
        guard let parsed else { throw RESPDecodingError(expected: Self.self, unreadable: value) }
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

extension Int16: RESPDecodable {
    /// Reads an integer or a string of decimal digits that fits 16 bits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension Int8: RESPDecodable {
    /// Reads an integer or a string of decimal digits that fits 8 bits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension UInt16: RESPDecodable {
    /// Reads a non-negative integer or a string of decimal digits that fits 16 bits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension UInt: RESPDecodable {
    /// Reads a non-negative integer or a string of decimal digits.
    public init(resp value: RESPValue) throws(RESPDecodingError) { try self.init(respInteger: value) }
}

extension UInt32: RESPDecodable {
    /// Reads a non-negative integer or a string of decimal digits that fits 32 bits.
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
    /// Reads a RESP3 double, an integer of any size, or the text of a number (`inf`, `-inf` and `nan` included).
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        switch value {
        case .double(let number): self = number
        case .integer(let number): self = Double(number)
        case .bigNumber(let digits): self = try Self(respText: digits, of: value)
        default: self = try Self(respText: value.string, of: value)
        }
    }

    private init(respText text: String?, of value: RESPValue) throws(RESPDecodingError) {
        guard let text, let number = Double(text) else {
            throw RESPDecodingError(expected: Double.self, unreadable: value)
        }
        self = number
    }
}

extension Float: RESPDecodable {
    /// Reads what `Double` reads, rounded to single precision.
    public init(resp value: RESPValue) throws(RESPDecodingError) { self = Float(try Double(resp: value)) }
}
