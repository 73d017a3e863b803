/// A condition under which a key's expiry is changed (Redis 7.0 or later).
public struct RedisExpireCondition: Sendable, Hashable, RESPEncodable {
    @usableFromInline let word: String

    @usableFromInline
    init(word: String) { self.word = word }

    /// Only when the key does not expire yet (`NX`).
    @inlinable public static var ifPersistent: RedisExpireCondition { RedisExpireCondition(word: "NX") }

    /// Only when the key expires already (`XX`).
    @inlinable public static var ifExpiring: RedisExpireCondition { RedisExpireCondition(word: "XX") }

    /// Only when the key expires and would do so later than now set (`GT`).
    @inlinable public static var ifLater: RedisExpireCondition { RedisExpireCondition(word: "GT") }

    /// Only when the key would expire earlier than now set, or does not expire yet (`LT`).
    @inlinable public static var ifEarlier: RedisExpireCondition { RedisExpireCondition(word: "LT") }

    /// Appends the condition's word.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
