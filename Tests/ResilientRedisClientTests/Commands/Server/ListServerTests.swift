import RedisFaultInjection
import ResilientRedisClient
import Testing

/// List commands on a real server, the blocking ones included.
@Suite(.timeLimit(.minutes(3))) struct ListServerTests {
    @Test(arguments: CommandServer.protocols)
    func `values are pushed and popped at both ends`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("list"), CommandServer.uniqueKey("other"))
        #expect(try await redis.lpushx(key, "x") == 0)
        #expect(try await redis.rpushx(key, "x") == 0)
        #expect(try await redis.lpop(key, as: String.self) == nil)
        #expect(try await redis.lpop(key, count: 3, as: String.self) == [])
        #expect(try await redis.rpush(key, "b", "c") == 2)
        #expect(try await redis.lpush(key, ["a", "0"]) == 4)
        #expect(try await redis.rpushx(key, "d") == 5)
        #expect(try await redis.lpushx(key, "-1") == 6)
        let all: [String] = try await redis.lrange(key)
        #expect(all == ["-1", "0", "a", "b", "c", "d"])
        #expect(try await redis.lrange(key, from: -2, to: -1, as: String.self) == ["c", "d"])
        #expect(try await redis.lrange(key, from: 9, to: 12, as: String.self) == [])
        #expect(try await redis.lpop(key, as: Int.self) == -1)
        #expect(try await redis.rpop(key, as: String.self) == "d")
        #expect(try await redis.lmove(key, from: .left, other, to: .right, as: String.self) == "0")
        #expect(try await redis.lmove(other, from: .right, key, to: .left, as: String.self) == "0")
        #expect(try await redis.lmove(other, from: .left, key, to: .left, as: String.self) == nil)
        #expect(try await redis.lpop(key, count: 2, as: String.self) == ["0", "a"])
        #expect(try await redis.rpop(key, count: 9, as: String.self) == ["c", "b"])
        #expect(try await redis.llen(key) == 0)
    }

    @Test(arguments: CommandServer.protocols)
    func `values are found, replaced and removed by position`(
        version: RedisConfiguration.ProtocolVersion
    ) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("positions")
        #expect(try await redis.linsert(key, "x", before: "a") == 0)
        try await redis.rpush(key, "a", "b", "c", "a", "b", "c")
        #expect(try await redis.lindex(key, -1, as: String.self) == "c")
        #expect(try await redis.lindex(key, 99, as: String.self) == nil)
        #expect(try await redis.lpos(key, "b") == 1)
        #expect(try await redis.lpos(key, "b", rank: -1) == 4)
        #expect(try await redis.lpos(key, "x") == nil)
        #expect(try await redis.lpos(key, "a", count: 0) == [0, 3])
        #expect(try await redis.lpos(key, "a", count: 1, rank: 2) == [3])
        #expect(try await redis.lpos(key, "x", count: 0) == [])
        #expect(try await redis.linsert(key, "1", before: "b") == 7)
        #expect(try await redis.linsert(key, "2", after: "b") == 8)
        #expect(try await redis.linsert(key, "3", after: "x") == -1)
        #expect(try await redis.lrange(key, as: String.self) == ["a", "1", "b", "2", "c", "a", "b", "c"])
        try await redis.lset(key, 1, "one")
        #expect(try await redis.lindex(key, 1, as: String.self) == "one")
        let error = await #expect(throws: RedisError.self) { try await redis.lset(key, 99, "x") }
        #expect(error?.code == .server)
        #expect(try await redis.lrem(key, "c", count: -1) == 1)
        #expect(try await redis.lrem(key, "a") == 2)
        try await redis.ltrim(key, from: 1, to: 2)
        #expect(try await redis.lrange(key, as: String.self) == ["b", "2"])
    }

    @Test(arguments: CommandServer.protocols)
    func `a blocking pop takes what is there, and nil when time is up`(
        version: RedisConfiguration.ProtocolVersion
    ) async throws {
        let redis = try await CommandServer.client(version)
        let (empty, full) = (CommandServer.uniqueKey("empty"), CommandServer.uniqueKey("full"))
        try await redis.rpush(full, "a", "b", "c")
        let first = try await redis.blpop(empty, full, timeout: .seconds(20), as: String.self)
        #expect(first?.key == full)
        #expect(first?.value == "a")
        #expect(try await redis.brpop([empty, full], timeout: nil, as: String.self)?.value == "c")
        let moved = try await redis.blmove(
            full, from: .left, empty, to: .left, timeout: .seconds(20), as: String.self)
        #expect(moved == "b")
        #expect(try await redis.lrange(empty, as: String.self) == ["b"])
        #expect(try await redis.blpop(full, timeout: .zero, as: String.self) == nil)
        #expect(try await redis.brpop(full, timeout: .milliseconds(1), as: String.self) == nil)
        let none = try await redis.blmove(
            full, from: .left, empty, to: .left, timeout: .milliseconds(1), as: String.self)
        #expect(none == nil)
    }

    @Test func `a blocking pop waits for another task's push and delays no other command`() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try CommandServer.client(of: server)
        async let popped = redis.blpop("queue", timeout: .seconds(20), as: String.self)
        while try await redis.info("clients")["blocked_clients"] != "1" {}
        #expect(try await redis.ping() == "PONG")
        try await redis.rpush("queue", "job")
        #expect(try await popped?.value == "job")
    }
}
