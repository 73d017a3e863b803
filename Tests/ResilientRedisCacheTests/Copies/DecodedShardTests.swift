import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("Shard of decoded values")
struct DecodedShardTests {
    /// Asks for a value as the cache does. True when it was there.
    private func ask(_ shard: inout DecodedShard<UInt64>, _ key: UInt64, bytes: Int = 1) -> Bool {
        if let value = shard.value(for: key) {
            #expect(value == key)
            return true
        }
        if shard.isWorthKeeping(key) { shard.keep(key, for: key, bytes: bytes) }
        return false
    }

    @Test("A decoded value is kept from the second read on")
    func secondTime() {
        var shard = DecodedShard<UInt64>(maximumCount: 10, maximumBytes: 1000)
        #expect(!ask(&shard, 1) && shard.count == 0)
        #expect(!ask(&shard, 1) && shard.count == 1)
        #expect(ask(&shard, 1) && ask(&shard, 1))
    }

    @Test("Keys that are read once keep nothing decoded and evict nothing")
    func once() {
        var shard = DecodedShard<UInt64>(maximumCount: 10, maximumBytes: 1000)
        for _ in 0..<2 { _ = ask(&shard, 1) }
        for key in 2...10_000 as ClosedRange<UInt64> { #expect(!ask(&shard, key << 32)) }
        #expect(shard.count == 1 && ask(&shard, 1))
    }

    @Test("A newer decoded value replaces the one before")
    func replaced() {
        var shard = DecodedShard<String>(maximumCount: 10, maximumBytes: 1000)
        shard.keep("old", for: 1, bytes: 600)
        shard.keep("new", for: 1, bytes: 700)
        #expect(shard.value(for: 1) == "new" && shard.isWorthKeeping(1))
        #expect(shard.count == 1 && shard.bytes == 700)
    }

    @Test("The number and the total bytes of decoded values are bounded")
    func bounds() {
        var shard = DecodedShard<UInt64>(maximumCount: 10, maximumBytes: 1000)
        for key in 1...100 as ClosedRange<UInt64> {
            for _ in 0..<2 { _ = ask(&shard, key, bytes: 50 + Int(key)) }
            #expect(shard.count <= 10 && shard.bytes <= 1000)
        }
        #expect(shard.count > 3)
        for _ in 0..<3 { #expect(!ask(&shard, 1000, bytes: 1001)) }
    }

    @Test("A value that was removed from the decoded ones is decoded again")
    func forgotten() {
        var shard = DecodedShard<UInt64>(maximumCount: 10, maximumBytes: 1000)
        for key in [1, 2, 3] as [UInt64] { for _ in 0..<2 { _ = ask(&shard, key) } }
        shard.remove(1)
        #expect(!ask(&shard, 1) && ask(&shard, 2))
        shard.removeAll()
        #expect(!ask(&shard, 2) && !ask(&shard, 3))
    }
}
