import FoundationEssentials
import ResilientRedisClient

extension Encoding {
    static let strings: [Encoding] = [
        Encoding(.get("k", as: String.self), "GET", "k"),
        Encoding(.get("ключ", as: String.self), "GET", "ключ"),
        Encoding(.get(7, as: String.self), "GET", "7"),
        Encoding(.get([UInt8]("k".utf8), as: String.self), "GET", "k"),
        Encoding(.get(Data("k".utf8), as: String.self), "GET", "k"),
        Encoding(.get("", as: String.self), "GET", ""),
        Encoding(.get("k", as: [Int].self, coder: .json), "GET", "k"),

        Encoding(.set("k", "v"), "SET", "k", "v"),
        Encoding(.set("k", -5), "SET", "k", "-5"),
        Encoding(.set("k", 1.5), "SET", "k", "1.5"),
        Encoding(.set("k", true), "SET", "k", "1"),
        Encoding(.set("k", Data("v\r\n".utf8)), "SET", "k", "v\r\n"),
        Encoding(.set("k", "v", condition: .ifAbsent), "SET", "k", "v", "NX"),
        Encoding(.set("k", "v", condition: .ifPresent), "SET", "k", "v", "XX"),
        Encoding(.set("k", "v", expiresIn: .seconds(60)), "SET", "k", "v", "PX", "60000"),
        Encoding(
            .set("k", "v", expiresIn: .milliseconds(5), condition: .ifAbsent), "SET", "k", "v", "PX", "5", "NX"),
        Encoding(.set("k", "v", expires: .never), "SET", "k", "v"),
        Encoding(.set("k", "v", expires: .unchanged), "SET", "k", "v", "KEEPTTL"),
        Encoding(
            .set("k", "v", expires: .in(.seconds(2)), condition: .ifPresent), "SET", "k", "v", "PX", "2000", "XX"),
        Encoding(
            .set("k", "v", expires: .at(Date(timeIntervalSince1970: 1_900_000_000.25))),
            "SET", "k", "v", "PXAT", "1900000000250"),
        Encoding(
            .set("k", "v", expires: .in(.seconds(1)), returningOld: String.self), "SET", "k", "v", "GET", "PX", "1000"),
        Encoding(.set("k", "v", returningOld: String.self), "SET", "k", "v", "GET"),
        Encoding(.getset("k", "v", as: String.self), "GETSET", "k", "v"),
        Encoding(.getdel("k", as: String.self), "GETDEL", "k"),
        Encoding(.getex("k", expires: .in(.seconds(1)), as: String.self), "GETEX", "k", "PX", "1000"),
        Encoding(.getex("k", expires: .never, as: String.self), "GETEX", "k", "PERSIST"),
        Encoding(.getex("k", expires: .unchanged, as: String.self), "GETEX", "k"),

        Encoding(.mget("a", "b", as: String.self), "MGET", "a", "b"),
        Encoding(.mget(["a", "b"], as: String.self), "MGET", "a", "b"),
        Encoding(.mget(1, 2, as: String.self), "MGET", "1", "2"),
        Encoding(.mget(65 as UInt8, 66, as: String.self), "MGET", "65", "66"),
        Encoding(.mget([UInt8]("a".utf8), [UInt8]("b".utf8), as: String.self), "MGET", "a", "b"),
        Encoding(.mset(["a": 1]), "MSET", "a", "1"),
        Encoding(.mset(["a": 1, "b": "x"]), "MSET", "a", "1", "b", "x"),
        Encoding(.msetnx(["a": "x"]), "MSETNX", "a", "x"),

        Encoding(.append("k", "v"), "APPEND", "k", "v"),
        Encoding(.strlen("k"), "STRLEN", "k"),
        Encoding(.getrange("k", as: String.self), "GETRANGE", "k", "0", "-1"),
        Encoding(.getrange("k", from: -3, to: -2, as: String.self), "GETRANGE", "k", "-3", "-2"),
        Encoding(.setrange("k", at: 6, "v"), "SETRANGE", "k", "6", "v"),

        Encoding(.incr("k"), "INCR", "k"),
        Encoding(.incrby("k", 5), "INCRBY", "k", "5"),
        Encoding(.incrby("k", Int.min), "INCRBY", "k", "-9223372036854775808"),
        Encoding(.incrbyfloat("k", 0.5), "INCRBYFLOAT", "k", "0.5"),
        Encoding(.decr("k"), "DECR", "k"),
        Encoding(.decrby("k", 5), "DECRBY", "k", "5"),
    ]
}
