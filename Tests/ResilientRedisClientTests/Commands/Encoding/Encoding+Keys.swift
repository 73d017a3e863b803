import FoundationEssentials
import ResilientRedisClient

extension Encoding {
    static let keys: [Encoding] = [
        Encoding(.del("a"), "DEL", "a"),
        Encoding(.del("a", "b"), "DEL", "a", "b"),
        Encoding(.del(["a", "b"][...]), "DEL", "a", "b"),
        Encoding(.del([] as [String]), "DEL"),
        Encoding(.unlink("a", "b"), "UNLINK", "a", "b"),
        Encoding(.exists("a", "a"), "EXISTS", "a", "a"),
        Encoding(.touch("a", "b"), "TOUCH", "a", "b"),
        Encoding(.type("k"), "TYPE", "k"),
        Encoding(.rename("a", to: "b"), "RENAME", "a", "b"),
        Encoding(.renamenx("a", to: "b"), "RENAMENX", "a", "b"),
        Encoding(.copy("a", to: "b"), "COPY", "a", "b"),
        Encoding(.copy("a", to: "b", replacing: true), "COPY", "a", "b", "REPLACE"),
        Encoding(.randomkey(as: String.self), "RANDOMKEY"),
        Encoding(.keys(matching: "user:*", as: String.self), "KEYS", "user:*"),
        Encoding(.scan(as: String.self), "SCAN", "0"),
        Encoding(
            .scan(
                RedisScanCursor(rawValue: .max), matching: "a*", type: .sortedSet, count: 100, as: String.self),
            "SCAN", "18446744073709551615", "MATCH", "a*", "COUNT", "100", "TYPE", "zset"),

        Encoding(.pexpire("k", expiresIn: .seconds(30)), "PEXPIRE", "k", "30000"),
        Encoding(.pexpire("k", expiresIn: .zero), "PEXPIRE", "k", "0"),
        Encoding(.pexpire("k", expiresIn: .seconds(1), condition: .ifPersistent), "PEXPIRE", "k", "1000", "NX"),
        Encoding(.pexpire("k", expiresIn: .seconds(1), condition: .ifExpiring), "PEXPIRE", "k", "1000", "XX"),
        Encoding(.pexpire("k", expiresIn: .seconds(1), condition: .ifLater), "PEXPIRE", "k", "1000", "GT"),
        Encoding(.pexpire("k", expiresIn: .seconds(1), condition: .ifEarlier), "PEXPIRE", "k", "1000", "LT"),
        Encoding(
            .pexpireat("k", expiresAt: Date(timeIntervalSince1970: 1_900_000_000)), "PEXPIREAT", "k", "1900000000000"),
        Encoding(
            .pexpireat("k", expiresAt: Date(timeIntervalSince1970: 1_900_000_000), condition: .ifLater),
            "PEXPIREAT", "k", "1900000000000", "GT"),
        Encoding(.pttl("k"), "PTTL", "k"),
        Encoding(.persist("k"), "PERSIST", "k"),
    ]

    static let hashes: [Encoding] = [
        Encoding(.hget("h", "f", as: String.self), "HGET", "h", "f"),
        Encoding(.hset("h", "f", 1), "HSET", "h", "f", "1"),
        Encoding(.hset("h", fields: ["f": 1]), "HSET", "h", "f", "1"),
        Encoding(.hset("h", fields: ["f": 1, "g": "x", "h": true]), "HSET", "h", "f", "1", "g", "x", "h", "1"),
        Encoding(.hsetnx("h", "f", "v"), "HSETNX", "h", "f", "v"),
        Encoding(.hmget("h", "f", "g", as: String.self), "HMGET", "h", "f", "g"),
        Encoding(.hmget("h", ["f", "g"], as: String.self), "HMGET", "h", "f", "g"),
        Encoding(.hgetall("h", as: [String: String].self), "HGETALL", "h"),
        Encoding(.hdel("h", "f", "g"), "HDEL", "h", "f", "g"),
        Encoding(.hexists("h", "f"), "HEXISTS", "h", "f"),
        Encoding(.hlen("h"), "HLEN", "h"),
        Encoding(.hstrlen("h", "f"), "HSTRLEN", "h", "f"),
        Encoding(.hkeys("h", as: String.self), "HKEYS", "h"),
        Encoding(.hvals("h", as: String.self), "HVALS", "h"),
        Encoding(.hincrby("h", "f", 1), "HINCRBY", "h", "f", "1"),
        Encoding(.hincrby("h", "f", -2), "HINCRBY", "h", "f", "-2"),
        Encoding(.hincrbyfloat("h", "f", 0.25), "HINCRBYFLOAT", "h", "f", "0.25"),
        Encoding(.hrandfield("h", as: String.self), "HRANDFIELD", "h"),
        Encoding(.hrandfield("h", count: -3, as: String.self), "HRANDFIELD", "h", "-3"),
        Encoding(
            .hrandfield("h", count: 2, withValues: RedisHashEntry<String, Int>.self),
            "HRANDFIELD", "h", "2", "WITHVALUES"),
        Encoding(.hscan("h", as: RedisHashEntry<String, Int>.self), "HSCAN", "h", "0"),
        Encoding(
            .hscan(
                "h", RedisScanCursor(rawValue: 9), matching: "f*", count: 5, as: RedisHashEntry<String, Int>.self),
            "HSCAN", "h", "9", "MATCH", "f*", "COUNT", "5"),
    ]
}
