public import FoundationEssentials

/// Turns `Codable` values into the bytes of a Redis value and back.
///
/// Redis knows only bytes, so that storing a `Codable` value takes a format, named at the call. ``JSONRedisCoder`` is the
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
    /// Turns a value into bytes, or tells in the client's own terms that it cannot be.
    @usableFromInline
    package func argument<Value: Encodable>(for value: Value) throws(RedisError) -> Data {
        do {
            return try encode(value)
        } catch {
            // The coder's error is left out: it usually holds the value.
            throw RedisError(
                .encoding, outcome: .notSent,
                message: """
                    a value of type \(Value.self) could not be encoded by \(Self.self), so no command was sent; \
                    look for what the format has no form for, such as NaN in JSON
                    """)
        }
    }

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
public struct PropertyListRedisCoder: RedisValueCoder {
    /// Makes a coder.
    public init() {}

    /// Writes a value as a binary property list.
    public func encode<Value: Encodable>(_ value: Value) throws -> Data {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode([value])
    }

    /// Reads a value from a property list.
    public func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let values = try PropertyListDecoder().decode([Value].self, from: data)
        guard values.count == 1 else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "not a list of one value"))
        }
        return values[0]
    }
}

extension RedisValueCoder where Self == PropertyListRedisCoder {
    /// Binary property lists: `try await redis.set("user:1", user, coder: .propertyList)`.
    public static var propertyList: PropertyListRedisCoder { PropertyListRedisCoder() }
}
