import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("In-process cache shard")
struct InProcessShardTests {
    private let key: UInt64 = 1

    private func open() -> InProcessShard<Int> {
        var shard = InProcessShard<Int>(maximumCount: 10, maximumCost: 1000)
        shard.open()
        return shard
    }

    @Test("A value read without a change is kept in the in-process shard")
    func kept() throws {
        var shard = open()
        let begunToken = shard.beginRead(of: key)
        let token = try #require(begunToken)
        shard.endRead(of: key, token, keeping: 1, cost: 1)
        let value = shard.value(for: key)
        #expect(value == 1)
        #expect(shard.readsUnderWay == 0)
    }

    @Test("A value whose key changed during the read is not kept, even if the reply comes after the notice")
    func overtaken() throws {
        var shard = open()
        let begunToken = shard.beginRead(of: key)
        let token = try #require(begunToken)
        shard.drop(key)
        shard.endRead(of: key, token, keeping: 1, cost: 1)
        let value = shard.value(for: key)
        #expect(value == nil)
        #expect(shard.readsUnderWay == 0)
    }

    @Test("A value whose tag changed during the read is not kept, and kept values with the tag are dropped")
    func tag() throws {
        var shard = open()
        for (key, tags) in [(10, [1, 2]), (11, [2]), (12, [])] as [(UInt64, [UInt64])] {
            let begun = shard.beginRead(of: key)
            let token = try #require(begun)
            shard.endRead(of: key, token, keeping: tags.count, cost: 1, tags: tags)
        }
        let begunToken = shard.beginRead(of: key)
        let token = try #require(begunToken)
        shard.drop(tag: 1) { $0 == 2 }
        shard.endRead(of: key, token, keeping: 1, cost: 1)
        #expect(shard.count == 2 && shard.readsUnderWay == 0)
        shard.drop(tag: 3) { _ in true }
        #expect(shard.count == 2)
        shard.drop(tag: 2) { $0 > 0 }
        #expect(shard.count == 1)
    }

    @Test("A value read before a change is not kept while a later read of its key is pending")
    func laterRead() throws {
        var shard = open()
        let begunEarly = shard.beginRead(of: key)
        let early = try #require(begunEarly)
        shard.drop(key)
        let begunLate = shard.beginRead(of: key)
        let late = try #require(begunLate)
        shard.endRead(of: key, early, keeping: 1, cost: 1)
        let value = shard.value(for: key)
        #expect(value == nil)
        shard.endRead(of: key, late, keeping: 2, cost: 1)
        let last = shard.value(for: key)
        #expect(last == 2)
    }

    @Test("Reads of the same key share a marker until the last one ends")
    func several() throws {
        var shard = open()
        let begunFirst = shard.beginRead(of: key)
        let first = try #require(begunFirst)
        let begunSecond = shard.beginRead(of: key)
        let second = try #require(begunSecond)
        shard.endRead(of: key, first, keeping: nil, cost: 1)
        shard.drop(key)
        shard.endRead(of: key, second, keeping: 1, cost: 1)
        let value = shard.value(for: key)
        #expect(value == nil)
        #expect(shard.readsUnderWay == 0)
    }

    @Test(
        "A value is not kept if everything may have changed, or tracking ended, during its read",
        arguments: [false, true])
    func everything(_ ends: Bool) throws {
        var shard = open()
        let begunToken = shard.beginRead(of: key)
        let token = try #require(begunToken)
        if ends {
            shard.close()
            shard.open()
        } else {
            shard.dropAll()
        }
        shard.endRead(of: key, token, keeping: 1, cost: 1)
        let value = shard.value(for: key)
        #expect(value == nil)
    }

    @Test("A read does not begin in the in-process shard while changes are not tracked")
    func closed() {
        var shard = InProcessShard<Int>(maximumCount: 10, maximumCost: 1000)
        let before = shard.beginRead(of: key)
        shard.open()
        shard.close()
        let after = shard.beginRead(of: key)
        #expect(before == nil && after == nil)
    }
}
