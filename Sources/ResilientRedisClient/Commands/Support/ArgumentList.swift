/// The arguments of a variadic parameter, one after the other.
///
/// The plain array would not do: one of bytes is a single argument of raw bytes, not a list of numbers.
@usableFromInline
struct ArgumentList<Element: RESPEncodable>: RESPEncodable {
    @usableFromInline let elements: [Element]

    @inlinable
    init(_ elements: [Element]) { self.elements = elements }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        for element in elements { element.encode(into: &encoder) }
    }
}
