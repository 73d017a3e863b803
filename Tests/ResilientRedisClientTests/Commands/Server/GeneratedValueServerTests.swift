import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Generated commands of strings, bitmaps, keys, hashes and lists on a real server.
@Suite(.timeLimit(.minutes(3))) struct GeneratedValueServerTests {
    @Test(arguments: CommandServer.protocols)
    func `strings are stored with conditions and compared`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("s"), CommandServer.uniqueKey("s"))
        #expect(try await redis.setnx(key, "ohmytext"))
        #expect(try await !redis.setnx(key, "x"))
        try await redis.setex(other, "mynewtext", expiresIn: .milliseconds(90_500))
        let left = try #require(try await redis.ttl(other).remaining)
        #expect((Duration.seconds(60)...Duration.seconds(91)).contains(left))
        #expect(try await redis.substr(key, from: 2, to: 3, as: String.self) == "my")
        #expect(try await redis.lcs(key, other, as: String.self) == "mytext")
        #expect(try await redis.lcs(lengthOf: key, other) == 6)
        let common = try await redis.lcs(positionsOf: key, other, minimumLength: 4)
        #expect(common.length == 6)
        #expect(common.matches.map(\.first) == [4...7])
        #expect(common.matches.map(\.second) == [5...8])
        try await redis.psetex(key, "v", expiresIn: .seconds(50))
        #expect(try await redis.pttl(key).remaining ?? .zero > .seconds(1))
        if try await CommandServer.has("DELIFEQ") {
            #expect(try await !redis.delifeq(key, "w"))
            #expect(try await redis.delifeq(key, "v"))
        }
        if try await CommandServer.has("MSETEX") {
            #expect(try await redis.msetex([key: "1", other: "2"], expires: .in(.seconds(60))))
            #expect(try await !redis.msetex([key: "1"], condition: .ifAbsent))
        }
    }

    @Test(arguments: CommandServer.protocols)
    func `bits are counted, found, set and joined`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("b"), CommandServer.uniqueKey("b"))
        #expect(try await !redis.setbit(key, at: 1, true))
        #expect(try await redis.setbit(key, at: 1, true))
        #expect(try await redis.getbit(key, at: 1))
        #expect(try await !redis.getbit(key, at: 100))
        #expect(try await redis.bitcount(key) == 1)
        #expect(try await redis.bitcount(key, .bits(from: 2)) == 0)
        #expect(try await redis.bitcount(key, .bytes(from: 0, to: 0)) == 1)
        #expect(try await redis.bitpos(key, of: true) == 1)
        #expect(try await redis.bitpos(key, of: true, .bytes(from: 1)) == nil)
        #expect(try await redis.bitop(.not, other, of: [key]) == 1)
        #expect(try await redis.bitpos(other, of: false) == 1)
        let numbers = try await redis.bitfield(
            key,
            [
                .set(.unsigned(8), at: 0, 250), .overflow(.fail), .add(.unsigned(8), at: 0, 10),
                .overflow(.saturate), .add(.unsigned(8), at: 0, 10), .get(.signed(8), at: 0),
            ])
        #expect(numbers == [64, nil, 255, -1])
        #expect(try await redis.bitfieldRo(key, [.get(.unsigned(4), at: 4)]) == [15])
        #expect(try await redis.pfadd(key + "h", "a", "b", "c"))
        #expect(try await !redis.pfadd(key + "h", "a"))
        try await redis.pfmerge(other + "h", of: [key + "h"])
        #expect(try await redis.pfcount(key + "h", other + "h") == 3)
    }

    @Test(arguments: CommandServer.protocols)
    func `keys expire, move, are dumped and sorted`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("k"), CommandServer.uniqueKey("k"))
        #expect(try await redis.expiretime(key) == .noKey)
        try await redis.set(key, "value")
        #expect(try await redis.pexpiretime(key) == .noExpiry)
        #expect(try await redis.expireat(key, expiresAt: Date(timeIntervalSince1970: 4_000_000_000)))
        #expect(try await redis.expiretime(key).date == Date(timeIntervalSince1970: 4_000_000_000))
        #expect(try await redis.pexpiretime(key).date == Date(timeIntervalSince1970: 4_000_000_000))
        #expect(try await !redis.expire(key, expiresIn: .seconds(50), condition: .ifPersistent))
        #expect(try await redis.expire(key, expiresIn: .milliseconds(49_001)))
        let left = try #require(try await redis.ttl(key).remaining)
        #expect((Duration.seconds(20)...Duration.seconds(50)).contains(left))
        #expect(try await redis.objectEncoding(key) == "embstr")
        #expect(try await redis.objectRefcount(key) == 1)
        #expect(try await redis.objectIdletime(key) ?? .seconds(99) < .seconds(60))
        #expect(try await redis.objectEncoding(other) == nil)
        await #expect(throws: RedisError.self) { try await redis.objectFreq(key) }
        let dump = try #require(try await redis.dump(key))
        #expect(try await redis.dump(other) == nil)
        try await redis.restore(other, dump, expiresIn: .seconds(70))
        #expect(try await redis.get(other, as: String.self) == "value")
        let busy = await #expect(throws: RedisError.self) { try await redis.restore(other, dump) }
        #expect(busy?.reply?.name == "BUSYKEY")
        try await redis.restore(other, dump, replacing: true, idleTime: .seconds(30))
        #expect(try await redis.ttl(other) == .noExpiry)
        #expect(try await redis.move(other, toDatabase: 9))
        #expect(try await !redis.move(other, toDatabase: 9))

        let list = CommandServer.uniqueKey("l")
        try await redis.rpush(list, 3, 1, 2)
        #expect(try await redis.sort(list, as: Int.self) == [1, 2, 3])
        let options = RedisSortOptions(limit: .first(2), order: .descending, isAlphabetical: true)
        #expect(try await redis.sortRo(list, options, as: String.self) == ["3", "2"])
        #expect(try await redis.sort(list, RedisSortOptions(get: ["none_*"]), as: String.self) == [nil, nil, nil])
        #expect(try await redis.sort(list, storingIn: other) == 3)
    }

    @Test func `connections wait for the confirmation of their writes`() async throws {
        let redis = try await CommandServer.client(.resp2)
        let confirmed = try await redis.withConnection { connection in
            try await connection.wait(replicas: 1, timeout: .milliseconds(1))
        }
        #expect(confirmed == 0)
        let refused = await #expect(throws: RedisError.self) { try await redis.wait(replicas: 1, timeout: nil) }
        #expect(refused?.code == .unsupported)
        guard try await CommandServer.has("WAITAOF") else { return }
        let files = try await redis.withConnection { connection in
            try await connection.waitaof(locally: false, replicas: 0, timeout: .milliseconds(1))
        }
        #expect(files == [0, 0])
    }

    @Test func `keys move between servers and databases are exchanged`() async throws {
        let (from, to) = (try await RedisServer.start(), try await RedisServer.start())
        let (source, target) = (try CommandServer.client(of: from), try CommandServer.client(of: to))
        try await source.set("a", 1)
        try await source.set("b", 2)
        #expect(
            try await source.migrate(["a", "b"], toHost: to.host, port: to.port, timeout: .seconds(10)))
        #expect(
            try await !source.migrate(
                ["a"], toHost: to.host, port: to.port, timeout: .seconds(10), copying: true, replacing: true))
        #expect(try await target.mget("a", "b", as: Int.self) == [1, 2])
        try await target.swapdb(0, 1)
        #expect(try await target.dbsize() == 0)
        await source.shutdown(gracePeriod: .zero)
        await target.shutdown(gracePeriod: .zero)
        from.stop()
        to.stop()
    }

    @Test(arguments: CommandServer.protocols)
    func `fields of hashes expire`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("h")
        try await redis.hmset(key, fields: ["a": 1, "b": 2, "c": 3])
        guard try await CommandServer.has("HEXPIRE") else { return }
        #expect(try await redis.hexpire(key, expiresIn: .seconds(100), fields: ["a", "x"]) == [.changed, .noField])
        #expect(
            try await redis.hpexpire(key, expiresIn: .seconds(50), condition: .ifLater, fields: ["a"])
                == [.conditionNotMet])
        let date = Date(timeIntervalSince1970: 4_000_000_000)
        #expect(try await redis.hexpireat(key, expiresAt: date, fields: ["b"]) == [.changed])
        #expect(try await redis.hpexpireat(key, expiresAt: date, fields: ["b"]) == [.changed])
        #expect(try await redis.hexpiretime(key, fields: ["b", "c", "x"]) == [.expires(at: date), .noExpiry, .noKey])
        #expect(try await redis.hpexpiretime(key, fields: ["b"]) == [.expires(at: date)])
        let left = try await redis.httl(key, fields: ["a", "c"])
        #expect((Duration.seconds(70)...Duration.seconds(100)).contains(left[0].remaining ?? .zero))
        #expect(left[1] == .noExpiry)
        #expect(try await redis.hpttl(key, fields: ["a"]).first?.remaining ?? .zero > .seconds(50))
        #expect(try await redis.hpersist(key, fields: ["a", "c", "x"]) == [.changed, .noExpiry, .noField])
        #expect(try await redis.hexpire(key, expiresIn: .zero, fields: ["c"]) == [.deleted])
        guard try await CommandServer.has("HGETEX") else { return }
        #expect(try await redis.hsetex(key, fields: ["d": 4], expires: .in(.seconds(60))))
        #expect(try await !redis.hsetex(key, fields: ["d": 5], condition: .ifNoneExists))
        #expect(try await redis.hgetex(key, expires: .never, fields: ["d", "x"], as: Int.self) == [4, nil])
        #expect(try await redis.httl(key, fields: ["d"]) == [.noExpiry])
        guard try await CommandServer.has("HGETDEL") else { return }
        #expect(try await redis.hgetdel(key, fields: ["d", "x"], as: Int.self) == [4, nil])
        #expect(try await redis.hget(key, "d", as: Int.self) == nil)
    }

    @Test(arguments: CommandServer.protocols)
    func `lists give their elements to others`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let (key, other) = (CommandServer.uniqueKey("l"), CommandServer.uniqueKey("l"))
        try await redis.rpush(key, 1, 2, 3, 4)
        #expect(try await redis.rpoplpush(key, other, as: Int.self) == 4)
        #expect(try await redis.brpoplpush(key, other, timeout: .seconds(1), as: Int.self) == 3)
        let popped = try await redis.lmpop([other + "none", other], from: .left, count: 5, as: Int.self)
        #expect(popped == RedisPopped(keyBytes: Array(other.utf8), value: [3, 4]))
        #expect(try await redis.lmpop([other], from: .left, as: Int.self) == nil)
        let waited = try await redis.blmpop([other, key], from: .right, timeout: .seconds(1), as: Int.self)
        #expect(waited == RedisPopped(keyBytes: Array(key.utf8), value: [2]))
        #expect(try await redis.blmpop([other], from: .right, timeout: .milliseconds(1), as: Int.self) == nil)
        #expect(try await redis.rpoplpush(other, other, as: Int.self) == nil)
    }

    @Test func `what no server would accept is refused before it is sent`() async throws {
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: 1)))
        func refused(_ call: () async throws -> some Any) async {
            let error = await #expect(throws: RedisError.self) { _ = try await call() }
            #expect(error?.code == .encoding)
            #expect(error?.outcome == .notSent)
        }
        let none: [String] = []
        await refused { try await redis.del(none) }
        await refused { try await redis.mget(none, as: String.self) }
        await refused { try await redis.hset("h", fields: [String: Int]()) }
        await refused { try await redis.lpush("l", none) }
        await refused { try await redis.zadd("z", [String: Double]()) }
        await refused { try await redis.sunionstore("d", of: none) }
        await refused { try await redis.bitop(.and, "d", of: none) }
        await refused { try await redis.getbit("k", at: -1) }
        await refused { try await redis.lmpop(none, from: .left, as: String.self) }
        await refused { try await redis.lmpop(["l"], from: .left, count: 0, as: String.self) }
        await refused { try await redis.hexpire("h", expiresIn: .seconds(1), fields: none) }
        await refused { try await redis.xadd("s", [:], trimming: .maximumCount(1)) }
        await refused { try await redis.xread([], as: RedisStreamEntry<String, String>.self) }
        await refused { try await redis.xdel("s", none) }
        await refused { try await redis.xtrim("s", .maximumCount(-1)) }
        await refused { try await redis.zunion(none, as: String.self) }
        await refused { try await redis.geosearch("g", from: .member("m"), in: .radius(-1), as: String.self) }
        await refused { try await redis.pipeline(.get("k", as: String.self), .pfcount(none)) }
        await refused { try await redis.transaction { $0.append(.scriptExists(none)) } }
        await redis.shutdown(gracePeriod: .zero)
    }
}
