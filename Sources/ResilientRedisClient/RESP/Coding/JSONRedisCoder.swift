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

    /// Reads a value from bytes that the caller owns. A string is read without `Data`, which would cost more than reading.
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

extension JSONRedisCoder {
    /// Reads a JSON string that has no escapes, which most have not, several times faster than a decoder does.
    ///
    /// No setting of a decoder changes what such a string means. `nil` for anything else, valid or not: the decoder then
    /// has its say.
    static func plainString(_ json: UnsafeRawBufferPointer) -> String? {
        guard json.count >= 2, json.first == quote, json.last == quote else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1])
        return isPlain(text) ? String(exactly: text) : nil
    }

    private static var quote: UInt8 { UInt8(ascii: "\"") }
    private static var escape: UInt8 { UInt8(ascii: "\\") }
    private static var leastPrintable: UInt8 { UInt8(ascii: " ") }

    /// Whether every byte stands for itself between quotes. Eight are looked at together.
    private static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        var start = 0
        while start + 8 <= text.count {
            let bytes = text.loadUnaligned(fromByteOffset: start, as: UInt64.self)
            if hasByte(below: leastPrintable, in: bytes) || hasByte(below: 1, in: bytes ^ eight(quote))
                || hasByte(below: 1, in: bytes ^ eight(escape))
            {
                return false
            }
            start += 8
        }
        return text[start...].allSatisfy { $0 >= leastPrintable && $0 != quote && $0 != escape }
    }

    private static func eight(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// For limits up to 128. Subtracting the limit from each byte sets the highest bit of those below it, and of those that
    /// had it set before; a byte's borrow from the next one only falsifies what comes after one that was found.
    private static func hasByte(below limit: UInt8, in bytes: UInt64) -> Bool {
        (bytes &- eight(limit)) & ~bytes & eight(0x80) != 0
    }
}
