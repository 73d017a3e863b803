public import FoundationEssentials

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
