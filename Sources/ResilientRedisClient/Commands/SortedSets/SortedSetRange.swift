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
