/// A field of a hash and its value.
public struct RedisHashEntry<Field, Value> {
    /// The field.
    public var field: Field
    /// The field's value.
    public var value: Value

    /// Makes an entry from its field and value.
    public init(field: Field, value: Value) {
        self.field = field
        self.value = value
    }
}

extension RedisHashEntry: Sendable where Field: Sendable, Value: Sendable {}
extension RedisHashEntry: Equatable where Field: Equatable, Value: Equatable {}
extension RedisHashEntry: Hashable where Field: Hashable, Value: Hashable {}

extension RedisHashEntry where Field: RESPDecodable, Value: RESPDecodable {
    /// Reads a list of fields and values in any of the forms that RESP2 and RESP3 have for it.
    @inlinable
    static func list(_ reply: RESPValue) throws(RESPDecodingError) -> [Self] {
        var entries: [Self] = []
        let paired = try reply.forEachPair { (field, value, count) throws(RESPDecodingError) in
            if entries.isEmpty { entries.reserveCapacity(count) }
            entries.append(Self(field: try Field(resp: field), value: try Value(resp: value)))
        }
        guard paired else { throw RESPDecodingError(expected: [Self].self, received: reply) }
        return entries
    }
}
