import ResilientRedisCache
import Testing

@Suite("Options at a call")
struct CallOptionsTests {
    @Test("Options made from the cache's keep everything that is not changed")
    func with() {
        let options = RedisCache.Options(jitter: 0.3, staleIfError: .seconds(60), version: 7)
        let changed = options.with { $0.tags = ["sales"] }
        #expect(changed.tags == ["sales"])
        #expect(changed.with { $0.tags = [] } == options)
    }
}
