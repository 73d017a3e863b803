import RedisDrill
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

/// Each policy on its own, against a server that goes away and comes back.
@Suite("The policies that a drill compares", .timeLimit(.minutes(1)))
struct OutagePolicyTests {
    private func session(
        _ policy: OutagePolicy, port: Int, commandTimeout: Duration = .seconds(10)
    ) throws -> any DrillSession {
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: port))
        var times = PolicyTimes.compressed
        times.backoff = .milliseconds(100)
        times.connectTimeout = commandTimeout
        times.commandTimeout = commandTimeout
        times.processRestart = .milliseconds(800)
        times.apply(to: &configuration)
        return try policy.session(configuration, times: times)
    }

    private func failure(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return Workload.Failure.ofSession(error).name
        }
    }

    @Test("All of them read, write, count and cache while all is well", arguments: OutagePolicy.allCases)
    func healthy(policy: OutagePolicy) async throws {
        let server = try await RedisServer.start()
        let session = try session(policy, port: server.port)
        let target = session.target
        try await target.write?("a", "1")
        #expect(try await target.read?("a") == "1")
        #expect(try await target.increment?("n") == 1)
        let loads = Mutex(0)
        for _ in 1...2 {
            let value = try await target.cachedRead?("c") {
                loads.withLock { $0 += 1 }
                return "loaded"
            }
            #expect(value == "loaded")
        }
        #expect(loads.withLock { $0 } == 1)
        #expect(session.events.all.isEmpty)
        await session.close()
    }

    @Test("All keys that a policy writes begin with the drill's prefix and expire", arguments: OutagePolicy.allCases)
    func leavesNothing(policy: OutagePolicy) async throws {
        let server = try await RedisServer.start()
        let session = try session(policy, port: server.port)
        let target = session.target
        try await target.write?(DrillKeys.prefix + "a", "1")
        for count in 1...2 { #expect(try await target.increment?(DrillKeys.prefix + "n") == count) }
        _ = try await target.cachedRead?(DrillKeys.prefix + "c") { "loaded" }
        await session.close()
        let client = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
        let keys = try await client.send(RedisCommand<[String]>("KEYS", "*"))
        #expect(keys.count >= 3)
        for key in keys {
            #expect(key.hasPrefix("resilient-redis-drill:"))
            let left = try await client.send(RedisCommand<Int>("PTTL", key))
            #expect(left > 0 && left <= 300_000, "\(key)")
        }
        await client.shutdown()
    }

    @Test("A client of ours that never answers again would have its process exit")
    func noWayBack() async throws {
        let server = try await RedisServer.start()
        let session = try ResilientSession(
            RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)), ttl: .seconds(1))
        try await session.target.write?("a", "1")
        #expect(session.events.processExits == 0)
        await session.client.shutdown(gracePeriod: .zero)
        let report = try await Workload(tasks: 2).run(on: session.target) { try await $0.waitForFailures(5) }
        #expect(report.failed >= 5)
        #expect(session.events.processExits == 1)
        await session.close()
    }

    @Test("With a permanent flag Redis is never asked again after the first failure")
    func permanentFlag() async throws {
        let server = try await RedisServer.start()
        let session = try session(.permanentFlag, port: server.port)
        try await session.target.write?("a", "1")
        server.kill()
        // Which of them depends on whether the end of the connection is noticed before the next call.
        let broken = await failure { _ = try await session.target.read?("a") }
        #expect(broken == "connectionLost" || broken == "unavailable")
        try await server.restart()
        #expect(await failure { _ = try await session.target.read?("a") } == "switchedOff")
        #expect(try await session.target.cachedRead?("c") { "loaded" } == "loaded")
        #expect(session.events.all.count == 1)
        #expect(!session.events.isAvailable)
        await session.close()
    }

    @Test("With a retry a command that timed out is sent again, takes two timeouts and takes effect twice")
    func retryOnTimeout() async throws {
        let server = try await RedisServer.start()
        let timeout = Duration.milliseconds(400)
        let session = try session(.retryOnTimeout, port: server.port, commandTimeout: timeout)
        #expect(try await session.target.increment?("n") == 1)
        server.freeze()
        let start = ContinuousClock.now
        #expect(await failure { _ = try await session.target.increment?("n") } == "unavailable")
        #expect(.now - start >= timeout * 2)
        server.thaw()
        #expect(await failure { _ = try await session.target.increment?("n") } == nil)
        await session.close()
    }

    @Test("A worker that crashes is down until it is started again, longer each time")
    func crashOnReset() async throws {
        let server = try await RedisServer.start()
        let session = try session(.crashOnReset, port: server.port)
        try await session.target.write?("a", "1")
        server.kill()
        // No call is needed for that.
        try await eventually { session.events.processExits > 0 }
        let lastWords = session.events.all.compactMap(\.cause)
        #expect(lastWords == ["connectionLost"] || lastWords == ["unavailable"])
        #expect(await failure { _ = try await session.target.read?("a") } == "processIsDown")
        #expect(session.events.processExits == 1)
        try await server.restart()
        while await failure({ _ = try await session.target.read?("a") }) == "processIsDown" {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await session.target.read?("a") == nil)
        await session.close()
    }
}
