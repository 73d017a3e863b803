import RedisFaultInjection
import ResilientRedis
import Testing

@Suite("A reload")
struct ReloadTests {
    private func configuration(_ server: RedisServer) -> RedisConfiguration {
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.resilience.commandTimeout = .seconds(10)
        configuration.resilience.connectTimeout = .seconds(10)
        return configuration
    }

    private func servers(_ count: Int) async throws -> [RedisServer] {
        var servers: [RedisServer] = []
        for _ in 0..<count { servers.append(try await RedisServer.start()) }
        return servers
    }

    @Test("that changes nothing touches nothing")
    func sameContent() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try ReloadableRedisClient(configuration(server))
        let id = try await redis.current.send("CLIENT", "ID", as: Int.self)
        #expect(try await redis.reload(configuration(server)) == false)
        #expect(try await redis.current.send("CLIENT", "ID", as: Int.self) == id, "another connection")
        #expect(redis.current.configuration == configuration(server))
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("to another server fails no call, and leaves nothing behind on the first")
    func traffic() async throws {
        let servers = try await servers(2)
        defer { for server in servers { server.stop() } }
        let redis = try ReloadableRedisClient(configuration(servers[0]))
        let traffic = Task {
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask {
                        while !Task.isCancelled { _ = try await redis.current.incr("calls") }
                    }
                }
                try await group.waitForAll()
            }
        }
        let admins = try servers.map { try RedisClient(configuration($0)) }
        try await Resilience.until { try await admins[0].get("calls", as: Int.self) ?? 0 > 1000 }
        #expect(try await redis.reload(configuration(servers[1])))
        try await Resilience.until { try await admins[1].get("calls", as: Int.self) ?? 0 > 1000 }
        // The administrator's own connection is left.
        try await Resilience.until { try await admins[0].clientCount() == 1 }
        traffic.cancel()
        do { try await traffic.value } catch is CancellationError {}
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("whose server cannot be used leaves the configuration of before in force")
    func unusable() async throws {
        let server = try await RedisServer.start(password: "right")
        defer { server.stop() }
        var good = configuration(server)
        good.credentials = .init(password: "right")
        let redis = try ReloadableRedisClient(good)
        let id = try await redis.current.send("CLIENT", "ID", as: Int.self)

        var wrongPassword = good
        wrongPassword.credentials = .init(password: "wrong")
        let refused = await redisError { try await redis.reload(wrongPassword) }
        #expect(refused?.message.contains("WRONGPASS") == true, "\(String(describing: refused))")

        let stopped = try await RedisServer.start()
        stopped.stop()
        #expect(await redisError { try await redis.reload(configuration(stopped)) }?.code == .unavailable)

        var impossible = good
        impossible.resilience.commandTimeout = .seconds(-1)
        await #expect(throws: RedisConfigurationError.self) { try await redis.reload(impossible) }

        #expect(try await redis.current.send("CLIENT", "ID", as: Int.self) == id)
        // What failed is not taken for what is in force: it is tried again.
        #expect(await redisError { try await redis.reload(wrongPassword) } != nil)
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("that another one overtakes does not count")
    func overtaken() async throws {
        let servers = try await servers(3)
        defer { for server in servers { server.stop() } }
        let redis = try ReloadableRedisClient(configuration(servers[0]))
        servers[1].freeze()
        let slow = Task { try await redis.reload(configuration(servers[1])) }
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await redis.reload(configuration(servers[2])))
        servers[1].thaw()
        #expect(try await slow.value == false)
        #expect(redis.current.configuration == configuration(servers[2]))
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("back to what is in force ends the one that is under way")
    func takenBack() async throws {
        let servers = try await servers(2)
        defer { for server in servers { server.stop() } }
        let redis = try ReloadableRedisClient(configuration(servers[0]))
        servers[1].freeze()
        let slow = Task { try await redis.reload(configuration(servers[1])) }
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await redis.reload(configuration(servers[0])) == false)
        servers[1].thaw()
        #expect(try await slow.value == false)
        #expect(redis.current.configuration == configuration(servers[0]))
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("that is cancelled changes nothing")
    func cancelled() async throws {
        let servers = try await servers(2)
        defer { for server in servers { server.stop() } }
        let redis = try ReloadableRedisClient(configuration(servers[0]))
        servers[1].freeze()
        let reload = Task { try await redis.reload(configuration(servers[1])) }
        try await Task.sleep(for: .milliseconds(50))
        reload.cancel()
        await #expect(throws: CancellationError.self) { _ = try await reload.value }
        servers[1].thaw()
        #expect(redis.current.configuration == configuration(servers[0]))
        #expect(try await redis.reload(configuration(servers[1])))
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("after the end is refused")
    func afterShutdown() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try ReloadableRedisClient(configuration(server))
        await redis.shutdown(gracePeriod: .zero)
        var other = configuration(server)
        other.database = 1
        let error = await redisError { try await redis.reload(other) }
        #expect(error?.code == .shutdown)
    }
}
