import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("The end of a lease", .timeLimit(.minutes(3)))
struct LeaseEndTests {
    @Test("Pending calls of a lease fail when the lease ends")
    func callsInFlight() async throws {
        try await withServer { redis, _ in
            let pending = try await redis.withConnection { connection in
                let pending = Task {
                    await redisError { _ = try await connection.send("BLPOP", "none", 0, as: RESPValue.self) }
                }
                while try await redis.blockedClients() == 0 { await Task.yield() }
                return pending
            }
            let error = await pending.value
            #expect(error?.code == .connectionLost)
            #expect(error?.outcome == .unknown)
        }
    }

    @Test("A database that is selected inside a transaction does not stay selected for the next lease")
    func databaseInTransaction() async throws {
        try await withServer { redis, _ in
            try await redis.set("key", "zero")
            try await redis.transaction(watching: "key") { connection, transaction in
                try await connection.select(1)
                transaction.append(.set("key", "one"))
            }
            let value = try await redis.withConnection { try await $0.get("key", as: String.self) }
            #expect(value == "zero")
        }
    }

    @Test("No health check sends a PING within a transaction that a lease holder began")
    func healthCheckInTransaction() async throws {
        try await withServer { plain, _ in
            let offset = TimeSource.Offset()
            let redis = try RedisClient(plain.configuration, time: TimeSource(offset: offset))
            let replies = try await redis.withConnection { connection in
                let _: String = try await connection.send("MULTI")
                let _: String = try await connection.send("SET", "key", "value")
                offset.advance(by: .seconds(20))
                redis.timeWasAdvanced()
                _ = try await redis.ping()
                return try await connection.send("EXEC", as: [RESPValue].self)
            }
            #expect(replies == [.simpleString(Array("OK".utf8))])
        }
    }

    @Test("The deadline of a blocking command includes the time that it waits for a lease")
    func blockingDeadline() async throws {
        try await withServer({
            $0.pool.maximumLeasedConnections = 1
            $0.pool.maximumBlockingConnections = 1
            $0.pool.maximumLeaseWaiters = 1
            $0.resilience.commandTimeout = .seconds(60)
            // Far longer: a connection that has to be opened must not run out of its own time.
            $0.resilience.connectTimeout = .seconds(600)
        }) { plain, server in
            let offset = TimeSource.Offset()
            let redis = try RedisClient(plain.configuration, time: TimeSource(offset: offset))
            let popping = try await redis.withConnection { _ in
                // The only connection for blocking commands is taken.
                let first = Task { try? await redis.send("BLPOP", "none", 0, as: RESPValue.self) }
                while try await plain.send("INFO", "clients", as: String.self).contains("blocked_clients:0") {}
                let popping = Task { await Self.pop(redis) }
                let hurried = redis.withTimeout(.milliseconds(5))
                // It waits when there is no room for another that would.
                while await redisError({
                    _ = try await hurried.send("BLPOP", "none", 0.01, as: RESPValue.self)
                })?.code != .overloaded {}
                offset.advance(by: .seconds(50))
                server.freeze()
                first.cancel()
                _ = await first.value
                return popping
            }
            let start = ContinuousClock.now
            // Ten seconds are left to it, wherever it is by now.
            offset.advance(by: .seconds(15))
            redis.timeWasAdvanced()
            let error = await popping.value
            server.thaw()
            #expect(error?.code == .timeout)
            #expect(ContinuousClock.now - start < .seconds(30), "the time waited for the connection counts")
        }
    }

    private static func pop(_ redis: RedisClient) async -> RedisError? {
        while true {
            let error = await redisError { _ = try await redis.send("BLPOP", "none", 0.01, as: RESPValue.self) }
            // The other one that asks for the connection was first for a moment.
            if error?.code != .overloaded { return error }
        }
    }
}

@Suite("Errors after partial effects", .timeLimit(.minutes(3)))
struct PartialEffectTests {
    @Test("A script that failed after it had written is not called rejected")
    func script() async throws {
        try await withServer { redis, _ in
            let script = "redis.call('SET', KEYS[1], 'text'); return redis.call('INCR', KEYS[1])"
            let error = await redisError { _ = try await redis.send("EVAL", script, 1, "key", as: Int.self) }
            #expect(error?.code == .server)
            #expect(error?.outcome == .unknown)
            let written = try await redis.get("key", as: String.self)
            #expect(written == "text")
            let missing = await redisError { _ = try await redis.send("EVALSHA", "00", 0, as: Int.self) }
            #expect(missing?.outcome == .rejected, "nothing ran")
        }
    }

    @Test("Commands that ran because MULTI was refused are not called rejected")
    func transactionWithoutMulti() async throws {
        let server = try ScriptedServer(
            .healthy { command in
                switch command.name {
                case "MULTI": [.send("-NOPERM this user has no permissions to run the 'multi' command\r\n")]
                case "INCR": [.send(":1\r\n")]
                case "EXEC": [.send("-ERR EXEC without MULTI\r\n")]
                default: nil
                }
            })
        defer { server.stop() }
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port)))
        let error = await redisError { try await redis.transaction { $0.append(.incr("a")) } }
        #expect(error?.code == .server)
        #expect(error?.outcome == .unknown)
        #expect(error?.reply?.name == "NOPERM")
    }

    @Test("Durations beyond all reason do not trap")
    func hugeDurations() async throws {
        try await withServer { redis, _ in
            for timeout in [Duration.seconds(1e19), .seconds(Int64.max) * 2] {
                let answer = try await redis.withTimeout(timeout).ping()
                #expect(answer == "PONG")
            }
            await redis.shutdown(gracePeriod: .seconds(1e19))
        }
    }

    @Test("Arguments that the server quotes are not passed on")
    func quotedArguments() async throws {
        try await withServer { redis, _ in
            let error = await redisError { _ = try await redis.send("NOSUCH", "secret", as: Int.self) }
            #expect(error?.reply?.name == "ERR")
            #expect(error.map { "\($0) \($0.reply?.message ?? "")" }?.contains("secret") == false)
            let discarded = await redisError {
                _ = try await redis.transaction { $0.append(RedisCommand<Int>("NOSUCH", "secret")) }
            }
            #expect(discarded?.code == .transactionDiscarded)
            #expect(discarded.map { "\($0) \($0.reply?.message ?? "")" }?.contains("secret") == false)
        }
    }
}
