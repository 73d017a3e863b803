/// A condition under which `SET` stores its value.
public struct RedisSetCondition: Sendable, Hashable, RESPEncodable {
    @usableFromInline let word: String

    @usableFromInline
    init(word: String) { self.word = word }

    /// Only when the key does not exist (`NX`).
    @inlinable public static var ifAbsent: RedisSetCondition { RedisSetCondition(word: "NX") }

    /// Only when the key exists (`XX`).
    @inlinable public static var ifPresent: RedisSetCondition { RedisSetCondition(word: "XX") }

    /// Appends the condition's word.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
