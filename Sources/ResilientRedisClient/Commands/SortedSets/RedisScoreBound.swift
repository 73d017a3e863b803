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
