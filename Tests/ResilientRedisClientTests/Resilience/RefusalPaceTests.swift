import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// What a server has refused is not asked again at once, whatever the load.
    @Suite("The pace of new connections", .serialized)
    struct RefusalPaceTests {
        enum Way: String, CaseIterable { case shared, leased }

        /// Lets many tasks call without end for a while, and returns how each call ended.
        private func load(_ redis: RedisClient, _ way: Way, for duration: Duration) async -> [RedisError?] {
            let end = ContinuousClock.now + duration
            return await withTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        var errors: [RedisError?] = []
                        while ContinuousClock.now < end {
                            let attempt = await tried {
                                way == .shared
                                    ? try await redis.text("k")
                                    : try await redis.withConnection { try await $0.get("k", as: String.self) }
                            }
                            errors.append(attempt.error)
                            try? await Task.sleep(for: .milliseconds(2))
                        }
                        return errors
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
        }

        @Test(
            "A server that refuses the password gets two attempts a second at most, and callers its reply",
            arguments: Way.allCases)
        func refusedPassword(_ way: Way) async throws {
            let server = try ScriptedServer(
                .healthy { $0.name == "AUTH" ? [.send("-WRONGPASS invalid username-password pair\r\n")] : nil })
            defer { server.stop() }
            let redis = try client(port: server.port) {
                $0.credentials = .init(password: "wrong")
                $0.resilience.backoff = .seconds(30)
            }
            let errors = await load(redis, way, for: .seconds(3))
            #expect(server.acceptedConnections <= 6)
            #expect(server.acceptedConnections >= 2)
            #expect(errors.count > 1000)
            #expect(errors.allSatisfy { $0?.code == .server && $0?.reply?.name == "WRONGPASS" })
            #expect(!redis.availability.isAvailable)
            try await server.become(echo())
            await redis.becomesAvailable()
            #expect(try await redis.text("k") == "k")
        }

        @Test(
            "A server that drops each connection with its first command gets two attempts a second at most",
            arguments: Way.allCases)
        func dropped(_ way: Way) async throws {
            let server = try ScriptedServer(.healthy { $0.name == "GET" ? [.close] : nil })
            defer { server.stop() }
            let log = LogRecorder()
            let redis = try client(port: server.port, logger: log.logger) { $0.resilience.backoff = .seconds(30) }
            let errors = await load(redis, way, for: .seconds(4))
            #expect(server.acceptedConnections <= 8)
            #expect(errors.allSatisfy { $0 != nil })
            #expect(!redis.availability.isAvailable)
            #expect(!log.lines.contains { $0.message.contains("available again") }, "\(log.texts)")
            try await server.become(echo())
            try await until { (try? await redis.text("k")) == "k" }
            await redis.becomesAvailable()
        }

        @Test("A replica gets one new connection a second at most from writes that it refuses")
        func replica() async throws {
            let server = try ScriptedServer(
                echo { $0.name == "SET" ? [.send("-READONLY You can't write against a read only replica.\r\n")] : nil })
            defer { server.stop() }
            let redis = try client(port: server.port)
            let end = ContinuousClock.now + .seconds(3)
            while ContinuousClock.now < end {
                _ = await tried { try await redis.set("k", "v") }
                try await Task.sleep(for: .milliseconds(2))
            }
            #expect((2...4).contains(server.acceptedConnections), "\(server.acceptedConnections)")
            #expect(redis.availability.isAvailable)
            #expect(try await redis.text("k") == "k")
        }

        @Test(
            "READONLY inside a script's error, as Redis before 7 words it, leads to a new connection",
            arguments: Way.allCases)
        func scriptOnReplica(_ way: Way) async throws {
            let line =
                "-ERR Error running script (call to f_6b1bf486c81ceb7edf3c093f4c48582e38c0e791): @user_script:1: "
                + "@user_script: 1: -READONLY You can't write against a read only replica.\r\n"
            try await expectNewConnection(way, line)
        }

        @Test("NOAUTH on a connection that was authenticated leads to a new one", arguments: Way.allCases)
        func forgottenLogin(_ way: Way) async throws {
            try await expectNewConnection(
                way, "-NOAUTH Authentication required.\r\n", credentials: .init(password: "p"))
        }

        private func expectNewConnection(
            _ way: Way, _ line: String, credentials: RedisConfiguration.Credentials? = nil
        ) async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.name == "EVAL" else { return nil }
                    return command.connection == 0 ? [.send(line)] : [.send("+OK\r\n")]
                })
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.1"))
            let redis = try client(port: server.port, host: "redis.test", resolver: book) {
                $0.credentials = credentials
            }
            let eval: @Sendable () async throws -> String = {
                switch way {
                case .shared: try await redis.send("EVAL", "return 1", 0, as: String.self)
                case .leased:
                    try await redis.withConnection { try await $0.send("EVAL", "return 1", 0, as: String.self) }
                }
            }
            #expect(await tried { try await eval() }.error?.code == .server)
            try await until { (try? await eval()) == "OK" }
            #expect(book.questions == 2)
            #expect(server.acceptedConnections == 2)
        }
    }
}
