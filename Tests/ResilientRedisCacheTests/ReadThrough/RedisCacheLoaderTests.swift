import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// These also show that each kind of body compiles unchanged.
@Suite("The loader of a cached call", .timeLimit(.minutes(2)))
struct RedisCacheLoaderTests {
    @Test("The error of a loader is thrown unchanged, and nothing is stored")
    func error() async throws {
        let fixture = try await CacheFixture()
        await #expect(throws: SourceError(reason: "no such report")) {
            try await fixture.cache.cached(key: "k") { () throws -> Int in throw SourceError(reason: "no such report") }
        }
        #expect(fixture.cache.statistics.loadErrors == 1 && fixture.cache.statistics.writes == 0)
        #expect(try await fixture.server.stored("test:k") == nil)
        #expect(await fixture.cache.cached(key: "k") { 1 } == 1)
    }

    @Test("The typed error of a loader keeps its type")
    func typedError() async throws {
        let fixture = try await CacheFixture()
        func load() async throws(SourceError) -> Int {
            try await fixture.cache.cached(key: "k") { () throws(SourceError) in throw SourceError(reason: "typed") }
        }
        do {
            _ = try await load()
            Issue.record("no error")
        } catch {
            #expect(error.reason == "typed")
        }
    }

    @Test("A loader runs on its actor and can change the actor's state")
    func actor() async throws {
        actor Reports {
            let cache: RedisCache
            var loads = 0

            init(cache: RedisCache) { self.cache = cache }

            func report(_ region: String) async -> Report {
                await cache.cached(key: region) {
                    loads += 1
                    preconditionIsolated()
                    return Report(region: region, total: Double(loads))
                }
            }
        }
        let reports = Reports(cache: try await CacheFixture().cache)
        #expect(await reports.report("north") == Report(region: "north", total: 1))
        #expect(await reports.report("north") == Report(region: "north", total: 1))
        #expect(await reports.loads == 1)
    }

    @Test("A loader runs on the main actor when its caller does")
    @MainActor
    func mainActor() async throws {
        let cache = try await CacheFixture().cache
        var loads = 0
        let value = await cache.cached(key: "k") {
            MainActor.preconditionIsolated()
            loads += 1
            return loads
        }
        #expect(value == 1 && loads == 1)
    }

    @Test("A loader can use an object that is not Sendable, and return one")
    func notSendable() async throws {
        final class Box: Codable {
            var content: String
            init(_ content: String) { self.content = content }
        }
        final class Reports {
            let cache: RedisCache
            var loads = 0

            init(cache: RedisCache) { self.cache = cache }

            func box() async -> Box {
                await cache.cached(key: "box") {
                    loads += 1
                    return Box("load \(loads)")
                }
            }
        }
        let reports = Reports(cache: try await CacheFixture().cache)
        #expect(await reports.box().content == "load 1")
        #expect(await reports.box().content == "load 1")
        #expect(reports.loads == 1)
    }

    @Test("A loader can change an inout parameter, because it does not escape")
    func inoutParameter() async throws {
        let cache = try await CacheFixture().cache
        func count(_ loads: inout Int) async -> Int {
            await cache.cached(key: "k") {
                loads += 1
                return loads
            }
        }
        var loads = 0
        #expect(await count(&loads) == 1)
        #expect(await count(&loads) == 1)
        #expect(loads == 1)
    }

    @Test("A loader runs for a cancelled task as well, as it would without a cache")
    func cancelledBefore() async throws {
        let fixture = try await CacheFixture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await fixture.cache.cached(key: "k") { "loaded, cancelled: \(Task.isCancelled)" }
        }
        #expect(await task.value == "loaded, cancelled: true")
        #expect(fixture.cache.statistics.cancellations == 1 && fixture.cache.statistics.faults == 0)
        #expect(fixture.client.availability == .available)
    }

    @Test("A caller that is cancelled while it waits for Redis loads at once, which is not an outage")
    func cancelledWhileWaiting() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(60))
        _ = await fixture.cache.cached(key: "other") { 0 }
        fixture.server.freeze()
        let start = ContinuousClock.now
        let task = Task { await fixture.cache.cached(key: "k") { "loaded" } }
        for _ in 1...100 { await Task.yield() }
        task.cancel()
        #expect(await task.value == "loaded")
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(fixture.client.availability == .available)
        #expect(fixture.cache.statistics.cancellations == 1 && fixture.cache.statistics.faults == 0)
    }

    @Test("The result of a loader whose task was cancelled is returned but not stored")
    func cancelledWhileLoading() async throws {
        let fixture = try await CacheFixture()
        let task = Task {
            await fixture.cache.cached(key: "k") {
                withUnsafeCurrentTask { $0?.cancel() }
                return "half a result"
            }
        }
        #expect(await task.value == "half a result")
        #expect(fixture.cache.statistics.writesSkipped == 1)
        #expect(try await fixture.server.stored("test:k") == nil)
    }
}
