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

// Taken from `COMMAND` of Redis 7.0; HTTL and its like, WAITAOF and CLIENT SETINFO are of later ones. A test compares
// all of it with a live server.
extension CommandTable {
    /// The commands without a typed form.
    static let untyped: [CommandRows] = reads + serverReads + writes + writesWithoutKeys + connections + scripts

    private static let reads: [CommandRows] = [
        CommandRows(
            .readOnly, keys: .first,
            [
                "BITCOUNT", "BITFIELD_RO", "BITPOS", "DUMP", "EXPIRETIME", "GEODIST", "GEOHASH", "GEOPOS",
                "GEORADIUSBYMEMBER_RO", "GEORADIUS_RO", "GEOSEARCH", "GETBIT", "HEXPIRETIME", "HPEXPIRETIME",
                "HPTTL", "HTTL", "PEXPIRETIME", "SORT_RO", "SUBSTR", "TTL", "XLEN", "XPENDING", "XRANGE",
                "XREVRANGE", "ZRANGEBYLEX", "ZRANGEBYSCORE", "ZREVRANGE", "ZREVRANGEBYLEX", "ZREVRANGEBYSCORE",
            ]),
        CommandRows(
            .readOnly, keys: .second,
            [
                "OBJECT ENCODING", "OBJECT FREQ", "OBJECT IDLETIME", "OBJECT REFCOUNT", "XINFO CONSUMERS",
                "XINFO GROUPS", "XINFO STREAM",
            ]),
        CommandRows(.readOnly, keys: .counted(at: 1), ["ZDIFF", "ZINTER", "ZINTERCARD", "ZUNION"]),
        CommandRows(.readOnly, keys: .all, ["PFCOUNT"]),
        CommandRows(.readOnly, keys: .range(1, 2), ["LCS"]),
        CommandRows(.readOnly, keys: .streams, blocks: .option, ["XREAD"]),
    ]

    /// Reads that the server does not flag as read-only, because they look at no key.
    private static let serverReads: [CommandRows] = [
        CommandRows(
            .readOnly,
            [
                "ACL CAT", "ACL HELP", "ACL LIST", "ACL WHOAMI", "CLIENT GETREDIR", "CLIENT INFO",
                "CLIENT LIST", "CLIENT TRACKINGINFO", "CLUSTER HELP", "CLUSTER INFO", "CLUSTER KEYSLOT",
                "CLUSTER NODES", "CLUSTER SHARDS", "CLUSTER SLOTS", "COMMAND COUNT", "COMMAND GETKEYS",
                "COMMAND GETKEYSANDFLAGS", "COMMAND HELP", "COMMAND LIST", "CONFIG HELP", "FUNCTION HELP",
                "FUNCTION LIST", "FUNCTION STATS", "LATENCY DOCTOR", "LATENCY HELP", "LATENCY HISTORY",
                "LATENCY LATEST", "LOLWUT", "MEMORY DOCTOR", "MEMORY HELP", "MEMORY STATS", "OBJECT HELP",
                "PUBSUB CHANNELS", "PUBSUB HELP", "PUBSUB NUMPAT", "PUBSUB NUMSUB", "PUBSUB SHARDCHANNELS",
                "PUBSUB SHARDNUMSUB", "ROLE", "SCRIPT EXISTS", "SCRIPT HELP", "SLOWLOG GET", "SLOWLOG HELP",
                "SLOWLOG LEN", "XINFO HELP",
            ])
    ]

    private static let writes: [CommandRows] = [
        CommandRows(
            .write, keys: .first,
            [
                "BITFIELD", "EXPIRE", "EXPIREAT", "GEOADD", "HMSET", "MOVE", "PFADD", "PSETEX", "RESTORE",
                "RESTORE-ASKING", "SETBIT", "SETEX", "SETNX", "XACK", "XADD", "XAUTOCLAIM", "XCLAIM", "XDEL",
                "XSETID", "XTRIM",
            ]),
        CommandRows(
            .write, keys: .second,
            [
                "PFDEBUG", "XGROUP CREATE", "XGROUP CREATECONSUMER", "XGROUP DELCONSUMER", "XGROUP DESTROY",
                "XGROUP SETID",
            ]),
        CommandRows(.write, keys: .range(1, 2), ["GEOSEARCHSTORE", "RPOPLPUSH", "ZRANGESTORE"]),
        CommandRows(.write, keys: .counted(at: 1), ["LMPOP", "ZMPOP"]),
        CommandRows(.write, keys: .all, ["PFMERGE"]),
        CommandRows(.write, keys: .destinationAndCounted, ["ZDIFFSTORE"]),
        CommandRows(.write, keys: .firstAndStored(from: 2), ["SORT"]),
        CommandRows(.write, keys: .firstAndStored(from: 5), ["GEORADIUSBYMEMBER"]),
        CommandRows(.write, keys: .firstAndStored(from: 6), ["GEORADIUS"]),
        CommandRows(.write, keys: .range(2, -1), ["BITOP"]),
        CommandRows(.write, keys: .streams, blocks: .option, ["XREADGROUP"]),
    ]

    private static let writesWithoutKeys: [CommandRows] = [
        CommandRows(
            .write,
            [
                "ACL DELUSER", "ACL DRYRUN", "ACL GENPASS", "ACL GETUSER", "ACL LOAD", "ACL LOG", "ACL SAVE",
                "ACL SETUSER", "ACL USERS", "BGREWRITEAOF", "BGSAVE", "CLIENT HELP", "CLIENT KILL",
                "CLIENT PAUSE", "CLIENT UNBLOCK", "CLIENT UNPAUSE", "CLUSTER ADDSLOTS", "CLUSTER ADDSLOTSRANGE",
                "CLUSTER BUMPEPOCH", "CLUSTER COUNT-FAILURE-REPORTS", "CLUSTER COUNTKEYSINSLOT",
                "CLUSTER DELSLOTS", "CLUSTER DELSLOTSRANGE", "CLUSTER FAILOVER", "CLUSTER FLUSHSLOTS",
                "CLUSTER FORGET", "CLUSTER GETKEYSINSLOT", "CLUSTER LINKS", "CLUSTER MEET", "CLUSTER MYID",
                "CLUSTER REPLICAS", "CLUSTER REPLICATE", "CLUSTER RESET", "CLUSTER SAVECONFIG",
                "CLUSTER SET-CONFIG-EPOCH", "CLUSTER SETSLOT", "CLUSTER SLAVES", "CONFIG RESETSTAT",
                "CONFIG REWRITE", "DEBUG", "FAILOVER", "FUNCTION DELETE", "FUNCTION DUMP", "FUNCTION FLUSH",
                "FUNCTION KILL", "FUNCTION LOAD", "FUNCTION RESTORE", "LATENCY GRAPH", "LATENCY HISTOGRAM",
                "LATENCY RESET", "MEMORY MALLOC-STATS", "MEMORY PURGE", "MODULE HELP", "MODULE LIST",
                "MODULE LOAD", "MODULE LOADEX", "MODULE UNLOAD", "PFSELFTEST", "PUBLISH", "REPLICAOF", "SAVE",
                "SCRIPT FLUSH", "SCRIPT KILL", "SCRIPT LOAD", "SHUTDOWN", "SLAVEOF", "SLOWLOG RESET",
                "SPUBLISH", "SWAPDB", "XGROUP HELP",
            ])
    ]

    /// Commands that need a connection of their own, and those that no connection of the client can carry.
    private static let connections: [CommandRows] = [
        CommandRows(.blocking, keys: .counted(at: 2), blocks: .first(.seconds), ["BLMPOP", "BZMPOP"]),
        CommandRows(.blocking, keys: .range(1, 2), blocks: .last(.seconds), ["BRPOPLPUSH"]),
        CommandRows(
            .connectionState,
            [
                "ASKING", "AUTH", "CLIENT CACHING", "CLIENT NO-EVICT", "CLIENT NO-TOUCH", "CLIENT SETINFO",
                "CLIENT TRACKING", "HELLO", "MULTI", "QUIT", "READONLY", "READWRITE", "RESET", "SCRIPT DEBUG",
            ]),
        CommandRows(
            .unsupported,
            [
                "CLIENT REPLY", "MONITOR", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE", "REPLCONF", "SSUBSCRIBE",
                "SUBSCRIBE", "SUNSUBSCRIBE", "SYNC", "UNSUBSCRIBE",
            ]),
        CommandRows([.blocking, .connectionState], blocks: .last(.milliseconds), ["WAIT", "WAITAOF"]),
        CommandRows([.connectionState, .endsWatch], ["DISCARD", "EXEC", "UNWATCH"]),
        CommandRows([.connectionState, .watch], keys: .all, ["WATCH"]),
    ]

    /// Commands whose effects or replies depend on more than their words.
    private static let scripts: [CommandRows] = [
        CommandRows(.mayFailHalfway, keys: .migrated, ["MIGRATE"]),
        CommandRows(.mayFailHalfway, keys: .counted(at: 2), ["EVAL", "EVALSHA", "FCALL"]),
        CommandRows(.readOnly, keys: .counted(at: 2), ["EVALSHA_RO", "EVAL_RO", "FCALL_RO"]),
        CommandRows(.readOnly, ["COMMAND", "COMMAND DOCS", "COMMAND INFO"]),
    ]
}
