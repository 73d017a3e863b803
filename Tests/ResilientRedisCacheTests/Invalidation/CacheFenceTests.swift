import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Invalidations during a load", .timeLimit(.minutes(2)))
struct CacheFenceTests {
    @Test("A value that is invalidated during its load is returned to its caller and not stored")
    func notStored() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        let value = await cache.cached(key: "k") {
            await cache.invalidate("k")
            return "old"
        }
        #expect(value == "old")
        #expect(try await fixture.server.stored("test:k") == nil)
        #expect(cache.statistics.writesFenced == 1 && cache.statistics.writes == 0)
        #expect(await cache.cached(key: "k") { "new" } == "new")
    }

    @Test("A caller that asks after an invalidation does not share a load from before")
    func notJoined() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        let gate = CacheGate()
        let early = Task {
            await cache.cached(key: "k") {
                await gate.pass()
                return "old"
            }
        }
        try await cache.waits { _ in gate.arrivals == 1 }
        await cache.invalidate("k")
        #expect(await cache.cached(key: "k") { "new" } == "new")
        gate.open()
        #expect(await early.value == "old")
        #expect(try await fixture.server.stored("test:k") == #""new""#)
    }

    @Test("A caller that reads another process's tag invalidation does not share a load from before")
    func notJoinedAfterTag() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", options: .init(tags: ["t"]))
        _ = await cache.cached(key: "warm") { 1 }
        let gate = CacheGate()
        let early = Task {
            await cache.cached(key: "k") {
                await gate.pass()
                return "old"
            }
        }
        try await cache.waits { _ in gate.arrivals == 1 }
        #expect(await (try fixture.otherProcess()).invalidate(tag: "t") == .removed)
        let late = Task { await cache.cached(key: "k") { "new" } }
        try await cache.waits { $0.joinedFlights == 1 || $0.writes == 2 }
        gate.open()
        #expect(await late.value == "new")
        #expect(await early.value == "old")
        #expect(await cache.cached(key: "k") { "newer" } == "new")
    }

    @Test("A value that is invalidated during its load is not kept for staleIfError")
    func notCopied() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", options: .init(staleIfError: .seconds(600)))
        _ = await cache.cached(key: "k") {
            await cache.invalidate("k")
            return "old"
        }
        fixture.server.kill()
        await #expect(throws: SourceError.self) {
            try await cache.cached(key: "k") { () throws -> String in throw SourceError(reason: "down") }
        }
    }

    @Test("A value is stored when another key is invalidated during its load")
    func otherKey() async throws {
        let fixture = try await CacheFixture()
        let cache = fixture.cache
        _ = await cache.cached(key: "k") {
            await cache.invalidate("k2")
            return "value"
        }
        #expect(try await fixture.server.stored("test:k") == #""value""#)
    }

    @Test("A value that is invalidated while it is written is removed a second time")
    func duringWrite() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(30))
        let cache = fixture.cache
        let loading = HeldExecutor()
        let isFrozen = CacheTally()
        let load = Task(executorPreference: loading) {
            defer { loading.release() }
            return await cache.cached(key: "k") {
                fixture.server.freeze()
                isFrozen.add()
                return "old"
            }
        }
        while isFrozen.value == 0 {
            loading.runNext()
            await Task.yield()
        }
        // The job that loaded went on until it had sent the value.
        let invalidating = HeldExecutor()
        let invalidation = Task(executorPreference: invalidating) {
            defer { invalidating.release() }
            return await cache.invalidate("k")
        }
        try await cache.waits { _ in invalidating.count == 1 }
        invalidating.runNext()
        fixture.server.thaw()
        await invalidating.runToEnd()
        await loading.runToEnd()
        #expect(await load.value == "old")
        #expect(await invalidation.value != .pending)
        #expect(cache.statistics.writes == 1)
        try await cache.waits { $0.replayedInvalidations == 1 }
        #expect(try await fixture.server.stored("test:k") == nil)
        #expect(await cache.cached(key: "k") { "new" } == "new")
    }

    @Test("A write that arrives after its key's invalidation is recognised as outdated")
    func lateWrite() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(1), backoff: .milliseconds(50))
        let cache = fixture.cache
        // Many servers start at the same time as this one, so that its first answers may take too long.
        while cache.statistics.writes == 0 { _ = await cache.cached(key: "other") { 0 } }
        let failures = cache.statistics.writeFailures
        _ = await cache.cached(key: "k") {
            fixture.server.freeze()
            return "old"
        }
        #expect(cache.statistics.writeFailures == failures + 1)
        fixture.server.thaw()
        await fixture.client.waitUntil(available: true)
        // When it continues, the server reads what arrived in its socket meanwhile.
        let observer = try RedisClient(fixture.server.configuration())
        var late: [UInt8]?
        while late == nil { late = try await observer.get("test:k") }
        #expect(await cache.invalidate("k") == .removed)
        try await observer.set("test:k", late!)
        #expect(await cache.cached(key: "k") { "new" } == "new")
        #expect(await cache.cached(key: "k") { "newer" } == "new")
    }
}

@Suite("Invalidations by another process during a load with a load token", .timeLimit(.minutes(2)))
struct LoadTokenTests {
    @Test("With a load token, a value that another process invalidates during its load is not stored")
    func notStored() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", loadToken: .init())
        let other = try fixture.otherProcess(loadToken: .init())
        let value = await cache.cached(key: "k") {
            #expect(await other.invalidate("k") == .absent)
            return "old"
        }
        #expect(value == "old" && cache.statistics.writesFenced == 1)
        #expect(try await fixture.server.stored("test:k") == nil)
        #expect(await other.cached(key: "k") { "new" } == "new")
        #expect(await cache.cached(key: "k") { "newer" } == "new")
        #expect(await other.invalidate("k") == .removed)
    }

    @Test("With load tokens, every process that loads a value stores it if no one invalidates it")
    func stored() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", loadToken: .init())
        let other = try fixture.otherProcess(loadToken: .init())
        _ = await cache.cached(key: "k") {
            _ = await other.cached(key: "k") { "other's" }
            return "mine"
        }
        #expect(try await fixture.server.stored("test:k") == #""mine""#)
        #expect(cache.statistics.writes == 1 && other.statistics.writes == 1)
    }

    @Test("With a load token, a value whose load takes longer than the token lasts is not stored")
    func expired() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", loadToken: .init(duration: .milliseconds(5)))
        _ = await cache.cached(key: "k") { () -> Int in
            while (try? await fixture.client.exists("test:__lease__:k")) == 1 { await Task.yield() }
            return 1
        }
        #expect(cache.statistics.writesFenced == 1)
    }

    @Test("With a load token and no namespace, a value that another client wrote is not overwritten")
    func foreign() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: .none, loadToken: .init())
        let value = await cache.cached(key: "k") {
            _ = try? await fixture.client.set("k", "somebody else's")
            return "mine"
        }
        #expect(value == "mine" && cache.statistics.writesSkipped == 1)
        #expect(try await fixture.server.stored("k") == "somebody else's")
        #expect(await cache.cached(key: "other") { 1 } == 1)
        #expect(await cache.cached(key: "other") { 2 } == 1)
    }

    @Test("With a load token, a load returns its value when Redis dies during the load")
    func outage() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", loadToken: .init())
        let value = await cache.cached(key: "k") {
            fixture.server.kill()
            return 1
        }
        #expect(value == 1)
        #expect(await cache.cached(key: "k") { 2 } == 2)
        #expect(cache.statistics.writes == 0)
    }
}
