import RedisTransport
import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Timeouts of loads", .timeLimit(.minutes(2)))
struct SourceTimeoutTests {
    private let offset = TimeSource.Offset()

    private func cache(_ fixture: CacheFixture) throws -> RedisCache {
        try RedisCache(
            namespace: "test", ttl: .seconds(60), options: .init(jitter: 0, staleIfError: .seconds(600)),
            time: TimeSource(offset: offset)
        ) { withExtendedLifetime(fixture) { fixture.client } }
    }

    @Test("A caller is served an expired value when the load exceeds the soft timeout", arguments: [0, 20])
    func soft(milliseconds: Int) async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let gate = CacheGate()
        let value = await cache.cached(key: "k", softTimeout: .milliseconds(milliseconds)) {
            await gate.pass()
            return "new"
        }
        #expect(value == "old" && cache.statistics.stale == 1)
        gate.open()
        try await cache.waits { $0.writes == 2 }
        #expect(await cache.cached(key: "k", softTimeout: .zero) { "newer" } == "new")
    }

    @Test("A load is awaited beyond the soft timeout when there is no expired value")
    func softWithoutStale() async throws {
        let cache = try cache(try await CacheFixture())
        #expect(await cache.cached(key: "k", softTimeout: .zero) { "loaded" } == "loaded")
    }

    @Test("An expired value that was invalidated during the load is not served at the soft timeout")
    func softInvalidated() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let value = await cache.cached(key: "k", softTimeout: .milliseconds(20)) {
            await cache.invalidate("k")
            try? await Task.sleep(for: .milliseconds(60))
            return "new"
        }
        #expect(value == "new")
    }

    @Test("A load is cancelled at the hard timeout, and its caller gets a LoadTimeout")
    func hard() async throws {
        let cache = try cache(try await CacheFixture())
        let cancelled = CacheTally()
        let error = await #expect(throws: RedisCache.LoadTimeout.self) {
            try await cache.cached(key: "k", hardTimeout: .milliseconds(20)) { () async throws -> Int in
                do { try await Task.sleep(for: .seconds(600)) } catch { cancelled.add() }
                return 1
            }
        }
        #expect(error?.timeout == .milliseconds(20))
        try await cache.waits { _ in cancelled.value == 1 }
        #expect(try await cache.cached(key: "k", hardTimeout: .seconds(30)) { 2 } == 2)
    }

    @Test("The hard timeout does not include the time that Redis takes before the load")
    func hardWithSlowRedis() async throws {
        let fixture = try await CacheFixture()
        let cache = try cache(fixture)
        // The first load of all writes an epoch before it begins.
        let _: String = try await RedisClient(fixture.server.configuration()).send("CLIENT", "PAUSE", 300, "WRITE")
        let value = try await cache.cached(key: "k", hardTimeout: .milliseconds(100)) { "loaded" }
        #expect(value == "loaded" && cache.statistics.loads == 1)
    }

    @Test("The hard timeout ends a bypassing call whether or not its load reacts to cancellation")
    func hardAlone() async throws {
        let cache = try cache(try await CacheFixture())
        let cancelled = CacheTally()
        let error = await #expect(throws: RedisCache.LoadTimeout.self) {
            try await cache.cached(key: "k", options: .init(bypass: true), hardTimeout: .milliseconds(20)) {
                () async throws -> Int in
                do { try await Task.sleep(for: .seconds(600)) } catch { cancelled.add() }
                return 1
            }
        }
        #expect(error?.timeout == .milliseconds(20))
        try await cache.waits { _ in cancelled.value == 1 }
        let gate = CacheGate()
        await #expect(throws: RedisCache.LoadTimeout.self) {
            try await cache.cached(key: "k", options: .init(bypass: true), hardTimeout: .milliseconds(20)) {
                await gate.pass()
                return 1
            }
        }
        gate.open()
        let value = try await cache.cached(key: "k", options: .init(bypass: true), hardTimeout: .seconds(60)) { 2 }
        #expect(value == 2)
        await #expect(throws: SourceError.self) {
            try await cache.cached(key: "k", options: .init(bypass: true), hardTimeout: .seconds(60)) {
                () async throws -> Int in throw SourceError(reason: "down")
            }
        }
    }

    @Test("An expired value is served when the load exceeds the hard timeout")
    func hardWithStale() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let value = try await cache.cached(key: "k", hardTimeout: .milliseconds(20)) { () async throws -> String in
            try await Task.sleep(for: .seconds(600))
            return "new"
        }
        #expect(value == "old")
    }

    @Test("The hard timeout also ends a load that went on after the soft timeout")
    func hardAfterSoft() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let gate = CacheGate()
        @Sendable func hang() async throws -> String {
            defer { gate.open() }
            try await Task.sleep(for: .seconds(600))
            return "hung"
        }
        let value = try await cache.cached(
            key: "k", softTimeout: .milliseconds(20), hardTimeout: .seconds(60), load: hang)
        #expect(value == "old")
        // Now it may be served no longer.
        offset.advance(by: .seconds(600))
        await #expect(throws: RedisCache.LoadTimeout.self) {
            try await cache.cached(key: "k", softTimeout: .milliseconds(20), hardTimeout: .milliseconds(50), load: hang)
        }
        await gate.pass()
        let fresh = try await cache.cached(key: "k", hardTimeout: .seconds(60)) { () async throws -> String in "new" }
        #expect(fresh == "new")
    }

    @Test("A load continues while at least one caller waits for it, and is cancelled with the last one")
    func lastWaiter() async throws {
        let cache = try cache(try await CacheFixture())
        let begun = CacheTally()
        let ended = CacheTally()
        @Sendable func call() -> Task<Int, any Error> {
            Task {
                try await cache.cached(key: "k", softTimeout: .seconds(60)) { () async throws -> Int in
                    let number = begun.add()
                    guard number == 1 else { throw SourceError(reason: "its own load") }
                    do { try await Task.sleep(for: .seconds(600)) } catch { ended.add() }
                    return number
                }
            }
        }
        let first = call()
        try await cache.waits { _ in begun.value == 1 }
        let second = call()
        try await cache.waits { $0.joinedFlights == 1 }
        first.cancel()
        await #expect(throws: SourceError.self) { try await first.value }
        for _ in 1...100 { await Task.yield() }
        #expect(ended.value == 0)
        second.cancel()
        await #expect(throws: SourceError.self) { try await second.value }
        try await cache.waits { _ in ended.value == 1 }
    }

    @Test("A load continues for a caller that joined shortly before the others left")
    func closeWaiter() async throws {
        let fixture = try await CacheFixture()
        let abandoned = CacheTally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<16 {
                group.addTask {
                    for round in 0..<200 {
                        let cache = try cache(fixture)
                        let begun = CacheTally()
                        @Sendable func call() -> Task<Int, any Error> {
                            Task {
                                try await cache.cached(key: "\(index):\(round)", softTimeout: .seconds(60)) {
                                    () async throws -> Int in
                                    guard begun.add() == 1 else { throw SourceError(reason: "its own load") }
                                    try await Task.sleep(for: .seconds(600))
                                    return 1
                                }
                            }
                        }
                        let first = call()
                        while begun.value == 0 { await Task.yield() }
                        let second = call()
                        while cache.statistics.joinedFlights == 0 { await Task.yield() }
                        first.cancel()
                        _ = await first.result
                        // The first one's own load was the second of all.
                        for _ in 1...5 { await Task.yield() }
                        if begun.value > 2 { abandoned.add() }
                        second.cancel()
                        _ = await second.result
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(abandoned.value == 0)
    }

    @Test("A call that waits on after the soft timeout is counted as joined only once")
    func joinedOnce() async throws {
        let cache = try cache(try await CacheFixture())
        _ = await cache.cached(key: "k") { "old" }
        offset.advance(by: .seconds(61))
        let gate = CacheGate()
        @Sendable func call() -> Task<String, Never> {
            Task {
                await cache.cached(key: "k", softTimeout: .milliseconds(100)) {
                    await gate.pass()
                    return "new"
                }
            }
        }
        let calls = [call(), call()]
        try await cache.waits { $0.joinedFlights == 1 }
        // The expired value cannot be served any more when the time is up, so both wait on.
        await cache.invalidate("k")
        try await Task.sleep(for: .milliseconds(250))
        gate.open()
        for call in calls { _ = await call.value }
        #expect(cache.statistics.joinedFlights == 1)
    }

    @Test("A call's hard timeout stays the same when it takes over the load")
    func oneDeadline() async throws {
        let cache = try cache(try await CacheFixture())
        let limit = Duration.milliseconds(1850)
        let time = try await shortestTime(enough: limit) {
            let begun = CacheTally()
            let joined = cache.statistics.joinedFlights
            let load: @Sendable () async throws -> Int = {
                begun.add()
                try await Task.sleep(for: .seconds(600))
                return 1
            }
            // The load is that of the caller's own task, so the next one takes over when it is cancelled.
            let leader = Task { try await cache.cached(key: "k", load: load) }
            try await cache.waits { _ in begun.value == 1 }
            let follower = Task { try await cache.cached(key: "k", hardTimeout: .seconds(1), load: load) }
            try await cache.waits { $0.joinedFlights == joined + 1 }
            try await Task.sleep(for: .milliseconds(900))
            leader.cancel()
            await #expect(throws: RedisCache.LoadTimeout.self) { try await follower.value }
        }
        #expect(time < limit)
    }

    @Test("The largest timeouts wait indefinitely, and the smallest ones not at all")
    func extremes() async throws {
        let cache = try cache(try await CacheFixture())
        let (least, most) = (Duration.seconds(Int64.min), Duration.seconds(Int64.max))
        #expect(try await cache.cached(key: "k", softTimeout: most, hardTimeout: most) { "loaded" } == "loaded")
        offset.advance(by: .seconds(61))
        #expect(await cache.cached(key: "k", softTimeout: least) { "new" } == "loaded")
        await #expect(throws: RedisCache.LoadTimeout.self) {
            try await cache.cached(key: "other", softTimeout: least, hardTimeout: least) { () async throws -> Int in
                try await Task.sleep(for: .seconds(600))
                return 1
            }
        }
    }

    @Test("A load with a soft timeout throws the source's typed error")
    func error() async throws {
        let cache = try cache(try await CacheFixture())
        do {
            _ = try await cache.cached(key: "k", softTimeout: .zero) { () async throws(SourceError) -> Int in
                throw SourceError(reason: "typed")
            }
            Issue.record("no error")
        } catch {
            #expect(error.reason == "typed")
        }
    }

    @Test("A call with redisTimeout goes to the source when Redis does not answer in time")
    func redisTimeout() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(60))
        let cache = try cache(fixture)
        _ = await cache.cached(key: "k") { "stored" }
        fixture.server.freeze()
        let start = ContinuousClock.now
        let value = await cache.cached(key: "k", options: .init(redisTimeout: .milliseconds(30))) { "loaded" }
        #expect(value == "loaded" && ContinuousClock.now - start < .seconds(30))
        #expect(cache.statistics.faults == 1 && fixture.client.availability.isAvailable)
    }

    @Test("All Redis commands before a load share one redisTimeout")
    func redisTimeoutOfAll() async throws {
        let fixture = try await CacheFixture()
        let proxy = try await FaultProxy.start(to: fixture.server)
        var configuration = fixture.server.configuration()
        configuration.endpoint = .tcp(host: "127.0.0.1", port: proxy.port)
        let cache = try RedisCache(RedisClient(configuration), namespace: "test")
        let slow = proxy.inject(.delayReply(.seconds(1)), when: .onCommand("MGET"))
        let slower = proxy.inject(.delayReply(.milliseconds(1500)), when: .onCommand("SET"))
        // The read takes one second, and leaves less than another for the epoch that Redis lacks.
        let value = await cache.cached(key: "k", options: .init(redisTimeout: .seconds(2))) { "loaded" }
        #expect(value == "loaded" && slow.hasFired && slower.hasFired)
        #expect(cache.statistics.writeFailures == 1 && cache.statistics.writes == 0)
    }

    @Test("A call waits one redisTimeout, not two, even if another call loaded the key in the meantime")
    func oneRedisTimeout() async throws {
        let fixture = try await CacheFixture(commandTimeout: .seconds(60))
        let asked = CacheTally()
        let cache = try RedisCache(namespace: "test") {
            asked.add()
            return withExtendedLifetime(fixture) { fixture.client }
        }
        _ = await cache.cached(key: "other") { "stored" }
        let limit = Duration.milliseconds(1900)
        let time = try await shortestTime(enough: limit) {
            fixture.server.thaw()
            _ = try await fixture.client.ping()
            let key = "k\(asked.value)"
            var patient: Task<String, Never>?
            // It asks a server that works, and its write ends while the other call waits for a frozen one.
            let first = await cache.cached(key: key, options: .init(redisTimeout: .milliseconds(300))) {
                fixture.server.freeze()
                let before = asked.value
                patient = Task {
                    await cache.cached(key: key, options: .init(redisTimeout: .seconds(1))) { "second" }
                }
                while asked.value == before { await Task.yield() }
                return "first"
            }
            #expect(first == "first")
            #expect(await patient?.value == "second")
        }
        #expect(time < limit)
    }
}
