/// A condition under which `ZADD` sets a member's score.
public struct RedisScoreCondition: Sendable, Hashable, RESPEncodable {
    private let words: [String]

    private init(_ words: String...) { self.words = words }

    /// Only new members are added; the scores of others stay (`NX`).
    public static let ifAbsent = RedisScoreCondition("NX")

    /// Only members that exist get the score; none are added (`XX`).
    public static let ifPresent = RedisScoreCondition("XX")

    /// Members that exist get the score only when it is greater than theirs; new ones are added (`GT`).
    public static let ifGreater = RedisScoreCondition("GT")

    /// Members that exist get the score only when it is less than theirs; new ones are added (`LT`).
    public static let ifLess = RedisScoreCondition("LT")

    /// Only members that exist get the score, and only when it is greater than theirs (`XX GT`).
    public static let ifPresentAndGreater = RedisScoreCondition("XX", "GT")

    /// Only members that exist get the score, and only when it is less than theirs (`XX LT`).
    public static let ifPresentAndLess = RedisScoreCondition("XX", "LT")

    /// Appends the condition's words.
    public func encode(into encoder: inout RESPEncoder) {
        for word in words { encoder.append(word) }
    }
}
