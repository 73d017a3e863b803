/// How the scores of a member that several sorted sets have become one.
public struct RedisScoreAggregate: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// The scores' sum.
    public static let sum = RedisScoreAggregate("SUM")
    /// The lowest score.
    public static let min = RedisScoreAggregate("MIN")
    /// The highest score.
    public static let max = RedisScoreAggregate("MAX")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
