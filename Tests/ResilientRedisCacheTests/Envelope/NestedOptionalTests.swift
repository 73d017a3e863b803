import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("Values of nested optional types", .timeLimit(.minutes(1)))
struct NestedOptionalTests {
    @Test("A hit returns a nested optional as it was", arguments: [nil, .some(nil), 5] as [Int??])
    func hit(value: Int??) async throws {
        let fixture = try await CacheFixture()
        for _ in 0..<3 { #expect(await fixture.cache.cached(key: "k") { value } == value) }
        #expect(fixture.cache.statistics.hits == 2)
    }

    @Test("A hit in the process returns a nested optional as it was", arguments: [nil, .some(nil), 5] as [Int??])
    func inProcess(value: Int??) async throws {
        let fixture = try await InProcessFixture()
        let before = fixture.cache.statistics.inProcessHits
        while fixture.cache.statistics.inProcessHits == before {
            #expect(await fixture.cache.cached(key: "k") { value } == value)
        }
    }

    @Test("A call that shares a load gets a nested optional as it was", arguments: [nil, .some(nil), 5] as [Int??])
    func shared(value: Int??) async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        let (started, end) = (CacheGate(), CacheGate())
        let load = { @Sendable () -> Int?? in
            started.open()
            await end.pass()
            return value
        }
        let first = Task { await cache.cached(key: "k", softTimeout: .seconds(10), load: load) }
        await started.pass()
        let second = Task { await cache.cached(key: "k", softTimeout: .seconds(10), load: load) }
        try await cache.waits { $0.joinedFlights == 1 }
        end.open()
        #expect(await first.value == value)
        #expect(await second.value == value)
    }

    @Test("A generic optional of an optional type is returned as it was")
    func generic() async throws {
        func cached<Value: Codable & Sendable>(_ cache: RedisCache, _ value: Value?) async -> Value? {
            await cache.cached(key: "k") { value }
        }
        let fixture = try await CacheFixture()
        for _ in 0..<2 { #expect(await cached(fixture.cache, Int??.some(.none)) == .some(.none)) }
    }
}
