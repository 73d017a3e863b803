import CommandGenerator
import Testing

/// What the generator takes from the servers' tables.
@Suite struct ServerTableTests {
    private static func command(
        _ keys: [String] = [], arity: Int = -2, since: String = "1.0.0", flags: [String] = [], syntax: String = ""
    ) -> ServerTable.Command {
        ServerTable.Command(arity: arity, flags: flags, since: since, keys: keys, syntax: syntax)
    }

    private static let first = "index index=1 range lastkey=0 keystep=1 limit=0"

    @Test(
        arguments: [
            ([], ".none"), ([first], ".first"), (["index index=2 range lastkey=0 keystep=1 limit=0"], ".second"),
            (["index index=1 range lastkey=-1 keystep=1 limit=0"], ".all"),
            (["index index=1 range lastkey=-1 keystep=2 limit=0"], ".pairs"),
            (["index index=1 range lastkey=-2 keystep=1 limit=0"], ".range(1, -2)"),
            ([first, "index index=2 range lastkey=0 keystep=1 limit=0"], ".range(1, 2)"),
            (["index index=2 keynum keynumidx=0 firstkey=1 keystep=1"], ".counted(at: 2)"),
            ([first, "index index=2 keynum keynumidx=0 firstkey=1 keystep=1"], ".destinationAndCounted"),
            (["keyword keyword=STREAMS startfrom=1 range lastkey=-1 keystep=1 limit=2"], ".streams"),
            ([first, "unknown unknown"], nil), ([first, first], nil),
        ] as [([String], String?)])
    func `key specifications of servers become those of the client`(keys: [String], expected: String?) {
        #expect(Self.command(keys).keySpecification == expected)
    }

    @Test func `the place of the time that a command may block is found by its syntax`() {
        #expect(
            Self.command(syntax: "[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS key...").blockingTime
                == ".option")
        #expect(Self.command(flags: ["blocking"], syntax: "key... timeout:double").blockingTime == ".last(.seconds)")
        #expect(
            Self.command(flags: ["blocking"], syntax: "timeout:double numkeys:integer").blockingTime
                == ".first(.seconds)")
        #expect(
            Self.command(flags: ["blocking"], syntax: "n:integer timeout:integer").blockingTime
                == ".last(.milliseconds)")
        #expect(Self.command(syntax: "timeout:double").blockingTime == nil)
    }

    @Test func `the versions that have a command are told where they differ`() {
        let catalog = CommandCatalog([
            ServerTable(
                name: "redis-8.0",
                commands: [
                    "GET": Self.command(), "LMPOP": Self.command(since: "7.0.0"), "HTTL": Self.command(since: "7.4.0"),
                    "HGETDEL": Self.command(since: "8.0.0"), "PFADD": Self.command(arity: 3),
                ]),
            ServerTable(
                name: "valkey-9",
                commands: [
                    "GET": Self.command(), "LMPOP": Self.command(since: "7.0.0"), "HTTL": Self.command(since: "9.0.0"),
                    "DELIFEQ": Self.command(since: "9.0.0"), "PFADD": Self.command(arity: -2),
                ]),
        ])
        #expect(catalog.availability("GET") == nil)
        #expect(catalog.availability("LMPOP") == "Redis 7.0 or later.")
        #expect(catalog.availability("HTTL") == "Redis 7.4 or later, Valkey 9.0 or later.")
        #expect(catalog.availability("HGETDEL") == "Redis 8.0 or later; Valkey 9 does not have it.")
        #expect(catalog.availability("DELIFEQ") == "Valkey 9.0 or later; Redis 8.0 does not have it.")
        #expect(catalog.minimumWords("PFADD") == 2)
        #expect(catalog.names.count == 6)
    }
}
