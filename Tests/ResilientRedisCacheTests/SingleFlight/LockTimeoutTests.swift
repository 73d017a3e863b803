import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("A wait for another call's load", .timeLimit(.minutes(1)))
struct LockTimeoutTests {
    private let options = RedisCache.Options(lockTimeout: .milliseconds(100))

    @Test("A load that waits for itself by way of a detached task goes on after the lock timeout")
    func detached() async throws {
        let fixture = try await CacheFixture()
        let (cache, options) = (fixture.cache, options)
        let value = await cache.cached(key: "k", options: options) {
            await Task.detached { await cache.cached(key: "k", options: options) { 1 } }.value
        }
        #expect(value == 1)
        #expect(cache.statistics.lockTimeouts == 1)
    }

    @Test("A load that waits for itself with a soft timeout goes on after the lock timeout")
    func softTimeout() async throws {
        let fixture = try await CacheFixture()
        let (cache, options) = (fixture.cache, options)
        let value = await cache.cached(key: "k", options: options, softTimeout: .seconds(60)) {
            await Task.detached {
                await cache.cached(key: "k", options: options, softTimeout: .seconds(60)) { 1 }
            }.value
        }
        #expect(value == 1)
        #expect(cache.statistics.lockTimeouts == 1)
    }

    @Test("A load that needs what a waiting call holds goes on after the lock timeout")
    func heldByWaiter() async throws {
        let fixture = try await CacheFixture()
        let (cache, options) = (fixture.cache, options)
        let (started, freed) = (CacheGate(), CacheGate())
        let load = Task {
            await cache.cached(key: "k", options: options) {
                started.open()
                await freed.pass()
                return 1
            }
        }
        await started.pass()
        // It holds the only connection while it waits for the load, which waits for a connection.
        let value = await cache.cached(key: "k", options: options) { 2 }
        freed.open()
        #expect(value == 2)
        #expect(await load.value == 1)
    }

    @Test("All calls that wait are released after the lock timeout, and those that came later wait on")
    func several() async throws {
        let fixture = try await CacheFixture()
        let (cache, options) = (fixture.cache, options)
        let (started, end) = (CacheGate(), CacheGate())
        let load = Task {
            await cache.cached(key: "k") {
                started.open()
                await end.pass()
                return 0
            }
        }
        await started.pass()
        let patient = Task { await cache.cached(key: "k", options: .init(lockTimeout: nil)) { 9 } }
        let waiting = (1...20).map { number in
            Task { await cache.cached(key: "k", options: options) { number } }
        }
        for (number, task) in zip(1..., waiting) { #expect(await task.value == number) }
        end.open()
        #expect(await patient.value == 0)
        #expect(await load.value == 0)
        #expect(cache.statistics.lockTimeouts == 20)
    }
}
