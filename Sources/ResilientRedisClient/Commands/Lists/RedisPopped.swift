/// What a blocking command took, and the key that it took it from.
public struct RedisPopped<Value> {
    /// The key's bytes.
    public let keyBytes: [UInt8]
    /// What was taken.
    public let value: Value

    /// Makes a result from the key's bytes and what was taken.
    public init(keyBytes: [UInt8], value: Value) {
        self.keyBytes = keyBytes
        self.value = value
    }

    /// The key as text; bytes that are not UTF-8 are repaired.
    public var key: String { String(decoding: keyBytes, as: UTF8.self) }
}

extension RedisPopped: Sendable where Value: Sendable {}
extension RedisPopped: Equatable where Value: Equatable {}

extension RedisPopped: RESPDecodable where Value: RESPDecodable {
    /// Reads a list of the key and the value; of the key, a member and its score for sorted sets.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count >= 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        self.init(
            keyBytes: try [UInt8](resp: parts[0]),
            value: try Value(resp: parts.count == 2 ? parts[1] : .array(Array(parts[1...]))))
    }
}
