/// Commands about which the client knows the same.
struct CommandRows {
    let info: CommandInfo
    /// In capitals; a subcommand follows its command after a space.
    let names: [String]

    init(
        _ traits: RedisCommandTraits, keys: KeySpecification = .none, blocks: BlockingTimePosition = .none,
        _ names: [String]
    ) {
        info = CommandInfo(traits, keys: keys, blocks: blocks)
        self.names = names
    }
}

// Taken from `COMMAND` of Redis 8.0 and Valkey 9; a test compares all of it with a live server.
extension CommandTable {
    /// The commands without a typed form: `excluded` in the generator's `Overrides.txt`, which says why.
    static let untyped: [CommandRows] = [
        CommandRows(
            .readOnly,
            [
                "ACL HELP", "CLUSTER HELP", "COMMAND HELP", "COMMANDLOG HELP", "CONFIG HELP", "FUNCTION HELP",
                "LATENCY HELP", "MEMORY HELP",
                "OBJECT HELP", "PUBSUB HELP", "SCRIPT HELP", "SLOWLOG HELP", "XINFO HELP",
            ]),
        CommandRows(.write, ["CLIENT HELP", "CLUSTER SYNCSLOTS", "DEBUG", "MODULE HELP", "PFSELFTEST", "XGROUP HELP"]),
        CommandRows(.write, keys: .first, ["RESTORE-ASKING"]),
        CommandRows(.write, keys: .second, ["PFDEBUG"]),
        CommandRows(
            .connectionState,
            ["ASKING", "AUTH", "HELLO", "MULTI", "QUIT", "READONLY", "READWRITE", "RESET", "SCRIPT DEBUG"]),
        CommandRows(
            .unsupported,
            [
                "CLIENT REPLY", "MONITOR", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE", "REPLCONF", "SSUBSCRIBE",
                "SUBSCRIBE", "SUNSUBSCRIBE", "SYNC", "UNSUBSCRIBE",
            ]),
        CommandRows([.connectionState, .endsWatch], ["DISCARD", "EXEC", "UNWATCH"]),
        CommandRows([.connectionState, .watch], keys: .all, ["WATCH"]),
        // The vector sets of Redis 8.
        CommandRows(
            .readOnly, keys: .first,
            [
                "VCARD", "VDIM", "VEMB", "VGETATTR", "VINFO", "VISMEMBER", "VLINKS", "VRANDMEMBER", "VSIM",
            ]),
        CommandRows(.write, keys: .first, ["VADD", "VREM", "VSETATTR"]),
    ]
}
