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
