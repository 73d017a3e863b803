/// One end of a range of scores. A number on its own is included in the range.
///
/// ```swift
/// try await redis.zcount("board", fromScore: 10, toScore: .exclusive(20))
/// ```
public struct RedisScoreBound: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    @usableFromInline
    enum Form: Sendable, Hashable {
        case unbounded
        case inclusive(Double)
        case exclusive(Double)
    }

    @usableFromInline let form: Form

    private init(_ form: Form) { self.form = form }

    /// The range has no end on this side.
    public static let unbounded = RedisScoreBound(.unbounded)

    /// The range ends with this score.
    public static func inclusive(_ score: Double) -> RedisScoreBound { RedisScoreBound(.inclusive(score)) }

    /// The range ends just before this score.
    public static func exclusive(_ score: Double) -> RedisScoreBound { RedisScoreBound(.exclusive(score)) }

    /// The range ends with this score.
    public init(floatLiteral value: Double) { self.init(.inclusive(value)) }

    /// The range ends with this score.
    public init(integerLiteral value: Int) { self.init(.inclusive(Double(value))) }

    /// The bound as the word for one end of a range.
    @usableFromInline
    func word(unbounded: String) -> String {
        switch form {
        case .unbounded: unbounded
        case .inclusive(let score): score.description
        case .exclusive(let score): "(" + score.description
        }
    }

    @usableFromInline var asLower: String { word(unbounded: "-inf") }
    @usableFromInline var asUpper: String { word(unbounded: "+inf") }
}

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

/// A part of a longer result: so many elements, after skipping some.
public struct RedisLimit: Sendable, Hashable, RESPEncodable {
    /// How many elements to skip.
    public var offset: Int
    /// How many elements to return at most; a negative number means all that are left.
    public var count: Int

    /// Makes a limit.
    public init(offset: Int = 0, count: Int) {
        self.offset = offset
        self.count = count
    }

    /// The first elements.
    public static func first(_ count: Int) -> RedisLimit { RedisLimit(count: count) }

    /// Appends the words that sorted set commands have for it.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append("LIMIT")
        encoder.append(offset)
        encoder.append(count)
    }
}

/// The range of a `ZRANGE` by scores or by members, with its direction and limit.
///
/// Callers always give the lower end first; the server wants the upper one first when the order is reversed.
@usableFromInline
struct SortedSetRange<Bound: RESPArgument>: RESPEncodable {
    let lower: Bound
    let upper: Bound
    let order: String
    let reversed: Bool
    let limit: RedisLimit?

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) {
        encoder.append(reversed ? upper : lower)
        encoder.append(reversed ? lower : upper)
        encoder.append(order)
        if reversed { encoder.append("REV") }
        encoder.append(limit)
    }
}

extension SortedSetRange<String> {
    @usableFromInline
    init(scores lower: RedisScoreBound, _ upper: RedisScoreBound, reversed: Bool, limit: RedisLimit?) {
        self.init(
            lower: lower.asLower, upper: upper.asUpper, order: "BYSCORE", reversed: reversed, limit: limit)
    }
}

extension SortedSetRange<[UInt8]> {
    @usableFromInline
    init(members lower: RedisLexBound, _ upper: RedisLexBound, reversed: Bool, limit: RedisLimit?) {
        self.init(lower: lower.asLower, upper: upper.asUpper, order: "BYLEX", reversed: reversed, limit: limit)
    }
}
