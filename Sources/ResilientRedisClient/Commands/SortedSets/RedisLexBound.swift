/// One end of a range of members in the order of their bytes. A string on its own is included in the range.
///
/// Such ranges have a meaning only in a sorted set whose members all have the same score.
///
/// ```swift
/// try await redis.zrange("words", fromLex: "a", toLex: .exclusive("b"), as: String.self)
/// ```
public struct RedisLexBound: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The marker of the bound and the member's bytes; `nil` for no bound.
    private let bytes: [UInt8]?

    private init(marker: Character, _ member: some Sequence<UInt8>) {
        bytes = Array(marker.utf8) + member
    }

    private init() { bytes = nil }

    /// The range has no end on this side.
    public static let unbounded = RedisLexBound()

    /// The range ends with this member.
    public static func inclusive(_ member: String) -> RedisLexBound { RedisLexBound(marker: "[", member.utf8) }

    /// The range ends with the member of these bytes.
    public static func inclusive(_ member: [UInt8]) -> RedisLexBound { RedisLexBound(marker: "[", member) }

    /// The range ends just before this member.
    public static func exclusive(_ member: String) -> RedisLexBound { RedisLexBound(marker: "(", member.utf8) }

    /// The range ends just before the member of these bytes.
    public static func exclusive(_ member: [UInt8]) -> RedisLexBound { RedisLexBound(marker: "(", member) }

    /// The range ends with this member.
    public init(stringLiteral value: String) { self.init(marker: "[", value.utf8) }

    @usableFromInline var asLower: [UInt8] { bytes ?? [UInt8(ascii: "-")] }
    @usableFromInline var asUpper: [UInt8] { bytes ?? [UInt8(ascii: "+")] }
}
