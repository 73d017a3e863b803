/// A member of a sorted set and its score.
public struct RedisScoredMember<Member> {
    /// The member.
    public var member: Member
    /// The member's score, which may be infinite.
    public var score: Double

    /// Makes a scored member.
    public init(_ member: Member, score: Double) {
        self.member = member
        self.score = score
    }
}

extension RedisScoredMember: Sendable where Member: Sendable {}
extension RedisScoredMember: Equatable where Member: Equatable {}
extension RedisScoredMember: Hashable where Member: Hashable {}

extension RedisScoredMember: RESPDecodable where Member: RESPDecodable {
    /// Reads a list of a member and its score.
    @inlinable
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        self.init(try Member(resp: parts[0]), score: try Double(resp: parts[1]))
    }

    /// Reads a list of members and scores in any of the forms that RESP2 and RESP3 have for it.
    @inlinable
    static func list(_ reply: RESPValue) throws(RESPDecodingError) -> [Self] {
        var members: [Self] = []
        let paired = try reply.forEachPair { (member, score, count) throws(RESPDecodingError) in
            if members.isEmpty { members.reserveCapacity(count) }
            members.append(Self(try Member(resp: member), score: try Double(resp: score)))
        }
        guard paired else { throw RESPDecodingError(expected: [Self].self, received: reply) }
        return members
    }
}

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

/// Which members `ZMPOP` takes.
public struct RedisScoreEnd: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Those with the lowest scores.
    public static let lowest = RedisScoreEnd("MIN")
    /// Those with the highest scores.
    public static let highest = RedisScoreEnd("MAX")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// The scores and members of `ZADD`, which wants the score first.
@usableFromInline
struct ScoreList<Member: RESPArgument & Hashable>: RESPEncodable {
    @usableFromInline let scores: [Member: Double]

    @inlinable
    init(_ scores: [Member: Double]) { self.scores = scores }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        for (member, score) in scores {
            score.encode(into: &encoder)
            member.encode(into: &encoder)
        }
    }
}
