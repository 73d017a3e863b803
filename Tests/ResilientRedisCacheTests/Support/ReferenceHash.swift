/// The rule of ``StableHash`` in its plainest form.
enum ReferenceHash {
    static func of(_ bytes: [UInt8]) -> UInt64 {
        var rest = bytes[...]
        var hash = start(count: bytes.count)
        while rest.count >= 8 {
            hash = mixed(hash ^ word(rest.prefix(8)))
            rest = rest.dropFirst(8)
        }
        return mixed(mixed(hash ^ rest.reduce(0) { $0 << 8 | UInt64($1) }))
    }

    /// Two texts that have the same check value when they follow a beginning.
    static func collision(after beginning: String) -> (String, String) {
        let begun = Array(beginning.utf8) + repeatElement(UInt8(ascii: "-"), count: 8 - beginning.utf8.count % 8)
        var hash = start(count: begun.count + 16)
        for index in stride(from: 0, to: begun.count, by: 8) {
            hash = mixed(hash ^ word(begun[index..<(index + 8)]))
        }
        let padding = begun[beginning.utf8.count...]
        let first = Array("01234567".utf8)
        let last = Array("abcdefgh".utf8)
        while true {
            let other = (0..<8).map { _ in UInt8.random(in: 0x30...0x7A) }
            // Makes up for what the word before changed.
            let change = mixed(hash ^ word(first[...])) ^ mixed(hash ^ word(other[...]))
            let otherLast = last.indices.map { last[$0] ^ UInt8(truncatingIfNeeded: change >> (8 * UInt64($0))) }
            guard other != first, otherLast.allSatisfy({ (0x21...0x7E).contains($0) }) else { continue }
            return (
                String(decoding: padding + first + last, as: UTF8.self),
                String(decoding: padding + other + otherLast, as: UTF8.self)
            )
        }
    }

    private static func start(count: Int) -> UInt64 { 0x9E37_79B9_7F4A_7C15 ^ UInt64(count) }

    /// The first byte is the lowest.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return product ^ (product >> 29)
    }
}
