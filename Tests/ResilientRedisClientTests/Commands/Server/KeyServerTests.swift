import FoundationEssentials
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Key, expiry, server and connection commands on a real server.
@Suite(.timeLimit(.minutes(3))) struct KeyServerTests {
    @Test(arguments: CommandServer.protocols)
    func `keys are deleted, counted, renamed and copied`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (a, b, c) = (
            CommandServer.uniqueKey("a"), CommandServer.uniqueKey("b"), CommandServer.uniqueKey("c")
        )
        try await redis.mset([a: 1, b: 2])
        #expect(try await redis.exists(a, b, c, a) == 3)
        #expect(try await redis.touch([a, b, c]) == 2)
        #expect(try await redis.copy(a, to: c))
        #expect(try await !redis.copy(b, to: c))
        #expect(try await redis.copy(b, to: c, replacing: true))
        #expect(try await redis.get(c, as: Int.self) == 2)
        #expect(try await !redis.renamenx(a, to: b))
        try await redis.rename(a, to: b)
        #expect(try await redis.get(b, as: Int.self) == 1)
        #expect(try await redis.renamenx(b, to: a))
        #expect(try await redis.del(a, b) == 1)
        #expect(try await redis.unlink([c]) == 1)
        let error = await #expect(throws: RedisError.self) { try await redis.rename(a, to: b) }
        #expect(error?.outcome == .rejected)
        let none = await #expect(throws: RedisError.self) { try await redis.del([] as [String]) }
        #expect(none?.code == .encoding)
    }

    @Test(arguments: CommandServer.protocols)
    func `kinds of values are told apart`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("kind")
        #expect(try await redis.type(key) == nil)
        try await redis.set(key, 1)
        #expect(try await redis.type(key) == .string)
        try await redis.del(key)
        try await redis.lpush(key, 1)
        #expect(try await redis.type(key) == .list)
        try await redis.del(key)
        try await redis.sadd(key, 1)
        #expect(try await redis.type(key) == .set)
        try await redis.del(key)
        try await redis.zadd(key, "a", score: 1)
        #expect(try await redis.type(key) == .sortedSet)
        try await redis.del(key)
        try await redis.hset(key, "a", 1)
        #expect(try await redis.type(key) == .hash)
        try await redis.del(key)
        let _: String = try await redis.send("XADD", key, "*", "a", "1")
        #expect(try await redis.type(key) == .stream)
    }

    @Test(arguments: CommandServer.protocols)
    func `expiries are set, read and removed`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("expiry")
        #expect(try await redis.pttl(key) == .noKey)
        #expect(try await !redis.pexpire(key, expiresIn: .seconds(5)))
        try await redis.set(key, 1)
        #expect(try await redis.pttl(key) == .noExpiry)
        #expect(try await !redis.persist(key))
        #expect(try await redis.pexpire(key, expiresIn: .seconds(1000), condition: .ifPersistent))
        #expect(try await !redis.pexpire(key, expiresIn: .seconds(2000), condition: .ifEarlier))
        #expect(try await redis.pexpire(key, expiresIn: .seconds(2000), condition: .ifLater))
        #expect(try #require(try await redis.pttl(key).remaining) > .seconds(1500))
        #expect(try await redis.pexpireat(key, expiresAt: Date(timeIntervalSinceNow: 100), condition: .ifExpiring))
        #expect(try #require(try await redis.pttl(key).remaining) < .seconds(101))
        #expect(try await redis.persist(key))
        #expect(try await redis.pttl(key) == .noExpiry)
        #expect(try await redis.pexpire(key, expiresIn: .seconds(-1)))
        #expect(try await redis.exists(key) == 0)
    }

    @Test func `a time that the server cannot hold is refused`() async throws {
        let redis = try await CommandServer.client(.resp2)
        let key = CommandServer.uniqueKey("overflow")
        try await redis.set(key, 1)
        let error = await #expect(throws: RedisError.self) {
            try await redis.pexpire(key, expiresIn: .seconds(Int.max) * 15)
        }
        #expect(error?.code == .server)
        #expect(try await redis.pttl(key) == .noExpiry)
    }

    @Test(arguments: CommandServer.protocols)
    func `scanning finds every key`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let prefix = CommandServer.uniqueKey("scan")
        let expected = Set((0..<500).map { "\(prefix):\($0)" })
        try await redis.mset(Dictionary(uniqueKeysWithValues: expected.map { ($0, 1) }))
        try await redis.sadd("\(prefix):set", "x")
        var found: [String] = []
        for try await key in redis.scanAll(matching: "\(prefix):*", type: .string, count: 50, as: String.self) {
            found.append(key)
        }
        #expect(Set(found) == expected)
        #expect(try await Set(redis.keys(matching: "\(prefix):*", as: String.self)).subtracting(expected).count == 1)
        let page = try await redis.scan(matching: "\(prefix):*", count: 1, as: String.self)
        let cursor = try #require(page.next)
        #expect(try await redis.scan(cursor, count: 10, as: String.self).next != cursor)
        #expect(try await redis.randomkey(as: String.self) != nil)
    }

    @Test func `an iteration stops with the task that asks for it`() async throws {
        let redis = try await CommandServer.client(.resp2)
        let prefix = CommandServer.uniqueKey("stop")
        try await redis.mset(Dictionary(uniqueKeysWithValues: (0..<100).map { ("\(prefix):\($0)", 1) }))
        let task = Task {
            var count = 0
            for try await _ in redis.scanAll(matching: "\(prefix):*", count: 10, as: String.self) {
                count += 1
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return count
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(arguments: CommandServer.protocols)
    func `INFO, CONFIG and MEMORY describe the server`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        #expect(try await redis.info()["redis_version"]?.isEmpty == false)
        #expect(try await redis.info("memory")["used_memory"].flatMap { Int($0) } ?? 0 > 0)
        #expect(abs(try await redis.time().timeIntervalSinceNow) < 60)
        #expect(try await redis.lastsave().timeIntervalSinceNow < 60)
        let key = CommandServer.uniqueKey("usage")
        #expect(try await redis.memoryUsage(key) == nil)
        try await redis.set(key, String(repeating: "x", count: 1000))
        #expect(try #require(try await redis.memoryUsage(key, samples: 0)) > 1000)
        try await redis.configSet("slowlog-max-len", 99)
        #expect(try await redis.configGet("slowlog-max-len", "maxmemory")["slowlog-max-len"] == "99")
        let error = await #expect(throws: RedisError.self) { try await redis.configSet("no-such-setting", 1) }
        #expect(error?.code == .server)
    }

    @Test(arguments: CommandServer.protocols)
    func `connections reply, echo and have names`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        #expect(try await redis.ping() == "PONG")
        #expect(try await redis.echo("hello") == "hello")
        #expect(try await redis.echo([UInt8](0...255)) == [UInt8](0...255))
        #expect(try await redis.clientId() > 0)
        try await redis.withConnection { connection in
            #expect(try await connection.clientGetname() == nil)
            try await connection.clientSetname("worker-1")
            #expect(try await connection.clientGetname() == "worker-1")
        }
        await #expect(throws: RedisError.self) { try await redis.select(3) }
    }

    @Test func `a database is selected, counted and emptied on its own`() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try CommandServer.client(of: server)
        try await redis.mset(["a": 1, "b": 2])
        #expect(try await redis.dbsize() == 2)
        try await redis.withConnection { connection in
            try await connection.select(5)
            try await connection.set("c", 3)
            #expect(try await connection.dbsize() == 1)
            try await connection.flushdb(.sync)
            #expect(try await connection.dbsize() == 0)
        }
        #expect(try await redis.dbsize() == 2)
        try await redis.flushall(.async)
        #expect(try await redis.dbsize() == 0)
        try await redis.flushdb()
    }
}
