/// How long the server may hold a blocking command back, in the seconds that such commands take.
///
/// Redis reads 0 as "without limit". Here `nil` says so, and a duration of zero or less, such as what is left of a
/// deadline that has passed, is the shortest wait there is: a millisecond.
@usableFromInline
struct BlockingTimeout: RESPEncodable {
    @usableFromInline let milliseconds: Int

    @usableFromInline
    init(_ duration: Duration?) {
        milliseconds = duration.map { max(1, WholeMilliseconds($0).count) } ?? 0
    }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) {
        if milliseconds.isMultiple(of: 1000) {
            encoder.append(milliseconds / 1000)
        } else {
            encoder.append((Double(milliseconds) / 1000).description)
        }
    }
}
