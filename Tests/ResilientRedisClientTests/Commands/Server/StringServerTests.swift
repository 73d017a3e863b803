import FoundationEssentials
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// String and counter commands on a real server.
@Suite(.timeLimit(.minutes(3))) struct StringServerTests {
    private struct User: Codable, Equatable {
        var name: String
        var visits: Int
    }

    @Test(arguments: CommandServer.protocols)
    func `values come back as the type asked for`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("types")
        #expect(try await redis.get(key, as: String.self) == nil)
        #expect(try await redis.set(key, "привет"))
        let inferred: String? = try await redis.get(key)
        #expect(inferred == "привет")
        try await redis.set(key, 42)
        #expect(try await redis.get(key, as: Int.self) == 42)
        #expect(try await redis.get(key, as: Double.self) == 42)
        try await redis.set(key, true)
        #expect(try await redis.get(key, as: Bool.self) == true)
        try await redis.set(key, [UInt8](0...255))
        #expect(try await redis.get(key, as: [UInt8].self) == [UInt8](0...255))
        try await redis.set(key, Data(repeating: 7, count: 100_000))
        #expect(try await redis.get(key, as: Data.self) == Data(repeating: 7, count: 100_000))
        let missing: String = try await redis.get(CommandServer.uniqueKey("none")) ?? "default"
        #expect(missing == "default")
    }

    @Test(arguments: CommandServer.protocols)
    func `codable values come back through their coder`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("user")
        let user = User(name: "Ann", visits: 3)
        #expect(try await redis.get(key, as: User.self, coder: .json) == nil)
        #expect(try await redis.set(key, user, coder: .json, expires: .in(.seconds(100))))
        #expect(try await redis.get(key, as: User.self, coder: .json) == user)
        #expect(try await redis.pttl(key).remaining != nil)
        #expect(try await !redis.set(key, user, coder: .json, condition: .ifAbsent))
        try await redis.set(key, "no JSON")
        let error = await #expect(throws: RedisError.self) {
            try await redis.get(key, as: User.self, coder: .json)
        }
        #expect(error?.code == .decoding)
    }

    @Test(arguments: CommandServer.protocols)
    func `SET keeps its conditions and its expiry`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("set")
        #expect(try await !redis.set(key, 1, condition: .ifPresent))
        #expect(try await redis.set(key, 1, expiresIn: .seconds(60), condition: .ifAbsent))
        #expect(try await !redis.set(key, 2, condition: .ifAbsent))
        let remaining = try #require(try await redis.pttl(key).remaining)
        #expect(remaining > .seconds(30) && remaining <= .seconds(60))
        #expect(try await redis.set(key, 2, expires: .unchanged, condition: .ifPresent))
        #expect(try await redis.pttl(key).remaining != nil)
        try await redis.set(key, 3)
        #expect(try await redis.pttl(key) == .noExpiry)
        try await redis.set(key, 4, expires: .at(Date(timeIntervalSinceNow: 100)))
        #expect(try #require(try await redis.pttl(key).remaining) > .seconds(50))
        #expect(try await redis.set(key, 5, expires: .unchanged, returningOld: Int.self) == 4)
        #expect(try await redis.pttl(key).remaining != nil)
        #expect(try await redis.set(key, 6, returningOld: Int.self) == 5)
        #expect(try await redis.getset(key, 6, as: Int.self) == 6)
        #expect(try await redis.pttl(key) == .noExpiry)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .milliseconds(Int.max)])
    func `an impossible time is refused by the server, without effect`(duration: Duration) async throws {
        let redis = try await CommandServer.client(.resp2)
        let key = CommandServer.uniqueKey("impossible")
        let error = await #expect(throws: RedisError.self) { try await redis.set(key, 1, expiresIn: duration) }
        #expect(error?.code == .server)
        #expect(error?.outcome == .rejected)
        #expect(try await redis.exists(key) == 0)
    }

    @Test(arguments: CommandServer.protocols)
    func `GETEX and GETDEL read and change`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("getex")
        #expect(try await redis.getex(key, expires: .never, as: String.self) == nil)
        try await redis.set(key, "v")
        #expect(try await redis.getex(key, expires: .in(.seconds(50)), as: String.self) == "v")
        #expect(try await redis.pttl(key).remaining != nil)
        #expect(try await redis.getex(key, expires: .unchanged, as: String.self) == "v")
        #expect(try await redis.pttl(key).remaining != nil)
        #expect(try await redis.getex(key, expires: .never, as: String.self) == "v")
        #expect(try await redis.pttl(key) == .noExpiry)
        #expect(try await redis.getdel(key, as: String.self) == "v")
        #expect(try await redis.getdel(key, as: String.self) == nil)
    }

    @Test(arguments: CommandServer.protocols)
    func `several values go and come in one call`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (a, b, c) = (
            CommandServer.uniqueKey("a"), CommandServer.uniqueKey("b"), CommandServer.uniqueKey("c")
        )
        try await redis.mset([a: 1, b: 2])
        #expect(try await redis.mget(a, c, b, as: Int.self) == [1, nil, 2])
        #expect(try await redis.mget([a, b], as: String.self) == ["1", "2"])
        #expect(try await !redis.msetnx([a: 5, c: 5]))
        #expect(try await redis.exists(c) == 0)
        #expect(try await redis.msetnx([c: "x"]))
        #expect(try await redis.get(c, as: String.self) == "x")
    }

    @Test(arguments: CommandServer.protocols)
    func `parts of values are read and written`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("part")
        #expect(try await redis.append(key, "Hello") == 5)
        #expect(try await redis.append(key, " World") == 11)
        #expect(try await redis.strlen(key) == 11)
        #expect(try await redis.getrange(key, from: -5, as: String.self) == "World")
        #expect(try await redis.getrange(key, from: 0, to: 4, as: [UInt8].self) == Array("Hello".utf8))
        #expect(try await redis.setrange(key, at: 6, "Redis") == 11)
        #expect(try await redis.get(key, as: String.self) == "Hello Redis")
        #expect(try await redis.getrange(CommandServer.uniqueKey("none"), as: String.self) == "")
    }

    @Test(arguments: CommandServer.protocols)
    func `counters count`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("counter")
        #expect(try await redis.incr(key) == 1)
        #expect(try await redis.incrby(key, 9) == 10)
        #expect(try await redis.decr(key) == 9)
        #expect(try await redis.decrby(key, 19) == -10)
        #expect(try await redis.incrbyfloat(key, 0.5) == -9.5)
        let error = await #expect(throws: RedisError.self) { try await redis.incr(key) }
        #expect(error?.code == .server)
        #expect(error?.outcome == .rejected)
    }

    @Test func `typed commands go through pipelines`() async throws {
        let redis = try await CommandServer.client(.resp2)
        let key = CommandServer.uniqueKey("pipeline")
        let (stored, visits, value, none) = try await redis.pipeline(
            .set(key, 5), .incrby(key, 2), .get(key, as: Int.self), .hgetall(key + ":none", as: [String: Int].self))
        #expect(stored)
        #expect(visits == 7)
        #expect(value == 7)
        #expect(none.isEmpty)
    }

    @Test func `a leased connection has the same commands`() async throws {
        let redis = try await CommandServer.client(.resp2)
        let key = CommandServer.uniqueKey("leased")
        let value = try await redis.withConnection { connection in
            try await connection.set(key, "v", expiresIn: .seconds(60))
            return try await connection.get(key, as: String.self)
        }
        #expect(value == "v")
    }

    @Test func `a key of another kind is an error that says so`() async throws {
        let redis = try await CommandServer.client(.resp2)
        let key = CommandServer.uniqueKey("wrong")
        try await redis.lpush(key, "a")
        let error = await #expect(throws: RedisError.self) { try await redis.get(key, as: String.self) }
        #expect(error?.code == .server)
        #expect(error?.reply?.name == "WRONGTYPE")
    }
}
