/// What became of the expiry of a field of a hash.
public enum RedisFieldExpiry: Int, Sendable, Hashable, RESPDecodable {
    /// There is no such field or hash.
    case noField = -2
    /// The field does not expire (`HPERSIST`).
    case noExpiry = -1
    /// The condition was not met.
    case conditionNotMet = 0
    /// The expiry was set, or removed (`HPERSIST`).
    case changed = 1
    /// The field was deleted, because the time had passed already.
    case deleted = 2

    /// Reads the server's number.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard let expiry = RedisFieldExpiry(rawValue: try Int(resp: value)) else {
            throw RESPDecodingError(expected: Self.self, unreadable: value)
        }
        self = expiry
    }
}

/// A condition under which `HSETEX` sets its fields.
public struct RedisFieldCondition: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Only when none of the fields exists (`FNX`).
    public static let ifNoneExists = RedisFieldCondition("FNX")
    /// Only when all of the fields exist (`FXX`).
    public static let ifAllExist = RedisFieldCondition("FXX")

    /// Appends the condition's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
