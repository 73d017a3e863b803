import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Reloads of a client")
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

    @Test("A reload that changes nothing keeps the connection")
    func sameContent() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try RedisReloadableClient(configuration(server))
        let id = try await redis.current.send("CLIENT", "ID", as: Int.self)
        #expect(try await redis.reload(configuration(server)) == false)
        #expect(try await redis.current.send("CLIENT", "ID", as: Int.self) == id, "another connection")
        #expect(redis.current.configuration == configuration(server))
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("A reload to another server fails no call and closes the connections to the first one")
    func traffic() async throws {
        let servers = try await servers(2)
        defer { for server in servers { server.stop() } }
        let redis = try RedisReloadableClient(configuration(servers[0]))
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

    @Test("A reload works for a user without permission for PING")
    func withoutPing() async throws {
        let server = try await RedisServer.start(users: [
            .init("app", password: "old", rules: ["~*", "&*", "+@all", "-ping"]),
            .init("next", password: "new", rules: ["~*", "&*", "+@all", "-ping"]),
        ])
        defer { server.stop() }
        var configuration = configuration(server)
        configuration.credentials = .init(username: "app", password: "old")
        let redis = try RedisReloadableClient(configuration)
        configuration.credentials = .init(username: "next", password: "new")
        #expect(try await redis.reload(configuration))
        #expect(try await redis.current.send("ACL", "WHOAMI", as: String.self) == "next")
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("A reload to a server that cannot be used keeps the previous configuration in force")
    func unusable() async throws {
        let server = try await RedisServer.start(password: "right")
        defer { server.stop() }
        var good = configuration(server)
        good.credentials = .init(password: "right")
        let redis = try RedisReloadableClient(good)
        let id = try await redis.current.send("CLIENT", "ID", as: Int.self)

        var wrongPassword = good
        wrongPassword.credentials = .init(password: "wrong")
        let refused = await redisError { try await redis.reload(wrongPassword) }
        #expect(refused?.message.contains("WRONGPASS") == true, "\(String(describing: refused))")

        let stopped = try await RedisServer.start()
        stopped.stop()
        let unreachable = configuration(stopped)
        let refusal = await redisError { try await redis.reload(unreachable) }
        #expect(refusal?.code == .unavailable, "\(String(describing: refusal))")

        var impossible = good
        impossible.resilience.commandTimeout = .seconds(-1)
        await #expect(throws: RedisConfigurationError.self) { try await redis.reload(impossible) }

        #expect(try await redis.current.send("CLIENT", "ID", as: Int.self) == id)
        // A failed reload is not in force: the same configuration is tried again.
        #expect(await redisError { try await redis.reload(wrongPassword) } != nil)
        await redis.shutdown(gracePeriod: .zero)
    }

    /// A server that answers each `PING` only after a while, and one that never does.
    private func slowServer(answers: Bool = true) throws -> ScriptedServer {
        try ScriptedServer(
            .healthy { command in
                guard command.name == "PING" else { return nil }
                return answers ? [.pause(.seconds(1)), .send("+PONG\r\n")] : []
            })
    }

    private func configuration(_ server: ScriptedServer) -> RedisConfiguration {
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.resilience.commandTimeout = .seconds(10)
        return configuration
    }

    /// Runs a test while a reload to the slow server is under way.
    private func duringReload(
        answers: Bool = true,
        _ body: (RedisReloadableClient, Task<Bool, any Error>, RedisConfiguration) async throws -> Void
    ) async throws {
        let (server, slow) = (try await RedisServer.start(), try slowServer(answers: answers))
        defer {
            server.stop()
            slow.stop()
        }
        let redis = try RedisReloadableClient(configuration(server))
        _ = try await redis.current.ping()
        let wanted = configuration(slow)
        let reload = Task { try await redis.reload(wanted) }
        _ = try await slow.waitForCommands(1, named: "PING")
        #expect(redis.current.configuration == configuration(server))
        try await body(redis, reload, wanted)
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("A reload waits for the one before it and then replaces its result")
    func order() async throws {
        let other = try await RedisServer.start()
        defer { other.stop() }
        try await duringReload { redis, reload, _ in
            let isReplaced = try await redis.reload(configuration(other))
            #expect(isReplaced)
            #expect(try await reload.value)
            #expect(redis.current.configuration == configuration(other))
        }
    }

    @Test("A reload with the content of a pending reload waits for it and changes nothing")
    func again() async throws {
        try await duringReload { redis, reload, wanted in
            let isReplaced = try await redis.reload(wanted)
            #expect(!isReplaced)
            #expect(redis.current.configuration == wanted)
            #expect(try await reload.value)
        }
    }

    @Test("An invalid reload does not affect a pending reload")
    func impossible() async throws {
        try await duringReload { redis, reload, wanted in
            var impossible = wanted
            impossible.resilience.commandTimeout = .seconds(-1)
            await #expect(throws: RedisConfigurationError.self) { try await redis.reload(impossible) }
            let isReplaced = try await reload.value
            #expect(isReplaced)
            #expect(redis.current.configuration == wanted)
        }
    }

    @Test("A cancelled reload changes nothing and does not delay the next one")
    func cancelled() async throws {
        let other = try await RedisServer.start()
        defer { other.stop() }
        try await duringReload(answers: false) { redis, reload, wanted in
            reload.cancel()
            await #expect(throws: CancellationError.self) { _ = try await reload.value }
            #expect(redis.current.configuration != wanted)
            let isReplaced = try await redis.reload(configuration(other))
            #expect(isReplaced)
        }
    }

    @Test("A pending reload fails when the client is shut down")
    func shutdownMeanwhile() async throws {
        try await duringReload { redis, reload, wanted in
            await redis.shutdown(gracePeriod: .zero)
            let error = await redisError { _ = try await reload.value }
            #expect(error?.code == .shutdown)
            #expect(redis.current.configuration != wanted)
        }
    }

    @Test("A reload after the client's shutdown is refused")
    func afterShutdown() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try RedisReloadableClient(configuration(server))
        await redis.shutdown(gracePeriod: .zero)
        var other = configuration(server)
        other.database = 1
        let error = await redisError { try await redis.reload(other) }
        #expect(error?.code == .shutdown)
    }
}
