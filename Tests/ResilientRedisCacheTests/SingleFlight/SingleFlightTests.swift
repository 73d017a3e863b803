import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Caching {
    @Suite("Concurrent calls for the same key", .timeLimit(.minutes(2)))
    struct SingleFlightTests {
        @Test("Ten thousand calls for the same key share one load", arguments: [true, false])
        func tenThousand(isSlow: Bool) async throws {
            let fixture = try await CacheFixture(commandTimeout: .seconds(60))
            let cache = fixture.cache
            let loads = CacheTally()
            let gate = CacheGate()
            if !isSlow { gate.open() }
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...10_000 {
                    group.addTask {
                        await cache.cached(key: "k") {
                            loads.add()
                            await gate.pass()
                            return 7
                        }
                    }
                }
                if isSlow {
                    try await cache.waits { $0.joinedFlights == 9_999 }
                    gate.open()
                }
                return try await group.reduce(into: 0) { $0 += $1 == 7 ? 1 : 0 }
            }
            #expect(answers == 10_000)
            #expect(loads.value == 1)
            #expect(cache.statistics.loads == 1 && cache.statistics.writes == 1)
        }

        @Test("A call that gets its miss from Redis after another call's load has ended shares that load")
        func straggler() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let executor = HeldExecutor()
            let straggler = Task(executorPreference: executor) {
                defer { executor.release() }
                return await cache.cached(key: "k") { "loaded again" }
            }
            // The task's beginning, up to the question; its answer is held back. It must not be faster than the task that is
            // about to wait for it.
            try await cache.waits { _ in executor.count == 1 }
            fixture.server.freeze()
            executor.runNext()
            fixture.server.thaw()
            try await cache.waits { _ in executor.count == 1 }
            #expect(await cache.cached(key: "k") { "loaded" } == "loaded")
            await executor.runToEnd()
            #expect(await straggler.value == "loaded")
            #expect(cache.statistics.loads == 1 && cache.statistics.lookups == 2)
        }

        @Test("Calls for the same key share one load during an outage as well")
        func inOutage() async throws {
            let fixture = try await CacheFixture()
            fixture.server.kill()
            await fixture.noticeOutage()
            let gate = CacheGate()
            let cache = fixture.cache
            let tasks = (1...100).map { _ in
                Task {
                    await cache.cached(key: "k") {
                        await gate.pass()
                        return 7
                    }
                }
            }
            try await cache.waits { $0.joinedFlights == 99 }
            gate.open()
            for task in tasks { #expect(await task.value == 7) }
            #expect(cache.statistics.loads == 1)
        }

        @Test("A waiting call takes over the load when the loading call is cancelled")
        func cancelledLeader() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let loads = CacheTally()
            @Sendable func load() async throws -> Int {
                let number = loads.add()
                if number == 1 { try await Task.sleep(for: .seconds(600)) }
                return number
            }
            let leader = Task { try await cache.cached(key: "k") { try await load() } }
            try await cache.waits { _ in loads.value == 1 }
            let followers = (1...50).map { _ in Task { try await cache.cached(key: "k") { try await load() } } }
            try await cache.waits { $0.joinedFlights == 50 }
            leader.cancel()
            await #expect(throws: CancellationError.self) { try await leader.value }
            for follower in followers { #expect(try await follower.value == 2) }
            #expect(loads.value == 2 && cache.statistics.promotions == 1)
            #expect(try await fixture.server.stored("test:k") == "2")
        }

        @Test("A waiting call does not wait for a cancelled load that does not react")
        func cancelledLeaderThatGoesOn() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let gate = CacheGate()
            let leader = Task {
                await cache.cached(key: "k") {
                    await gate.pass()
                    return "late"
                }
            }
            try await cache.waits { _ in gate.arrivals == 1 }
            let follower = Task { await cache.cached(key: "k") { "loaded" } }
            try await cache.waits { $0.joinedFlights == 1 }
            leader.cancel()
            #expect(await follower.value == "loaded")
            gate.open()
            #expect(await leader.value == "late")
            #expect(try await fixture.server.stored("test:k") == #""loaded""#)
        }

        @Test("A waiting call that is cancelled returns at once and does not affect the load")
        func cancelledFollower() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let gate = CacheGate()
            let leader = Task {
                await cache.cached(key: "k") {
                    await gate.pass()
                    return "loaded, cancelled: \(Task.isCancelled)"
                }
            }
            try await cache.waits { _ in gate.arrivals == 1 }
            let follower = Task { await cache.cached(key: "k") { "its own, cancelled: \(Task.isCancelled)" } }
            try await cache.waits { $0.joinedFlights == 1 }
            follower.cancel()
            #expect(await follower.value == "its own, cancelled: true")
            gate.open()
            #expect(await leader.value == "loaded, cancelled: false")
        }

        @Test("All calls that share a load get the source's typed error, and nothing is stored")
        func error() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let gate = CacheGate()
            let tasks = (1...20).map { _ in
                Task { () -> SourceError? in
                    do throws(SourceError) {
                        _ = try await cache.cached(key: "k") { () throws(SourceError) -> Int in
                            await gate.pass()
                            throw SourceError(reason: "down")
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            try await cache.waits { $0.joinedFlights == 19 }
            gate.open()
            for task in tasks { #expect(await task.value == SourceError(reason: "down")) }
            #expect(cache.statistics.loads == 1 && cache.statistics.loadErrors == 1)
            #expect(try await fixture.server.stored("test:k") == nil)
        }

        @Test("A waiting call loads by itself when the shared load throws an error that it cannot throw")
        func otherError() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let gate = CacheGate()
            let leader = Task {
                try await cache.cached(key: "k") { () throws(SourceError) -> Int in
                    await gate.pass()
                    throw SourceError(reason: "down")
                }
            }
            try await cache.waits { _ in gate.arrivals == 1 }
            let follower = Task { await cache.cached(key: "k") { 5 } }
            try await cache.waits { $0.joinedFlights == 1 }
            gate.open()
            #expect(await follower.value == 5)
            await #expect(throws: SourceError(reason: "down")) { try await leader.value }
        }

        @Test("Calls load by themselves when the shared value cannot be encoded for them")
        func unencodable() async throws {
            let fixture = try await CacheFixture()
            let cache = fixture.cache
            let gate = CacheGate()
            let tasks = (1...5).map { _ in
                Task {
                    await cache.cached(key: "k") {
                        await gate.pass()
                        return Double.nan
                    }
                }
            }
            try await cache.waits { $0.joinedFlights == 4 }
            gate.open()
            for task in tasks { #expect(await task.value.isNaN) }
            #expect(cache.statistics.loads == 5)
        }

        @Test("Nested and circular calls for the same key do not deadlock", .timeLimit(.minutes(1)))
        func circular() async throws {
            let cache = try await CacheFixture().cache
            let nested = await cache.cached(key: "k") {
                await cache.cached(key: "k") { "inner" } + " in outer"
            }
            #expect(nested == "inner in outer")
            let both = CacheGate()
            @Sendable func call(_ own: String, _ other: String) async -> String {
                await cache.cached(key: own) {
                    await both.pass()
                    return await cache.cached(key: other) { "alone" }
                }
            }
            let tasks = [Task { await call("a", "b") }, Task { await call("b", "a") }]
            try await cache.waits { _ in both.arrivals == 2 }
            both.open()
            for task in tasks { #expect(await task.value == "alone") }
        }

        @Test("A load that waits for several others does not deadlock with one of them", .timeLimit(.minutes(1)))
        func circularAmongSeveral() async throws {
            let cache = try await CacheFixture().cache
            let gates = (b: CacheGate(), c: CacheGate())
            let inner = Task {
                await cache.cached(key: "b") {
                    await gates.b.pass()
                    return await cache.cached(key: "a") { "alone" }
                }
            }
            let harmless = Task {
                await cache.cached(key: "c") {
                    await gates.c.pass()
                    return "c"
                }
            }
            try await cache.waits { _ in gates.b.arrivals == 1 && gates.c.arrivals == 1 }
            let outer = Task {
                await cache.cached(key: "a") {
                    async let first = cache.cached(key: "b") { "not loaded" }
                    try? await cache.waits { $0.joinedFlights == 1 }
                    async let second = cache.cached(key: "c") { "not loaded" }
                    return await first + second
                }
            }
            try await cache.waits { $0.joinedFlights == 2 }
            gates.b.open()
            #expect(await inner.value == "alone")
            gates.c.open()
            #expect(await outer.value == "alonec")
            #expect(await harmless.value == "c")
        }

        @Test("A slow load does not delay calls for other keys")
        func otherKeys() async throws {
            let cache = try await CacheFixture().cache
            let gate = CacheGate()
            let slow = Task {
                await cache.cached(key: "slow") {
                    await gate.pass()
                    return 1
                }
            }
            try await cache.waits { _ in gate.arrivals == 1 }
            for number in 1...200 { #expect(await cache.cached(key: "quick \(number)") { number } == number) }
            gate.open()
            #expect(await slow.value == 1)
        }

        @Test("A load sees the task-local values of its caller, with and without a soft timeout")
        func context() async throws {
            let cache = try await CacheFixture().cache
            await Request.$name.withValue("request 1") {
                #expect(await cache.cached(key: "plain") { Request.name } == "request 1")
                #expect(await cache.cached(key: "background", softTimeout: .seconds(1)) { Request.name } == "request 1")
            }
        }

        @Test(
            "A load runs with the priority of its caller, with and without a soft timeout",
            arguments: [TaskPriority.low, .high])
        func priority(_ priority: TaskPriority) async throws {
            let cache = try await CacheFixture().cache
            let loading = Task(priority: priority) {
                let plain = await cache.cached(key: "plain") { Task.currentPriority.rawValue }
                let background = await cache.cached(key: "background", softTimeout: .seconds(1)) {
                    Task.currentPriority.rawValue
                }
                return [plain, background]
            }
            // A task that waits for another one raises its priority, so do not wait yet.
            try await cache.waits { $0.writes == 2 }
            #expect(await loading.value == [priority.rawValue, priority.rawValue])
        }

        private enum Request {
            @TaskLocal static var name = "none"
        }
    }
}
