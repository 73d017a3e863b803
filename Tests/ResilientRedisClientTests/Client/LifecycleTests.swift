import Logging
import RedisFaultInjection
import ResilientRedisClient
import ServiceLifecycle
import Testing

@Suite("Lifecycle of a client")
struct LifecycleTests {
    @Test("A shutdown lets pending calls finish and refuses new ones")
    func drain() async throws {
        try await withServer { redis, server in
            try await redis.set("key", "value")
            let slow = Task { try await redis.send("DEBUG", "SLEEP", 0.3, as: String.self) }
            while true {
                // Behind the sleep on the same connection: it runs out of time exactly when the sleep has begun.
                let error = await redisError { _ = try await redis.withTimeout(.milliseconds(20)).ping() }
                if error?.code == .timeout { break }
            }
            await redis.shutdown(gracePeriod: .seconds(10))
            #expect(try await slow.value == "OK")
            let error = await redisError { _ = try await redis.get("key", as: String.self) }
            #expect(error?.code == .shutdown)
            #expect(error?.outcome == .notSent)
            let lease = await redisError { try await redis.withConnection { _ in } }
            #expect(lease?.code == .shutdown)
        }
    }

    @Test("A shutdown ends calls that do not finish within the grace period")
    func grace() async throws {
        try await withServer { redis, server in
            _ = try await redis.ping()
            server.freeze()
            defer { server.thaw() }
            let stuck = Task { await redisError { try await redis.set("key", "value") } }
            while await redisError({ _ = try await redis.withTimeout(.milliseconds(10)).ping() })?.code != .timeout {}
            await redis.shutdown(gracePeriod: .milliseconds(50))
            let error = await stuck.value
            #expect(error?.code == .shutdown)
            #expect(error?.outcome == .unknown)
        }
    }

    @Test("A client can be shut down repeatedly and concurrently")
    func twice() async throws {
        try await withServer { redis, _ in
            _ = try await redis.ping()
            await withTaskGroup { group in
                for _ in 0..<10 { group.addTask { await redis.shutdown() } }
            }
            await redis.shutdown()
        }
    }

    @Test("A client closes its connections when its last copy is released")
    func lastCopy() async throws {
        let server = try ScriptedServer(.healthy())
        defer { server.stop() }
        do {
            let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port)))
            _ = try await redis.ping()
            #expect(server.openConnections == 1)
        }
        try await server.waitForOpenConnections(0)
    }

    @Test("A client uses a new connection after a reset")
    func reset() async throws {
        try await withServer { redis, _ in
            let before = try await redis.clientId()
            await redis.reset()
            #expect(try await redis.clientId() != before)
        }
    }

    @Test("A reset of the client ends the backoff")
    func resetBackoff() async throws {
        let server = try ScriptedServer(.refuse)
        defer { server.stop() }
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        // Longer than any machine holds a test up.
        configuration.resilience.backoff = .seconds(3600)
        configuration.resilience.earlyProbes = .off
        let redis = try RedisClient(configuration)
        #expect(await redisError({ _ = try await redis.ping() })?.code == .unavailable)
        #expect(!redis.availability.isAvailable)
        try await server.become(.healthy())
        #expect(await redisError({ _ = try await redis.ping() })?.code == .unavailable)
        await redis.reset()
        #expect(redis.availability.isAvailable)
        #expect(try await redis.ping() == "PONG")
    }

    @Test("A client shuts down with the service group that runs it")
    func service() async throws {
        try await withServer { redis, _ in
            let group = ServiceGroup(services: [redis], logger: .init(label: "test"))
            let running = Task { try await group.run() }
            #expect(try await redis.ping() == "PONG")
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(await redisError({ _ = try await redis.ping() })?.code == .shutdown)
        }
    }

    @Test("A connection that has reached its maximum lifetime is replaced without an error for callers")
    func maximumLifetime() async throws {
        try await withServer({
            $0.pool.maximumLifetime = .milliseconds(50)
            $0.pool.lifetimeJitter = 0
        }) { redis, _ in
            let first = try await redis.clientId()
            var now = first
            while now == first { now = try await redis.clientId() }
            #expect(try await redis.ping() == "PONG")
        }
    }
}
