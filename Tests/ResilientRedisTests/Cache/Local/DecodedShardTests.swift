import ResilientRedis
import Testing

@Suite("What is kept decoded")
struct DecodedShardTests {
    private func stored(_ text: String) -> StoredValue {
        Array(text.utf8).withUnsafeBytes { StoredValue(EnvelopeHeader(), payload: $0) }
    }

    /// Asks for a value as the cache does. True when it was there.
    private func ask(_ shard: inout DecodedShard<String>, _ text: String, _ key: UInt64) -> Bool {
        switch shard.value(of: stored(text), for: key) {
        case .decoded(let value):
            #expect(value == text)
            return true
        case .unknown(let isWorthKeeping):
            if isWorthKeeping { shard.keep(text, of: stored(text), for: key) }
            return false
        }
    }

    @Test("A value is kept from the second time on")
    func secondTime() {
        var shard = DecodedShard<String>(maximumCount: 10, maximumBytes: 1000)
        #expect(!ask(&shard, "a", 1) && shard.count == 0)
        #expect(!ask(&shard, "a", 1) && shard.count == 1)
        #expect(ask(&shard, "a", 1) && ask(&shard, "a", 1))
    }

    @Test("Keys that come once keep nothing, and push nothing out", arguments: [0, 1])
    func once(distance: UInt64) {
        var shard = DecodedShard<String>(maximumCount: 10, maximumBytes: 1000)
        for _ in 0..<2 { _ = ask(&shard, "a", 1) }
        for key in 2...10_000 as ClosedRange<UInt64> { #expect(!ask(&shard, "b", key << 32 + distance)) }
        #expect(shard.count == 1 && ask(&shard, "a", 1))
    }

    @Test("Other bytes are not what was kept, whatever they differ in")
    func otherBytes() {
        var shard = DecodedShard<String>(maximumCount: 10, maximumBytes: 1000)
        for _ in 0..<2 { _ = ask(&shard, "abc", 1) }
        for text in ["abd", "bbc", "ab", "abcd", ""] { #expect(!ask(&shard, text, 1) && ask(&shard, text, 1)) }
        var header = EnvelopeHeader()
        header.sequence = 1
        let later = StoredValue(header, payload: UnsafeRawBufferPointer(start: nil, count: 0))
        guard case .unknown(isWorthKeeping: true) = shard.value(of: later, for: 1) else {
            return #expect(Bool(false), "taken for an earlier one")
        }
    }

    @Test("The number of values and the bytes of all together are bounded")
    func bounds() {
        var shard = DecodedShard<String>(maximumCount: 10, maximumBytes: 1000)
        for key in 1...100 as ClosedRange<UInt64> {
            for _ in 0..<2 { _ = ask(&shard, String(repeating: "x", count: Int(key)), key) }
            #expect(shard.count <= 10 && shard.bytes <= 1000)
        }
        #expect(shard.count > 3)
        let large = String(repeating: "x", count: 1000)
        for _ in 0..<3 { #expect(!ask(&shard, large, 1000)) }
    }

    @Test("What is forgotten is decoded again")
    func forgotten() {
        var shard = DecodedShard<String>(maximumCount: 10, maximumBytes: 1000)
        for key in [1, 2, 3] as [UInt64] { for _ in 0..<2 { _ = ask(&shard, "a", key) } }
        shard.remove(1)
        #expect(!ask(&shard, "a", 1) && ask(&shard, "a", 2))
        shard.removeAll()
        #expect(!ask(&shard, "a", 2) && !ask(&shard, "a", 3))
    }
}
