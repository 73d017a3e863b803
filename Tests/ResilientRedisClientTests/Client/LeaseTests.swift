import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Leased connections", .timeLimit(.minutes(3)))
struct LeaseTests {
    @Test("A lease whose database was changed is closed, and an unchanged one is reused")
    func state() async throws {
        try await withServer { redis, _ in
            try await redis.set("key", "zero")
            let changed = try await redis.withConnection { connection in
                let _: String = try await connection.send("SELECT", 1)
                #expect(try await connection.get("key", as: String.self) == nil)
                return try await connection.clientId()
            }
            let next = try await redis.withConnection { connection in
                #expect(try await connection.get("key", as: String.self) == "zero")
                return try await connection.clientId()
            }
            #expect(next != changed)
            let again = try await redis.withConnection { try await $0.clientId() }
            #expect(again == next, "an unchanged connection is reused")
        }
    }

    @Test("Leases are granted in the order in which callers asked for them")
    func order() async throws {
        let change: (inout RedisConfiguration) -> Void = {
            $0.pool.maximumLeasedConnections = 1
            $0.resilience.commandTimeout = .seconds(60)
        }
        try await withServer(change) { redis, _ in
            let order = Recorder()
            let waiting = try await redis.withConnection { connection in
                var waiting: [Task<Void, any Error>] = []
                for index in 0..<10 {
                    waiting.append(Task { try await redis.withConnection { _ in await order.add(index) } })
                    // The next caller comes when this one has had time to wait: its own command is behind it.
                    _ = try await connection.ping()
                    for _ in 0..<20 { await Task.yield() }
                }
                return waiting
            }
            for task in waiting { try await task.value }
            #expect(await order.values == Array(0..<10))
        }
    }

    @Test("The number of leases never exceeds its maximum under load")
    func bound() async throws {
        try await withServer({ $0.pool.maximumLeasedConnections = 3 }) { redis, _ in
            let gauge = Gauge()
            try await withThrowingTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await redis.withConnection { connection in
                            await gauge.enter()
                            _ = try await connection.ping()
                            await gauge.leave()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(await gauge.highest <= 3)
            #expect(try await redis.clientCount() <= 4)
        }
    }

    @Test("A caller that waits for a lease times out when none becomes free")
    func timeout() async throws {
        try await withServer({ $0.pool.maximumLeasedConnections = 1 }) { redis, _ in
            try await redis.withConnection { _ in
                let error = await redisError {
                    try await redis.withTimeout(.milliseconds(50)).withConnection { _ in }
                }
                #expect(error?.code == .timeout)
                #expect(error?.outcome == .notSent)
            }
            #expect(redis.availability.isAvailable)
        }
    }

    @Test("A caller beyond maximumLeaseWaiters is refused a lease at once")
    func overload() async throws {
        try await withServer({
            $0.pool.maximumLeasedConnections = 1
            $0.pool.maximumLeaseWaiters = 1
        }) { redis, _ in
            try await redis.withConnection { _ in
                let hurried = redis.withTimeout(.milliseconds(100))
                var overloaded: RedisError?
                // Of two that wait at the same time, the second is one too many.
                while overloaded == nil {
                    async let first = redisError { try await hurried.withConnection { _ in } }
                    async let second = redisError { try await hurried.withConnection { _ in } }
                    let errors = await [first, second]
                    overloaded = errors.compactMap { $0 }.first { $0.code == .overloaded }
                    #expect(errors.contains { $0?.code == .timeout })
                }
                #expect(overloaded?.outcome == .notSent)
            }
            #expect(redis.availability.isAvailable)
        }
    }

    @Test("A cancelled lease holder frees its place, and the next holder gets no stale reply")
    func cancellation() async throws {
        try await withServer({ $0.pool.maximumLeasedConnections = 1 }) { redis, _ in
            let blocked = Task {
                try await redis.withConnection { try await $0.send("BLPOP", "nothing", 0, as: RESPValue.self) }
            }
            // The server reports the blocked client before it is cancelled.
            while try await redis.blockedClients() == 0 { await Task.yield() }
            blocked.cancel()
            await #expect(throws: CancellationError.self) { _ = try await blocked.value }
            let pong = try await redis.withConnection { try await $0.ping() }
            #expect(pong == "PONG")
        }
    }

    @Test("A blocking command runs on a lease with the time that it gives the server")
    func blocking() async throws {
        try await withServer({ $0.resilience.commandTimeout = .seconds(2) }) { redis, _ in
            let popped = Task { try await redis.send("BLPOP", "list", 30, as: [String].self) }
            while try await redis.blockedClients() == 0 { await Task.yield() }
            #expect(try await redis.ping() == "PONG", "the shared connection is not held up")
            try await redis.rpush("list", "value")
            #expect(try await popped.value == ["list", "value"])
            let nothing = try await redis.send("BLPOP", "list", 2.1, as: [String]?.self)
            #expect(nothing == nil, "a server that waits as long as it was told to has not timed out")
        }
    }

    @Test("A connection refuses commands after its lease has ended")
    func afterwards() async throws {
        try await withServer { redis, _ in
            let kept = try await redis.withConnection { $0 }
            let error = await redisError { _ = try await kept.ping() }
            #expect(error?.code == .unsupported)
            #expect(error?.outcome == .notSent)
        }
    }

    @Test("The configured number of idle leases is kept warm")
    func warm() async throws {
        try await withServer({ $0.pool.minimumIdleLeasedConnections = 3 }) { redis, _ in
            while try await redis.clientCount() < 4 { await Task.yield() }
            #expect(try await redis.clientCount() == 4)
        }
    }

    @Test("Idle leases are closed after the idle timeout, except those that are kept warm")
    func trimmed() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let clock = ManualClock()
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.resilience.connectTimeout = .seconds(600)
        configuration.resilience.commandTimeout = .seconds(600)
        configuration.pool.minimumIdleLeasedConnections = 1
        configuration.pool.idleTimeout = .seconds(300)
        let redis = try RedisClient(configuration, clock: clock)
        try await redis.withConnection { _ in
            try await redis.withConnection { _ in
                try await redis.withConnection { _ in
                    // The shared connection is one, too.
                    while try await redis.clientCount() < 4 { await Task.yield() }
                }
            }
        }
        // Behind the last one that was given back.
        _ = try await redis.ping()
        // A minute less than that, because time passes by itself as well.
        clock.advance(by: .seconds(240))
        #expect(try await redis.clientCount() >= 4)
        clock.advance(by: .seconds(61))
        while try await redis.clientCount() > 2 { await Task.yield() }
        #expect(try await redis.clientCount() == 2)
        await redis.shutdown(gracePeriod: .zero)
    }
}

extension RedisClient {
    func clientCount() async throws -> Int {
        try await send("CLIENT", "LIST", as: String.self).split(separator: "\n").count
    }

    func blockedClients() async throws -> Int {
        let info: String = try await send("INFO", "clients")
        let line = info.split(separator: "\r\n").first { $0.hasPrefix("blocked_clients:") }
        return line.flatMap { Int($0.dropFirst(16)) } ?? 0
    }
}

/// Remembers what happened in which order.
actor Recorder {
    private(set) var values: [Int] = []

    func add(_ value: Int) { values.append(value) }
}

/// Counts how many are inside at once.
actor Gauge {
    private var inside = 0
    private(set) var highest = 0

    func enter() {
        inside += 1
        highest = max(highest, inside)
    }

    func leave() { inside -= 1 }
}
