import Logging
import RedisFaultInjection
import ResilientRedisClient
import ServiceLifecycle
import Testing

@Suite("A client's life")
struct LifecycleTests {
    @Test("lets what is under way finish when it ends, and refuses what is new")
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

    @Test("ends what does not finish within the grace period")
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

    @Test("can be ended twice, and at once by many")
    func twice() async throws {
        try await withServer { redis, _ in
            _ = try await redis.ping()
            await withTaskGroup { group in
                for _ in 0..<10 { group.addTask { await redis.shutdown() } }
            }
            await redis.shutdown()
        }
    }

    @Test("closes its connections when the last copy is gone")
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

    @Test("goes on after a reset, with new connections")
    func reset() async throws {
        try await withServer { redis, _ in
            let before = try await redis.clientId()
            await redis.reset()
            #expect(try await redis.clientId() != before)
        }
    }

    @Test("forgets the backoff with a reset")
    func resetBackoff() async throws {
        let server = try ScriptedServer(.refuse)
        defer { server.stop() }
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        // Longer than any machine holds a test up.
        configuration.resilience.backoff = .seconds(3600)
        let redis = try RedisClient(configuration)
        #expect(await redisError({ _ = try await redis.ping() })?.code == .unavailable)
        #expect(!redis.availability.isAvailable)
        try await server.become(.healthy())
        #expect(await redisError({ _ = try await redis.ping() })?.code == .unavailable)
        await redis.reset()
        #expect(redis.availability.isAvailable)
        #expect(try await redis.ping() == "PONG")
    }

    @Test("ends with the service group that runs it")
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

    @Test("replaces a connection that has reached its age without anybody noticing")
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
