import FoundationEssentials
import ResilientRedisClient

extension Encoding {
    static let generatedStrings: [Encoding] = [
        Encoding(.setnx("k", "v"), line: "SETNX k v"),
        Encoding(.setex("k", "v", expiresIn: .milliseconds(1500)), line: "SETEX k 2 v"),
        Encoding(.psetex("k", "v", expiresIn: .seconds(2)), line: "PSETEX k 2000 v"),
        Encoding(.substr("k", from: 0, to: -1, as: String.self), line: "SUBSTR k 0 -1"),
        Encoding(.lcs("a", "b", as: String.self), line: "LCS a b"),
        Encoding(.lcs(lengthOf: "a", "b"), line: "LCS a b LEN"),
        Encoding(.lcs(positionsOf: "a", "b", minimumLength: 3), line: "LCS a b IDX MINMATCHLEN 3 WITHMATCHLEN"),
        Encoding(.delifeq("k", "v"), line: "DELIFEQ k v"),
        Encoding(.msetex(["k": "v"], expires: .in(.seconds(1)), condition: .ifAbsent), line: "MSETEX 1 k v NX PX 1000"),
        Encoding(.bitcount("k"), line: "BITCOUNT k"),
        Encoding(.bitcount("k", .bytes(from: 1, to: 2)), line: "BITCOUNT k 1 2"),
        Encoding(.bitcount("k", .bits(from: 1)), line: "BITCOUNT k 1 -1 BIT"),
        Encoding(.bitpos("k", of: true), line: "BITPOS k 1"),
        Encoding(.bitpos("k", of: false, .bytes(from: 2)), line: "BITPOS k 0 2 -1"),
        Encoding(.bitop(.xor, "d", of: ["a", "b"]), line: "BITOP XOR d a b"),
        Encoding(.getbit("k", at: 7), line: "GETBIT k 7"),
        Encoding(.setbit("k", at: 7, true), line: "SETBIT k 7 1"),
        Encoding(
            .bitfield(
                "k",
                [
                    .get(.unsigned(8), at: 0), .overflow(.saturate), .add(.signed(5), at: 9, -1),
                    .set(.unsigned(4), at: 2, 3),
                ]), line: "BITFIELD k GET u8 0 OVERFLOW SAT INCRBY i5 9 -1 SET u4 2 3"),
        Encoding(.bitfieldRo("k", [.get(.unsigned(8), at: 0)]), line: "BITFIELD_RO k GET u8 0"),
        Encoding(.pfadd("k", "a", "b"), line: "PFADD k a b"),
        Encoding(.pfcount("a", "b"), line: "PFCOUNT a b"),
        Encoding(.pfmerge("d", of: ["a", "b"]), line: "PFMERGE d a b"),
    ]

    static let generatedKeys: [Encoding] = [
        Encoding(.expire("k", expiresIn: .milliseconds(1), condition: .ifPersistent), line: "EXPIRE k 1 NX"),
        Encoding(
            .expireat("k", expiresAt: Date(timeIntervalSince1970: 1_900_000_000.4)), line: "EXPIREAT k 1900000000"),
        Encoding(.expiretime("k"), line: "EXPIRETIME k"),
        Encoding(.pexpiretime("k"), line: "PEXPIRETIME k"),
        Encoding(.ttl("k"), line: "TTL k"),
        Encoding(.dump("k"), line: "DUMP k"),
        Encoding(.restore("k", "v"), line: "RESTORE k 0 v"),
        Encoding(
            .restore("k", "v", expiresIn: .seconds(1), replacing: true, idleTime: .seconds(3), frequency: 4),
            line: "RESTORE k 1000 v REPLACE IDLETIME 3 FREQ 4"),
        Encoding(.move("k", toDatabase: 1), line: "MOVE k 1"),
        Encoding(.swapdb(0, 1), line: "SWAPDB 0 1"),
        Encoding(.objectEncoding("k"), line: "OBJECT ENCODING k"),
        Encoding(.objectFreq("k"), line: "OBJECT FREQ k"),
        Encoding(.objectIdletime("k"), line: "OBJECT IDLETIME k"),
        Encoding(.objectRefcount("k"), line: "OBJECT REFCOUNT k"),
        Encoding(.sort("k", as: String.self), line: "SORT k"),
        Encoding(
            .sort(
                "k",
                RedisSortOptions(
                    by: "w_*", limit: .first(2), get: ["#", "v_*"], order: .descending, isAlphabetical: true),
                storingIn: "d"), line: "SORT k BY w_* LIMIT 0 2 GET # GET v_* DESC ALPHA STORE d"),
        Encoding(.sortRo("k", RedisSortOptions(order: .ascending), as: String.self), line: "SORT_RO k ASC"),
        Encoding(
            .migrate(
                ["a", "b"], toHost: "h", port: 1, timeout: .seconds(1), copying: true, replacing: true,
                credentials: RedisMigrationCredentials(user: "u", password: "p")),
            line: "MIGRATE h 1 \"\" 0 1000 COPY REPLACE AUTH2 u p KEYS a b"),
        Encoding(
            .migrate(
                ["a"], toHost: "h", port: 1, timeout: .seconds(1), credentials: RedisMigrationCredentials(password: "p")
            ), line: "MIGRATE h 1 \"\" 0 1000 AUTH p KEYS a"),
        Encoding(.wait(replicas: 1, timeout: .seconds(1)), line: "WAIT 1 1000"),
        Encoding(.wait(replicas: 1, timeout: nil), line: "WAIT 1 0"),
        Encoding(.waitaof(locally: true, replicas: 1, timeout: .zero), line: "WAITAOF 1 1 1"),
    ]

    static let generatedHashes: [Encoding] = [
        Encoding(.hmset("h", fields: ["f": 1]), line: "HMSET h f 1"),
        Encoding(
            .hexpire("h", expiresIn: .seconds(5), condition: .ifLater, fields: ["f", "g"]),
            line: "HEXPIRE h 5 GT FIELDS 2 f g"),
        Encoding(.hpexpire("h", expiresIn: .seconds(5), fields: ["f"]), line: "HPEXPIRE h 5000 FIELDS 1 f"),
        Encoding(
            .hexpireat("h", expiresAt: Date(timeIntervalSince1970: 1_900_000_000), fields: ["f"]),
            line: "HEXPIREAT h 1900000000 FIELDS 1 f"),
        Encoding(
            .hpexpireat("h", expiresAt: Date(timeIntervalSince1970: 1_900_000_000), fields: ["f"]),
            line: "HPEXPIREAT h 1900000000000 FIELDS 1 f"),
        Encoding(.hpersist("h", fields: ["f"]), line: "HPERSIST h FIELDS 1 f"),
        Encoding(.httl("h", fields: ["f", "g"]), line: "HTTL h FIELDS 2 f g"),
        Encoding(.hpttl("h", fields: ["f"]), line: "HPTTL h FIELDS 1 f"),
        Encoding(.hexpiretime("h", fields: ["f"]), line: "HEXPIRETIME h FIELDS 1 f"),
        Encoding(.hpexpiretime("h", fields: ["f"]), line: "HPEXPIRETIME h FIELDS 1 f"),
        Encoding(.hgetdel("h", fields: ["f"], as: String.self), line: "HGETDEL h FIELDS 1 f"),
        Encoding(
            .hgetex("h", expires: .in(.seconds(1)), fields: ["f"], as: String.self), line: "HGETEX h PX 1000 FIELDS 1 f"
        ),
        Encoding(
            .hsetex("h", fields: ["f": 1], expires: .unchanged, condition: .ifNoneExists),
            line: "HSETEX h FNX KEEPTTL FIELDS 1 f 1"),
    ]

    static let generatedLists: [Encoding] = [
        Encoding(.rpoplpush("a", "b", as: String.self), line: "RPOPLPUSH a b"),
        Encoding(.brpoplpush("a", "b", timeout: .seconds(1), as: String.self), line: "BRPOPLPUSH a b 1"),
        Encoding(.lmpop(["a", "b"], from: .left, count: 2, as: String.self), line: "LMPOP 2 a b LEFT COUNT 2"),
        Encoding(.blmpop(["a"], from: .right, timeout: nil, as: String.self), line: "BLMPOP 0 1 a RIGHT"),
    ]
}
