// Arguments that mark the command as malformed when no server would accept them; it is refused before it is sent.

/// A number that must be greater than 0.
@usableFromInline
struct Positive: RESPEncodable {
    @usableFromInline let number: Int

    @inlinable
    init(_ number: Int) { self.number = number }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        if number <= 0 { encoder.isMalformed = true }
        encoder.append(number)
    }
}

/// A number that must not be negative.
@usableFromInline
struct NonNegative: RESPEncodable {
    @usableFromInline let number: Int

    @inlinable
    init(_ number: Int) { self.number = number }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        if number < 0 { encoder.isMalformed = true }
        encoder.append(number)
    }
}

/// The elements of a list that must not be empty.
@usableFromInline
struct NonEmpty<Element: RESPEncodable>: RESPEncodable {
    @usableFromInline let elements: [Element]

    @inlinable
    init(_ elements: [Element]) { self.elements = elements }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        let before = encoder.argumentCount
        for element in elements { element.encode(into: &encoder) }
        if encoder.argumentCount == before { encoder.isMalformed = true }
    }
}

/// The number of elements and the elements, at least one.
@usableFromInline
struct CountedList<Element: RESPEncodable>: RESPEncodable {
    @usableFromInline let elements: [Element]

    @inlinable
    init(_ elements: [Element]) { self.elements = elements }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        encoder.append(elements.count)
        NonEmpty(elements).encode(into: &encoder)
    }
}

/// The number of pairs and the pairs, at least one.
@usableFromInline
struct CountedPairs<Key: RESPArgument & Hashable, Value: RESPArgument>: RESPEncodable {
    @usableFromInline let pairs: [Key: Value]

    @inlinable
    init(_ pairs: [Key: Value]) { self.pairs = pairs }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        encoder.append(pairs.count)
        NonEmptyPairs(pairs).encode(into: &encoder)
    }
}

/// Keys and values by turns, at least one of each.
@usableFromInline
struct NonEmptyPairs<Pairs: RESPEncodable>: RESPEncodable {
    @usableFromInline let pairs: Pairs

    @inlinable
    init(_ pairs: Pairs) { self.pairs = pairs }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        let before = encoder.argumentCount
        pairs.encode(into: &encoder)
        if encoder.argumentCount == before { encoder.isMalformed = true }
    }
}

/// A word before each of several values, such as `PREFIX a PREFIX b`.
@usableFromInline
struct Repeated: RESPEncodable {
    @usableFromInline let word: String
    @usableFromInline let values: [String]

    @inlinable
    init(_ word: String, _ values: [String]) {
        self.word = word
        self.values = values
    }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        for value in values {
            encoder.append(word)
            encoder.append(value)
        }
    }
}
