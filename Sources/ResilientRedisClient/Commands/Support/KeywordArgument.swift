/// A word with a value after it, such as `COUNT 10`; nothing when there is no value.
@usableFromInline
struct KeywordArgument<Value: RESPEncodable>: RESPEncodable {
    @usableFromInline let word: String
    @usableFromInline let value: Value?

    @inlinable
    init(_ word: String, _ value: Value?) {
        self.word = word
        self.value = value
    }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        guard let value else { return }
        encoder.append(word)
        value.encode(into: &encoder)
    }
}
