/// A reply as the server sent it: one value of the Redis serialization protocol (RESP2 or RESP3).
///
/// Strings are raw bytes, because Redis strings are binary-safe. Use ``RESPDecodable`` types, or the typed
/// commands, to get Swift values out of a reply.
public enum RESPValue: Sendable, Hashable {
    /// A short status line such as `+OK`.
    case simpleString([UInt8])
    /// A binary-safe string.
    case bulkString([UInt8])
    /// An error reply, at the top or inside an aggregate (for example in the result of `EXEC`).
    case error(RESPErrorReply)
    /// A signed 64-bit integer.
    case integer(Int)
    /// No value: the RESP2 null bulk string, the RESP2 null array or the RESP3 null.
    case null
    /// An ordered list of values.
    case array([RESPValue])
    /// A RESP3 map, in the order the server sent it.
    case map([RESPMapEntry])
    /// A RESP3 set, in the order the server sent it.
    case set([RESPValue])
    /// A RESP3 out-of-band message.
    case push([RESPValue])
    /// A RESP3 floating-point number.
    case double(Double)
    /// A RESP3 boolean.
    case boolean(Bool)
    /// A RESP3 integer outside the 64-bit range, as its decimal digits.
    indirect case bigNumber(String)
    /// A RESP3 string with a three-character format such as `txt` or `mkd`.
    indirect case verbatimString(format: String, bytes: [UInt8])
}

/// One key and its value in a RESP3 map.
public struct RESPMapEntry: Sendable, Hashable {
    /// The entry's key.
    public var key: RESPValue
    /// The entry's value.
    public var value: RESPValue

    /// Makes an entry from its key and value.
    public init(key: RESPValue, value: RESPValue) {
        self.key = key
        self.value = value
    }
}

/// An error reply of the server, for example `WRONGTYPE Operation against a key holding the wrong kind of value`.
public struct RESPErrorReply: Sendable, Hashable {
    /// The reply's bytes, without the leading `-` and the line end.
    public var bytes: [UInt8]

    /// Makes an error reply from its bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The error's name: its first word, such as `WRONGTYPE`, `LOADING` or `ERR`.
    public var name: String {
        String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    /// The whole line as text; bytes that are not UTF-8 are repaired.
    public var message: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension RESPValue {
    /// What kind of value this is, in words that an error message can use without showing the value.
    public var kind: String {
        switch self {
        case .simpleString: "simple string"
        case .bulkString: "bulk string"
        case .error: "error"
        case .integer: "integer"
        case .null: "null"
        case .array: "array"
        case .map: "map"
        case .set: "set"
        case .push: "push"
        case .double: "double"
        case .boolean: "boolean"
        case .bigNumber: "big number"
        case .verbatimString: "verbatim string"
        }
    }

    /// It is an error reply. Asking this first spares the copy that taking the error out would make of any reply.
    var isError: Bool {
        if case .error = self { true } else { false }
    }

    /// The bytes of any of the string kinds, or `nil` for other kinds.
    public var bytes: [UInt8]? {
        switch self {
        case .simpleString(let bytes), .bulkString(let bytes), .verbatimString(_, let bytes): bytes
        default: nil
        }
    }

    /// The text of any of the string kinds when it is valid UTF-8, otherwise `nil`.
    public var string: String? {
        bytes.flatMap { String(exactly: $0) }
    }
}

extension RESPValue: CustomStringConvertible {
    /// The value as text that a person can read: strings in quotation marks, lists in brackets.
    ///
    /// It shows the whole value; do not log it where values are confidential. Bytes that are not printable ASCII or
    /// valid UTF-8 are written as `\xNN`.
    public var description: String {
        switch self {
        case .simpleString(let bytes): Self.escaped(bytes)
        case .bulkString(let bytes), .verbatimString(_, let bytes): "\"\(Self.escaped(bytes))\""
        case .error(let error): "error(\(Self.escaped(error.bytes)))"
        case .integer(let number): "\(number)"
        case .null: "nil"
        case .array(let elements): "[\(Self.list(elements))]"
        case .map(let entries): "{\(entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .set(let elements): "set[\(Self.list(elements))]"
        case .push(let elements): "push[\(Self.list(elements))]"
        case .double(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .bigNumber(let digits): digits
        }
    }

    private static func list(_ elements: [RESPValue]) -> String {
        elements.map(\.description).joined(separator: ", ")
    }

    /// The text of these bytes without anything that could change a terminal or forge a log line.
    private static func escaped(_ bytes: [UInt8]) -> String {
        guard let text = String(exactly: bytes) else { return bytes.map(escaped).joined() }
        return text.unicodeScalars.map { scalar in
            if scalar.isASCII { return escaped(UInt8(scalar.value)) }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                return String(scalar).utf8.map(escaped).joined()
            default: return String(scalar)
            }
        }.joined()
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case UInt8(ascii: "\n"): "\\n"
        case UInt8(ascii: "\r"): "\\r"
        case UInt8(ascii: "\t"): "\\t"
        case 0x20..<0x7F: String(UnicodeScalar(byte))
        default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
