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
