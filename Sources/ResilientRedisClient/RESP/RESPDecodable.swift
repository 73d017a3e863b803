public import FoundationEssentials

/// A type that can be made from a reply.
///
/// Decoding is strict where a wrong guess would hide a mistake (a list is never read as a number) and lenient
/// where RESP2 and RESP3 spell the same thing differently (a score may come as a string or as a double).
public protocol RESPDecodable: SendableMetatype {
    /// Makes a value from a reply.
    ///
    /// - Throws: ``RESPDecodingError`` when the reply has another kind or its text does not parse.
    init(resp value: RESPValue) throws(RESPDecodingError)
}

/// A reply could not be read as the type asked for. It names both, never the value.
public struct RESPDecodingError: Error, Hashable, CustomStringConvertible {
    /// The Swift type that was asked for.
    public let expected: String
    /// The kind of reply that came, with a hint of what was wrong with it.
    public let received: String

    /// Makes an error from the type asked for and what was received.
    public init(expected: Any.Type, received: String) {
        self.expected = String(describing: expected)
        self.received = received
    }

    /// Makes an error from the type asked for and the reply that came.
    public init(expected: Any.Type, received value: RESPValue) {
        self.init(expected: expected, received: value.kind)
    }

    /// Makes an error for a reply whose kind may be right while what is in it does not fit.
    @usableFromInline
    package init(expected: Any.Type, unreadable value: RESPValue) {
        switch value {
        case .integer, .double, .bigNumber: self.init(expected: expected, received: "\(value.kind) out of range")
        case .simpleString, .bulkString, .verbatimString:
            self.init(expected: expected, received: "\(value.kind) that does not read as one")
        default: self.init(expected: expected, received: value)
        }
    }

    /// Makes an error for a reply of which a Swift collection cannot hold everything.
    @usableFromInline
    package init(expected: Any.Type, folding part: String, received value: RESPValue, exact: Any.Type) {
        self.init(
            expected: expected,
            received:
                "\(value.kind) with \(part) that differ in their bytes and are equal in Swift; read it as \(exact)")
    }

    /// A sentence that names both types.
    public var description: String { "expected \(expected), received \(received)" }
}

extension RESPValue: RESPDecodable {
    /// Takes the reply as it is.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) { self = value }
}

extension Array: RESPDecodable where Element: RESPDecodable {
    /// Reads an array, a set, a push or a null (as empty). `[UInt8]` reads a string's bytes, and no null: like any
    /// other type for a single value, it must be optional for that.
    @inlinable
    public init(resp value: consuming RESPValue) throws(RESPDecodingError) {
        if Element.self == UInt8.self {
            if let bytes = value.bytes {
                // Not `as?`, which converts element by element. The types are the same.
                self = unsafeBitCast(bytes, to: Self.self)
                return
            }
            if case .null = value { throw RESPDecodingError(expected: Self.self, received: value) }
        }
        let kind = value.kind
        guard var elements = (consume value).takeElements() else {
            throw RESPDecodingError(expected: Self.self, received: kind)
        }
        self = []
        reserveCapacity(elements.count)
        for index in elements.indices {
            // Each element is given up as soon as it is decoded, so that its memory serves the next one.
            var element = RESPValue.null
            swap(&element, &elements[index])
            append(try Element(resp: consume element))
        }
    }
}

extension Optional: RESPDecodable where Wrapped: RESPDecodable {
    /// Reads a null as `nil` and anything else as the wrapped type.
    @inlinable
    public init(resp value: consuming RESPValue) throws(RESPDecodingError) {
        if case .null = value { self = nil } else { self = try Wrapped(resp: consume value) }
    }
}

extension String: RESPDecodable {
    /// Reads any of the string kinds that is valid UTF-8, or a number as its digits.
    @inlinable
    public init(resp value: consuming RESPValue) throws(RESPDecodingError) {
        switch consume value {
        case .bulkString(let bytes):
            guard let text = String(exactly: bytes) else {
                throw RESPDecodingError(expected: String.self, received: "bulk string that is not UTF-8")
            }
            self = text
        case let other: self = try Self(scalar: other)
        }
    }

    @usableFromInline
    init(scalar value: RESPValue) throws(RESPDecodingError) {
        switch value {
        case .integer(let number): self = String(number)
        case .double(let number): self = number.description
        case .bigNumber(let digits): self = digits
        default:
            guard let bytes = value.bytes else { throw RESPDecodingError(expected: String.self, received: value) }
            guard let text = String(exactly: bytes) else {
                throw RESPDecodingError(expected: String.self, received: "\(value.kind) that is not UTF-8")
            }
            self = text
        }
    }
}

extension Substring: RESPDecodable {
    /// Reads what `String` reads.
    public init(resp value: RESPValue) throws(RESPDecodingError) { self = Substring(try String(resp: value)) }
}

extension Data: RESPDecodable {
    /// Reads the bytes of any of the string kinds.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard let bytes = value.bytes else { throw RESPDecodingError(expected: Data.self, received: value) }
        self = Data(bytes)
    }
}

extension Bool: RESPDecodable {
    /// Reads a boolean, 0 or 1 (as an integer or as the text that `Bool` is stored as), `OK` as true, and a null as
    /// false (a condition that was not met).
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        switch value {
        case .boolean(let flag): self = flag
        case .integer(0), .null: self = false
        case .integer(1): self = true
        case .simpleString(let bytes) where bytes.elementsEqual("OK".utf8): self = true
        case .bulkString(let bytes) where bytes == [UInt8(ascii: "0")]: self = false
        case .bulkString(let bytes) where bytes == [UInt8(ascii: "1")]: self = true
        default: throw RESPDecodingError(expected: Bool.self, unreadable: value)
        }
    }
}

extension Dictionary: RESPDecodable where Key: RESPDecodable, Value: RESPDecodable {
    /// Reads keys and values in any of the forms of ``RESPValue/forEachPair(_:)``, or a null (as empty); of pairs whose
    /// keys have the same bytes, the last one wins.
    ///
    /// Two keys with different bytes may be equal as values of `Key`: the two spellings of "é" in Unicode are one
    /// `String`, "1" and "01" one `Int`. Such a reply is refused; `[UInt8]` and `Data` keep all keys apart.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        self = [:]
        var pairs = 0
        let paired = try value.forEachPair { (key, value, count) throws(RESPDecodingError) in
            if isEmpty { reserveCapacity(count) }
            pairs = count
            self[try Key(resp: key)] = try Value(resp: value)
        }
        if !paired { throw RESPDecodingError(expected: Self.self, received: value) }
        guard count < pairs, try value.distinctKeys() > count else { return }
        throw RESPDecodingError(
            expected: Self.self, folding: "keys", received: value, exact: [[UInt8]: Value].self)
    }
}

extension Set: RESPDecodable where Element: RESPDecodable {
    /// Reads a RESP3 set or an array, or a null (as empty).
    ///
    /// Two members with different bytes may be equal as values of `Element`: the two spellings of "é" in Unicode are one
    /// `String`, "1" and "01" one `Int`. Such a reply is refused; `[UInt8]` and `Data` keep all members apart.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard let elements = value.elements else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        self = []
        reserveCapacity(elements.count)
        for element in elements { insert(try Element(resp: element)) }
        guard count < elements.count, RESPValue.distinct(elements) > count else { return }
        throw RESPDecodingError(
            expected: Self.self, folding: "members", received: value, exact: Set<[UInt8]>.self)
    }
}

extension RESPValue {
    /// How many different keys the pairs of the reply have, compared by their bytes.
    @usableFromInline
    func distinctKeys() throws(RESPDecodingError) -> Int {
        var keys: [RESPValue] = []
        _ = try forEachPair { (key, _, _) throws(RESPDecodingError) in keys.append(key) }
        return Self.distinct(keys)
    }

    /// How many different values there are, compared by their bytes whatever kind of scalar they come as.
    @usableFromInline
    static func distinct(_ values: [RESPValue]) -> Int {
        var known: Set<RESPValue> = []
        for value in values {
            switch value {
            case .integer(let number): known.insert(.bulkString(Array(String(number).utf8)))
            case .bigNumber(let digits): known.insert(.bulkString(Array(digits.utf8)))
            default: known.insert(value.bytes.map { .bulkString($0) } ?? value)
            }
        }
        return known.count
    }
}

extension RESPValue {
    /// The elements of an array, a set or a push, and of a null as an empty list; otherwise `nil`.
    public var elements: [RESPValue]? {
        switch self {
        case .array(let elements), .set(let elements), .push(let elements): elements
        case .null: []
        default: nil
        }
    }

    /// The same, giving the value up, so that the elements belong to the caller alone.
    @usableFromInline
    consuming func takeElements() -> [RESPValue]? {
        switch consume self {
        case .array(let elements), .set(let elements), .push(let elements): elements
        case .null: []
        default: nil
        }
    }

    /// Calls a function with each key, its value and the number of pairs, for the three spellings of such a list: a
    /// RESP3 map, a flat array of alternating keys and values (RESP2), an array of two-element arrays (RESP3).
    ///
    /// - Returns: `false`, without a call, when the reply is none of these. A null counts as no pairs.
    @inlinable
    public func forEachPair(
        _ body: (_ key: RESPValue, _ value: RESPValue, _ count: Int) throws(RESPDecodingError) -> Void
    ) throws(RESPDecodingError) -> Bool {
        if case .map(let entries) = self {
            for entry in entries { try body(entry.key, entry.value, entries.count) }
            return true
        }
        guard let elements else { return false }
        if case .array? = elements.first {
            for element in elements {
                guard case .array(let pair) = element, pair.count == 2 else { return false }
            }
            for element in elements {
                if case .array(let pair) = element { try body(pair[0], pair[1], elements.count) }
            }
            return true
        }
        guard elements.count.isMultiple(of: 2) else { return false }
        for index in stride(from: 0, to: elements.count, by: 2) {
            try body(elements[index], elements[index + 1], elements.count / 2)
        }
        return true
    }
}
