public import FoundationEssentials

/// Stores `Codable` values as JSON.
///
/// By default it writes what `JSONEncoder` writes, without whitespace. Give the functions that make the encoder and
/// the decoder to change the form of dates, keys or numbers; both must fit each other, also across versions of a
/// service that share a Redis.
///
/// ```swift
/// let coder = JSONRedisCoder(
///     encoder: {
///         let encoder = JSONEncoder()
///         encoder.dateEncodingStrategy = .millisecondsSince1970
///         return encoder
///     },
///     decoder: {
///         let decoder = JSONDecoder()
///         decoder.dateDecodingStrategy = .millisecondsSince1970
///         return decoder
///     })
/// ```
public struct JSONRedisCoder: RedisValueCoder {
    private let makeEncoder: @Sendable () -> JSONEncoder
    private let makeDecoder: @Sendable () -> JSONDecoder
    /// It has the default settings, so that what it does with the bytes is known.
    package let isStandard: Bool

    /// A decoder with the default settings. It is never changed, so that any number of threads may use it.
    private static let standardDecoder = JSONDecoder()

    /// Makes a coder with the default settings of `JSONEncoder` and `JSONDecoder`.
    public init() {
        makeEncoder = { JSONEncoder() }
        makeDecoder = { Self.standardDecoder }
        isStandard = true
    }

    /// Makes a coder with the settings of the functions given.
    ///
    /// - Parameters:
    ///   - encoder: Makes the encoder for one value. It is called for every value, because an encoder is not thread-safe.
    ///   - decoder: Makes the decoder for one value.
    public init(
        encoder: @escaping @Sendable () -> JSONEncoder = { JSONEncoder() },
        decoder: @escaping @Sendable () -> JSONDecoder = { JSONDecoder() }
    ) {
        makeEncoder = encoder
        makeDecoder = decoder
        isStandard = false
    }

    /// Writes a value as JSON.
    public func encode<Value: Encodable>(_ value: Value) throws -> Data {
        try makeEncoder().encode(value)
    }

    /// Reads a value from JSON.
    public func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        if type == String.self, let text = data.withUnsafeBytes(Self.plainString) { return text as! Value }
        return try makeDecoder().decode(type, from: data)
    }

    /// The same from bytes that are somebody else's. A text does without `Data`, which costs more than to read it.
    ///
    /// The decoder must keep nothing of them, as the standard one does.
    package func decode<Value: Decodable>(_ type: Value.Type, fromBorrowed json: UnsafeRawBufferPointer) throws -> Value
    {
        if type == String.self, let text = Self.plainString(json) { return text as! Value }
        let start = json.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
        let data = start.map { Data(bytesNoCopy: $0, count: json.count, deallocator: .none) } ?? Data()
        return try makeDecoder().decode(type, from: data)
    }
}

extension RedisValueCoder where Self == JSONRedisCoder {
    /// JSON with the default settings: `try await redis.set("user:1", user, coder: .json)`.
    public static var json: JSONRedisCoder { JSONRedisCoder() }
}
