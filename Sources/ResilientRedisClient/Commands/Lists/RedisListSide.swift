/// One of the two ends of a list.
public struct RedisListSide: Sendable, Hashable, RESPEncodable {
    @usableFromInline let word: String

    @usableFromInline
    init(word: String) { self.word = word }

    /// The head: what `LPUSH` and `LPOP` work on, position 0.
    @inlinable public static var left: RedisListSide { RedisListSide(word: "LEFT") }

    /// The tail: what `RPUSH` and `RPOP` work on, position -1.
    @inlinable public static var right: RedisListSide { RedisListSide(word: "RIGHT") }

    /// Appends the side's word.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
