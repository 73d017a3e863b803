import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// Every time that an error or the log tells is one that somebody keeps.
    @Suite("The times that errors and the log tell", .serialized)
    struct TrueTimesTests {
        @Test("The first error and the log tell when the next probe is, also when that is an early one")
        func nextProbe() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let log = LogRecorder()
            let redis = try client(port: server.port, logger: log.logger) { configuration in
                configuration.resilience.backoff = .seconds(30)
                configuration.resilience.earlyProbes = .exponential(from: .seconds(2), factor: 2, jitter: 0)
            }
            let error = try #require(await tried { try await redis.text("k") }.error)
            let wait = try #require(error.retryAfter)
            #expect(wait <= .seconds(2) && wait > .milliseconds(500), "\(wait)")
            let refused = try #require(await tried { try await redis.text("k") }.error?.retryAfter)
            #expect(refused <= .seconds(2))
            try await until { !log.lines.isEmpty }
            #expect(log.lines.first?.metadata["next_probe_in"] == "2 s")
        }

        @Test("While a probe is under way, an error tells what it may still take, which is never nothing")
        func probeUnderWay() async throws {
            let server = try ScriptedServer(.acceptThenClose)
            defer { server.stop() }
            let redis = try client(port: server.port) { configuration in
                configuration.resilience.connectTimeout = .seconds(4)
                configuration.resilience.backoff = .milliseconds(200)
            }
            _ = await tried { try await redis.text("k") }
            try await server.become(.neverAnswer)
            try await server.waitForCommands(1, named: "PING")
            for _ in 0..<20 {
                let wait = try #require(await tried { try await redis.text("k") }.error?.retryAfter)
                #expect(wait > .milliseconds(500) && wait <= .seconds(4), "\(wait)")
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        @Test(
            "Waiting for Redis ends when it is available again, at the time limit, with the task, and with the client")
        func waitUntilAvailable() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let redis = try client(port: server.port)
            try await redis.waitUntilAvailable()
            _ = await tried { try await redis.text("k") }
            let late = await tried { try await redis.waitUntilAvailable(timeout: .milliseconds(50)) }
            #expect(late.error?.code == .timeout)
            #expect(late.duration < slack)
            let cancelled = await tried(within: .milliseconds(50)) { try await redis.waitUntilAvailable() }
            #expect(cancelled.isCancellation)
            let waiting = Task { await tried { try await redis.waitUntilAvailable(timeout: .seconds(20)) } }
            try await server.become(echo())
            #expect(await waiting.value.error == nil)
            #expect(try await redis.text("k") == "k")

            try await server.become(.refuse)
            while redis.availability.isAvailable { _ = await tried { try await redis.text("k") } }
            let ended = Task { await tried { try await redis.waitUntilAvailable() } }
            await redis.shutdown(gracePeriod: .zero)
            #expect(await ended.value.error?.code == .shutdown)
            #expect(await tried { try await redis.waitUntilAvailable() }.error?.code == .shutdown)
        }

        @Test("A reload that failed promises no next attempt, because none is made")
        func failedReload() async throws {
            let (server, gone) = (try await RedisServer.start(), try ScriptedServer(.refuse))
            defer {
                server.stop()
                gone.stop()
            }
            let redis = try RedisReloadableClient(
                RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
            let other = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: gone.port))
            let error = try #require(await tried { try await redis.reload(other) }.error)
            #expect(error.code == .unavailable)
            #expect(error.retryAfter == nil)
            #expect(!"\(error)".contains("next attempt"))
            await redis.shutdown(gracePeriod: .zero)
        }
    }
}
