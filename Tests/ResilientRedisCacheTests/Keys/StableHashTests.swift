import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("The check value of a key")
struct StableHashTests {
    @Test(
        "The stable hash of a text is the same in every version",
        arguments: [("", 16_229_703_276_413_048_291), ("bench:user", 8_578_257_295_763_688_029)] as [(String, UInt64)])
    func pinned(text: String, check: UInt64) {
        #expect(StableHash.of(text) == check)
    }

    @Test("The stable hash does not depend on how the bytes are split")
    func pieces() {
        for count in 0...40 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
            let expected = ReferenceHash.of(bytes)
            for first in 0...count {
                for second in first...count {
                    var hash = StableHash(count: count)
                    for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] {
                        piece.withUnsafeBytes { hash.combine($0) }
                    }
                    #expect(hash.finalize() == expected, "\(bytes) cut at \(first) and \(second)")
                }
            }
        }
    }

    @Test("The stable hash tells texts apart that differ in trailing zero bytes")
    func zeros() {
        #expect(Set(["a", "a\0", "a\0\0", "a\0\0\0\0\0\0\0\0"].map { StableHash.of($0) }).count == 4)
    }
}
