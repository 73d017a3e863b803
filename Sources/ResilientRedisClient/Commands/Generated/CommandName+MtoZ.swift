// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension CommandName {
    @inlinable static var memoryDoctor: Self { Self("MEMORY", "DOCTOR", .readOnly, words: 2) }
    @inlinable static var memoryMallocStats: Self { Self("MEMORY", "MALLOC-STATS", .write, words: 2) }
    @inlinable static var memoryPurge: Self { Self("MEMORY", "PURGE", .write, words: 2) }
    @inlinable static var memoryStats: Self { Self("MEMORY", "STATS", .readOnly, words: 2) }
    @inlinable static var memoryUsage: Self { Self("MEMORY", "USAGE", .readOnly, .second, words: 3) }
    @inlinable static var mget: Self { Self("MGET", .readOnly, .all, words: 2) }
    @inlinable static var migrate: Self { Self("MIGRATE", .mayFailHalfway, .migrated, words: 6) }
    @inlinable static var moduleList: Self { Self("MODULE", "LIST", .write, words: 2) }
    @inlinable static var moduleLoad: Self { Self("MODULE", "LOAD", .write, words: 3) }
    @inlinable static var moduleLoadex: Self { Self("MODULE", "LOADEX", .write, words: 3) }
    @inlinable static var moduleUnload: Self { Self("MODULE", "UNLOAD", .write, words: 3) }
    @inlinable static var move: Self { Self("MOVE", .write, .first, words: 3) }
    @inlinable static var mset: Self { Self("MSET", .write, .pairs, words: 3) }
    @inlinable static var msetex: Self { Self("MSETEX", .write, .countedPairs(at: 1), words: 4) }
    @inlinable static var msetnx: Self { Self("MSETNX", .write, .pairs, words: 3) }
    @inlinable static var objectEncoding: Self { Self("OBJECT", "ENCODING", .readOnly, .second, words: 3) }
    @inlinable static var objectFreq: Self { Self("OBJECT", "FREQ", .readOnly, .second, words: 3) }
    @inlinable static var objectIdletime: Self { Self("OBJECT", "IDLETIME", .readOnly, .second, words: 3) }
    @inlinable static var objectRefcount: Self { Self("OBJECT", "REFCOUNT", .readOnly, .second, words: 3) }
    @inlinable static var persist: Self { Self("PERSIST", .write, .first, words: 2) }
    @inlinable static var pexpire: Self { Self("PEXPIRE", .write, .first, words: 3) }
    @inlinable static var pexpireat: Self { Self("PEXPIREAT", .write, .first, words: 3) }
    @inlinable static var pexpiretime: Self { Self("PEXPIRETIME", .readOnly, .first, words: 2) }
    @inlinable static var pfadd: Self { Self("PFADD", .write, .first, words: 2) }
    @inlinable static var pfcount: Self { Self("PFCOUNT", .readOnly, .all, words: 2) }
    @inlinable static var pfmerge: Self { Self("PFMERGE", .write, .all, words: 2) }
    @inlinable static var ping: Self { Self("PING", .readOnly, words: 1) }
    @inlinable static var psetex: Self { Self("PSETEX", .write, .first, words: 4) }
    @inlinable static var pttl: Self { Self("PTTL", .readOnly, .first, words: 2) }
    @inlinable static var publish: Self { Self("PUBLISH", .write, words: 3) }
    @inlinable static var pubsubChannels: Self { Self("PUBSUB", "CHANNELS", .readOnly, words: 2) }
    @inlinable static var pubsubNumpat: Self { Self("PUBSUB", "NUMPAT", .readOnly, words: 2) }
    @inlinable static var pubsubNumsub: Self { Self("PUBSUB", "NUMSUB", .readOnly, words: 2) }
    @inlinable static var pubsubShardchannels: Self { Self("PUBSUB", "SHARDCHANNELS", .readOnly, words: 2) }
    @inlinable static var pubsubShardnumsub: Self { Self("PUBSUB", "SHARDNUMSUB", .readOnly, words: 2) }
    @inlinable static var randomkey: Self { Self("RANDOMKEY", .readOnly, words: 1) }
    @inlinable static var rename: Self { Self("RENAME", .write, .range(1, 2), words: 3) }
    @inlinable static var renamenx: Self { Self("RENAMENX", .write, .range(1, 2), words: 3) }
    @inlinable static var replicaof: Self { Self("REPLICAOF", .write, words: 3) }
    @inlinable static var restore: Self { Self("RESTORE", .write, .first, words: 4) }
    @inlinable static var role: Self { Self("ROLE", .readOnly, words: 1) }
    @inlinable static var rpop: Self { Self("RPOP", .write, .first, words: 2) }
    @inlinable static var rpoplpush: Self { Self("RPOPLPUSH", .write, .range(1, 2), words: 3) }
    @inlinable static var rpush: Self { Self("RPUSH", .write, .first, words: 3) }
    @inlinable static var rpushx: Self { Self("RPUSHX", .write, .first, words: 3) }
    @inlinable static var sadd: Self { Self("SADD", .write, .first, words: 3) }
    @inlinable static var save: Self { Self("SAVE", .write, words: 1) }
    @inlinable static var scan: Self { Self("SCAN", .readOnly, words: 2) }
    @inlinable static var scard: Self { Self("SCARD", .readOnly, .first, words: 2) }
    @inlinable static var scriptExists: Self { Self("SCRIPT", "EXISTS", .readOnly, words: 3) }
    @inlinable static var scriptFlush: Self { Self("SCRIPT", "FLUSH", .write, words: 2) }
    @inlinable static var scriptKill: Self { Self("SCRIPT", "KILL", .write, words: 2) }
    @inlinable static var scriptLoad: Self { Self("SCRIPT", "LOAD", .write, words: 3) }
    @inlinable static var scriptShow: Self { Self("SCRIPT", "SHOW", .readOnly, words: 3) }
    @inlinable static var sdiff: Self { Self("SDIFF", .readOnly, .all, words: 2) }
    @inlinable static var sdiffstore: Self { Self("SDIFFSTORE", .write, .all, words: 3) }
    @inlinable static var select: Self { Self("SELECT", .connectionState, words: 2) }
    @inlinable static var set: Self { Self("SET", .write, .first, words: 3) }
    @inlinable static var setbit: Self { Self("SETBIT", .write, .first, words: 4) }
    @inlinable static var setex: Self { Self("SETEX", .write, .first, words: 4) }
    @inlinable static var setnx: Self { Self("SETNX", .write, .first, words: 3) }
    @inlinable static var setrange: Self { Self("SETRANGE", .write, .first, words: 4) }
    @inlinable static var shutdown: Self { Self("SHUTDOWN", .write, words: 1) }
    @inlinable static var sinter: Self { Self("SINTER", .readOnly, .all, words: 2) }
    @inlinable static var sintercard: Self { Self("SINTERCARD", .readOnly, .counted(at: 1), words: 3) }
    @inlinable static var sinterstore: Self { Self("SINTERSTORE", .write, .all, words: 3) }
    @inlinable static var sismember: Self { Self("SISMEMBER", .readOnly, .first, words: 3) }
    @inlinable static var slaveof: Self { Self("SLAVEOF", .write, words: 3) }
    @inlinable static var slowlogGet: Self { Self("SLOWLOG", "GET", .readOnly, words: 2) }
    @inlinable static var slowlogLen: Self { Self("SLOWLOG", "LEN", .readOnly, words: 2) }
    @inlinable static var slowlogReset: Self { Self("SLOWLOG", "RESET", .write, words: 2) }
    @inlinable static var smembers: Self { Self("SMEMBERS", .readOnly, .first, words: 2) }
    @inlinable static var smismember: Self { Self("SMISMEMBER", .readOnly, .first, words: 3) }
    @inlinable static var smove: Self { Self("SMOVE", .write, .range(1, 2), words: 4) }
    @inlinable static var sort: Self { Self("SORT", .write, .firstAndStored(from: 2), words: 2) }
    @inlinable static var sortRo: Self { Self("SORT_RO", .readOnly, .first, words: 2) }
    @inlinable static var spop: Self { Self("SPOP", .write, .first, words: 2) }
    @inlinable static var spublish: Self { Self("SPUBLISH", .write, words: 3) }
    @inlinable static var srandmember: Self { Self("SRANDMEMBER", .readOnly, .first, words: 2) }
    @inlinable static var srem: Self { Self("SREM", .write, .first, words: 3) }
    @inlinable static var sscan: Self { Self("SSCAN", .readOnly, .first, words: 3) }
    @inlinable static var strlen: Self { Self("STRLEN", .readOnly, .first, words: 2) }
    @inlinable static var substr: Self { Self("SUBSTR", .readOnly, .first, words: 4) }
    @inlinable static var sunion: Self { Self("SUNION", .readOnly, .all, words: 2) }
    @inlinable static var sunionstore: Self { Self("SUNIONSTORE", .write, .all, words: 3) }
    @inlinable static var swapdb: Self { Self("SWAPDB", .write, words: 3) }
    @inlinable static var time: Self { Self("TIME", .readOnly, words: 1) }
    @inlinable static var touch: Self { Self("TOUCH", .readOnly, .all, words: 2) }
    @inlinable static var ttl: Self { Self("TTL", .readOnly, .first, words: 2) }
    @inlinable static var type: Self { Self("TYPE", .readOnly, .first, words: 2) }
    @inlinable static var unlink: Self { Self("UNLINK", .write, .all, words: 2) }
    @inlinable static var wait: Self {
        Self("WAIT", [.blocking, .connectionState], blocks: .last(.milliseconds), words: 3)
    }
    @inlinable static var waitaof: Self {
        Self("WAITAOF", [.blocking, .connectionState], blocks: .last(.milliseconds), words: 4)
    }
    @inlinable static var xack: Self { Self("XACK", .write, .first, words: 4) }
    @inlinable static var xadd: Self { Self("XADD", .write, .first, words: 5) }
    @inlinable static var xautoclaim: Self { Self("XAUTOCLAIM", .write, .first, words: 6) }
    @inlinable static var xclaim: Self { Self("XCLAIM", .write, .first, words: 6) }
    @inlinable static var xdel: Self { Self("XDEL", .write, .first, words: 3) }
    @inlinable static var xgroupCreate: Self { Self("XGROUP", "CREATE", .write, .second, words: 5) }
    @inlinable static var xgroupCreateconsumer: Self { Self("XGROUP", "CREATECONSUMER", .write, .second, words: 5) }
    @inlinable static var xgroupDelconsumer: Self { Self("XGROUP", "DELCONSUMER", .write, .second, words: 5) }
    @inlinable static var xgroupDestroy: Self { Self("XGROUP", "DESTROY", .write, .second, words: 4) }
    @inlinable static var xgroupSetid: Self { Self("XGROUP", "SETID", .write, .second, words: 5) }
    @inlinable static var xinfoConsumers: Self { Self("XINFO", "CONSUMERS", .readOnly, .second, words: 4) }
    @inlinable static var xinfoGroups: Self { Self("XINFO", "GROUPS", .readOnly, .second, words: 3) }
    @inlinable static var xinfoStream: Self { Self("XINFO", "STREAM", .readOnly, .second, words: 3) }
    @inlinable static var xlen: Self { Self("XLEN", .readOnly, .first, words: 2) }
    @inlinable static var xpending: Self { Self("XPENDING", .readOnly, .first, words: 3) }
    @inlinable static var xrange: Self { Self("XRANGE", .readOnly, .first, words: 4) }
    @inlinable static var xread: Self { Self("XREAD", .readOnly, .streams, blocks: .option, words: 4) }
    @inlinable static var xreadgroup: Self { Self("XREADGROUP", .write, .streams, blocks: .option, words: 7) }
    @inlinable static var xrevrange: Self { Self("XREVRANGE", .readOnly, .first, words: 4) }
    @inlinable static var xsetid: Self { Self("XSETID", .write, .first, words: 3) }
    @inlinable static var xtrim: Self { Self("XTRIM", .write, .first, words: 4) }
    @inlinable static var zadd: Self { Self("ZADD", .write, .first, words: 4) }
    @inlinable static var zcard: Self { Self("ZCARD", .readOnly, .first, words: 2) }
    @inlinable static var zcount: Self { Self("ZCOUNT", .readOnly, .first, words: 4) }
    @inlinable static var zdiff: Self { Self("ZDIFF", .readOnly, .counted(at: 1), words: 3) }
    @inlinable static var zdiffstore: Self { Self("ZDIFFSTORE", .write, .destinationAndCounted, words: 4) }
    @inlinable static var zincrby: Self { Self("ZINCRBY", .write, .first, words: 4) }
    @inlinable static var zinter: Self { Self("ZINTER", .readOnly, .counted(at: 1), words: 3) }
    @inlinable static var zintercard: Self { Self("ZINTERCARD", .readOnly, .counted(at: 1), words: 3) }
    @inlinable static var zinterstore: Self { Self("ZINTERSTORE", .write, .destinationAndCounted, words: 4) }
    @inlinable static var zlexcount: Self { Self("ZLEXCOUNT", .readOnly, .first, words: 4) }
    @inlinable static var zmpop: Self { Self("ZMPOP", .write, .counted(at: 1), words: 4) }
    @inlinable static var zmscore: Self { Self("ZMSCORE", .readOnly, .first, words: 3) }
    @inlinable static var zpopmax: Self { Self("ZPOPMAX", .write, .first, words: 2) }
    @inlinable static var zpopmin: Self { Self("ZPOPMIN", .write, .first, words: 2) }
    @inlinable static var zrandmember: Self { Self("ZRANDMEMBER", .readOnly, .first, words: 2) }
    @inlinable static var zrange: Self { Self("ZRANGE", .readOnly, .first, words: 4) }
    @inlinable static var zrangebylex: Self { Self("ZRANGEBYLEX", .readOnly, .first, words: 4) }
    @inlinable static var zrangebyscore: Self { Self("ZRANGEBYSCORE", .readOnly, .first, words: 4) }
    @inlinable static var zrangestore: Self { Self("ZRANGESTORE", .write, .range(1, 2), words: 5) }
    @inlinable static var zrank: Self { Self("ZRANK", .readOnly, .first, words: 3) }
    @inlinable static var zrem: Self { Self("ZREM", .write, .first, words: 3) }
    @inlinable static var zremrangebylex: Self { Self("ZREMRANGEBYLEX", .write, .first, words: 4) }
    @inlinable static var zremrangebyrank: Self { Self("ZREMRANGEBYRANK", .write, .first, words: 4) }
    @inlinable static var zremrangebyscore: Self { Self("ZREMRANGEBYSCORE", .write, .first, words: 4) }
    @inlinable static var zrevrange: Self { Self("ZREVRANGE", .readOnly, .first, words: 4) }
    @inlinable static var zrevrangebylex: Self { Self("ZREVRANGEBYLEX", .readOnly, .first, words: 4) }
    @inlinable static var zrevrangebyscore: Self { Self("ZREVRANGEBYSCORE", .readOnly, .first, words: 4) }
    @inlinable static var zrevrank: Self { Self("ZREVRANK", .readOnly, .first, words: 3) }
    @inlinable static var zscan: Self { Self("ZSCAN", .readOnly, .first, words: 3) }
    @inlinable static var zscore: Self { Self("ZSCORE", .readOnly, .first, words: 3) }
    @inlinable static var zunion: Self { Self("ZUNION", .readOnly, .counted(at: 1), words: 3) }
    @inlinable static var zunionstore: Self { Self("ZUNIONSTORE", .write, .destinationAndCounted, words: 4) }

    static let typedMtoZ: [CommandName] = [
        .memoryDoctor, .memoryMallocStats, .memoryPurge, .memoryStats, .memoryUsage, .mget, .migrate, .moduleList,
        .moduleLoad, .moduleLoadex, .moduleUnload, .move, .mset, .msetex, .msetnx, .objectEncoding, .objectFreq,
        .objectIdletime, .objectRefcount, .persist, .pexpire, .pexpireat, .pexpiretime, .pfadd, .pfcount, .pfmerge,
        .ping, .psetex, .pttl, .publish, .pubsubChannels, .pubsubNumpat, .pubsubNumsub, .pubsubShardchannels,
        .pubsubShardnumsub, .randomkey, .rename, .renamenx, .replicaof, .restore, .role, .rpop, .rpoplpush, .rpush,
        .rpushx, .sadd, .save, .scan, .scard, .scriptExists, .scriptFlush, .scriptKill, .scriptLoad, .scriptShow,
        .sdiff, .sdiffstore, .select, .set, .setbit, .setex, .setnx, .setrange, .shutdown, .sinter, .sintercard,
        .sinterstore, .sismember, .slaveof, .slowlogGet, .slowlogLen, .slowlogReset, .smembers, .smismember, .smove,
        .sort, .sortRo, .spop, .spublish, .srandmember, .srem, .sscan, .strlen, .substr, .sunion, .sunionstore, .swapdb,
        .time, .touch, .ttl, .type, .unlink, .wait, .waitaof, .xack, .xadd, .xautoclaim, .xclaim, .xdel, .xgroupCreate,
        .xgroupCreateconsumer, .xgroupDelconsumer, .xgroupDestroy, .xgroupSetid, .xinfoConsumers, .xinfoGroups,
        .xinfoStream, .xlen, .xpending, .xrange, .xread, .xreadgroup, .xrevrange, .xsetid, .xtrim, .zadd, .zcard,
        .zcount, .zdiff, .zdiffstore, .zincrby, .zinter, .zintercard, .zinterstore, .zlexcount, .zmpop, .zmscore,
        .zpopmax, .zpopmin, .zrandmember, .zrange, .zrangebylex, .zrangebyscore, .zrangestore, .zrank, .zrem,
        .zremrangebylex, .zremrangebyrank, .zremrangebyscore, .zrevrange, .zrevrangebylex, .zrevrangebyscore, .zrevrank,
        .zscan, .zscore, .zunion, .zunionstore,
    ]
}
