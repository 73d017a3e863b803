import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("Reads that may be kept in the process")
struct InProcessShardTests {
    private let key: UInt64 = 1

    private func open() -> InProcessShard<Int> {
        var shard = InProcessShard<Int>(maximumCount: 10, maximumCost: 1000)
        shard.open()
        return shard
    }

    @Test("are kept when nothing has changed")
    func kept() throws {
        var shard = open()
        let begunToken = shard.beginRead(of: key)
        let token = try #require(begunToken)
        shard.endRead(of: key, token, keeping: 1, cost: 1)
        let value = shard.value(for: key)
        #expect(value == 1)
        #expect(shard.readsUnderWay == 0)
    }

    @Test("are not kept when the key has changed meanwhile, though the reply comes after the news")
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

    @Test("are not kept when a tag has changed meanwhile, and those that have it are dropped")
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

    @Test("are not kept by the marker of a later read")
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

    @Test("share a marker with others of the same key, until the last has ended")
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

    @Test("are not kept when anything may have changed, or the news have ended, meanwhile", arguments: [false, true])
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

    @Test("are not even begun while changes are not heard of")
    func closed() {
        var shard = InProcessShard<Int>(maximumCount: 10, maximumCost: 1000)
        let before = shard.beginRead(of: key)
        shard.open()
        shard.close()
        let after = shard.beginRead(of: key)
        #expect(before == nil && after == nil)
    }
}
