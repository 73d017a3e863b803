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
