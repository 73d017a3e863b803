/// The named fields of a reply that describes something, in the forms that RESP2 and RESP3 have for them.
///
/// Servers add fields with time; those that are not asked for are ignored.
struct RedisReplyFields {
    private let fields: [String: RESPValue]
    private let type: Any.Type

    init(_ value: RESPValue, of type: Any.Type) throws(RESPDecodingError) {
        self.type = type
        var fields: [String: RESPValue] = [:]
        let paired = try value.forEachPair { (name, value, _) throws(RESPDecodingError) in
            fields[try String(resp: name)] = value
        }
        guard paired else { throw RESPDecodingError(expected: type, received: value) }
        self.fields = fields
    }

    /// The field's value; throws when there is no such field.
    func value<Value: RESPDecodable>(_ name: String) throws(RESPDecodingError) -> Value {
        guard let value = fields[name] else {
            throw RESPDecodingError(expected: type, received: "fields without \(name)")
        }
        return try Value(resp: value)
    }

    /// The field's value, or `nil` when there is no such field or it is null.
    func optional<Value: RESPDecodable>(_ name: String) throws(RESPDecodingError) -> Value? {
        guard let value = fields[name] else { return nil }
        return try Value?(resp: value)
    }

    /// A field in whole milliseconds.
    func milliseconds(_ name: String) throws(RESPDecodingError) -> Duration? {
        let count: Int? = try optional(name)
        return count.map { .milliseconds($0) }
    }
}
