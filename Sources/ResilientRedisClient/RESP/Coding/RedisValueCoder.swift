public import FoundationEssentials

/// Turns `Codable` values into the bytes of a Redis value and back.
///
/// Redis knows only bytes, so that storing a `Codable` value takes a format, named at the call. ``RedisJSONCoder`` is the
/// one that comes with the library; conform a type of your own for another (property lists, MessagePack, Protobuf).
public protocol RedisValueCoder: Sendable {
    /// Turns a value into bytes.
    ///
    /// What it throws becomes a ``RedisError`` of the code ``RedisError/Code/encoding``.
    func encode<Value: Encodable>(_ value: Value) throws -> Data

    /// Makes a value from its bytes.
    ///
    /// What it throws becomes a ``RESPDecodingError``; its text is not kept, because it might show the value.
    func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value
}

extension RedisValueCoder {
    /// Reads a string reply as a value.
    @usableFromInline
    package func value<Value: Decodable>(
        _ type: Value.Type, from reply: RESPValue
    ) throws(RESPDecodingError) -> Value {
        guard let bytes = reply.bytes else { throw RESPDecodingError(expected: Value.self, received: reply) }
        do {
            return try decode(type, from: Data(bytes))
        } catch {
            throw RESPDecodingError(
                expected: Value.self, received: "\(reply.kind) that \(Self.self) cannot read as one")
        }
    }

    /// Reads a string reply as a value, and a null as `nil`.
    @usableFromInline
    package func optionalValue<Value: Decodable>(
        _ type: Value.Type, from reply: RESPValue
    ) throws(RESPDecodingError) -> Value? {
        if case .null = reply { nil } else { try value(type, from: reply) }
    }
}

/// Stores `Codable` values as binary property lists.
///
/// Data and dates keep their full precision, and NaN and infinity have a form, which JSON has not. Every value stands in
/// a list of one, because a property list cannot be a number alone.
public struct RedisPropertyListCoder: RedisValueCoder {
    /// Makes a coder.
    public init() {}

    /// Writes a value as a binary property list.
    public func encode<Value: Encodable>(_ value: Value) throws -> Data {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode([value])
    }

    /// Reads a value from a binary property list that is nested at most 512 levels deep.
    public func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        guard data.withUnsafeBytes(BinaryPropertyList.isDecodable) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "not a binary property list, or nested too deeply"))
        }
        let values = try PropertyListDecoder().decode([Value].self, from: data)
        guard values.count == 1 else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "not a list of one value"))
        }
        return values[0]
    }
}

extension RedisValueCoder where Self == RedisPropertyListCoder {
    /// Binary property lists: `try await redis.set("user:1", user, coder: .propertyList)`.
    public static var propertyList: RedisPropertyListCoder { RedisPropertyListCoder() }
}
