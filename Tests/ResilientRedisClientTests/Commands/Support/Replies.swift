import ResilientRedisClient

extension RESPValue {
    /// A bulk string of a text.
    static func bulk(_ text: String) -> RESPValue { .bulkString(Array(text.utf8)) }

    /// An array of bulk strings.
    static func bulks(_ texts: String...) -> RESPValue { .array(texts.map(RESPValue.bulk)) }

    /// The status that most commands without a result answer.
    static let ok = RESPValue.simpleString(Array("OK".utf8))
}
