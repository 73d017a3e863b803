import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Maximum lifetime of connections")
struct PoolExpiryTests {
    private func pool(_ lifetime: Duration?, jitter: Double) -> RedisConfiguration.Pool {
        RedisConfiguration.Pool(maximumLifetime: lifetime, lifetimeJitter: jitter)
    }

    @Test("A connection does not expire without a maximum lifetime")
    func unlimited() {
        #expect(pool(nil, jitter: 0.1).expiry(openedAt: .at(0), randomUnit: 0.7) == .distantFuture)
    }

    @Test(
        "A connection's lifetime is at most the maximum, and at least the maximum minus the jitter",
        arguments: [0.0, 0.25, 0.5, 1.0])
    func jitter(_ unit: Double) {
        let expiry = pool(.seconds(1_000), jitter: 0.1).expiry(openedAt: .at(0), randomUnit: unit)
        #expect(expiry == .at(1_000 - 100 * unit))
    }

    @Test("All connections expire on time without jitter, and at any time with full jitter")
    func extremes() {
        #expect(pool(.seconds(60), jitter: 0).expiry(openedAt: .at(5), randomUnit: 0.9) == .at(65))
        #expect(pool(.seconds(60), jitter: 1).expiry(openedAt: .at(5), randomUnit: 1) == .at(5))
    }

    @Test("The longest connection lifetime does not overflow")
    func longest() {
        let expiry = pool(.seconds(Int64.max), jitter: 0.1).expiry(openedAt: .at(0), randomUnit: 0.5)
        #expect(expiry == .distantFuture)
    }
}
