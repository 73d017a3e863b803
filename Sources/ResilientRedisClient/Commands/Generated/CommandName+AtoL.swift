// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension CommandName {
    @inlinable static var aclCat: Self { Self("ACL", "CAT", .readOnly, words: 2) }
    @inlinable static var aclDeluser: Self { Self("ACL", "DELUSER", .write, words: 3) }
    @inlinable static var aclDryrun: Self { Self("ACL", "DRYRUN", .write, words: 4) }
    @inlinable static var aclGenpass: Self { Self("ACL", "GENPASS", .write, words: 2) }
    @inlinable static var aclGetuser: Self { Self("ACL", "GETUSER", .write, words: 3) }
    @inlinable static var aclList: Self { Self("ACL", "LIST", .readOnly, words: 2) }
    @inlinable static var aclLoad: Self { Self("ACL", "LOAD", .write, words: 2) }
    @inlinable static var aclLog: Self { Self("ACL", "LOG", .write, words: 2) }
    @inlinable static var aclSave: Self { Self("ACL", "SAVE", .write, words: 2) }
    @inlinable static var aclSetuser: Self { Self("ACL", "SETUSER", .write, words: 3) }
    @inlinable static var aclUsers: Self { Self("ACL", "USERS", .write, words: 2) }
    @inlinable static var aclWhoami: Self { Self("ACL", "WHOAMI", .readOnly, words: 2) }
    @inlinable static var append: Self { Self("APPEND", .write, .first, words: 3) }
    @inlinable static var bgrewriteaof: Self { Self("BGREWRITEAOF", .write, words: 1) }
    @inlinable static var bgsave: Self { Self("BGSAVE", .write, words: 1) }
    @inlinable static var bitcount: Self { Self("BITCOUNT", .readOnly, .first, words: 2) }
    @inlinable static var bitfield: Self { Self("BITFIELD", .write, .first, words: 2) }
    @inlinable static var bitfieldRo: Self { Self("BITFIELD_RO", .readOnly, .first, words: 2) }
    @inlinable static var bitop: Self { Self("BITOP", .write, .range(2, -1), words: 4) }
    @inlinable static var bitpos: Self { Self("BITPOS", .readOnly, .first, words: 3) }
    @inlinable static var blmove: Self { Self("BLMOVE", .blocking, .range(1, 2), blocks: .last(.seconds), words: 6) }
    @inlinable static var blmpop: Self {
        Self("BLMPOP", .blocking, .counted(at: 2), blocks: .first(.seconds), words: 5)
    }
    @inlinable static var blpop: Self { Self("BLPOP", .blocking, .range(1, -2), blocks: .last(.seconds), words: 3) }
    @inlinable static var brpop: Self { Self("BRPOP", .blocking, .range(1, -2), blocks: .last(.seconds), words: 3) }
    @inlinable static var brpoplpush: Self {
        Self("BRPOPLPUSH", .blocking, .range(1, 2), blocks: .last(.seconds), words: 4)
    }
    @inlinable static var bzmpop: Self {
        Self("BZMPOP", .blocking, .counted(at: 2), blocks: .first(.seconds), words: 5)
    }
    @inlinable static var bzpopmax: Self {
        Self("BZPOPMAX", .blocking, .range(1, -2), blocks: .last(.seconds), words: 3)
    }
    @inlinable static var bzpopmin: Self {
        Self("BZPOPMIN", .blocking, .range(1, -2), blocks: .last(.seconds), words: 3)
    }
    @inlinable static var clientCaching: Self { Self("CLIENT", "CACHING", .connectionState, words: 3) }
    @inlinable static var clientCapa: Self { Self("CLIENT", "CAPA", .connectionState, words: 3) }
    @inlinable static var clientGetname: Self { Self("CLIENT", "GETNAME", .readOnly, words: 2) }
    @inlinable static var clientGetredir: Self { Self("CLIENT", "GETREDIR", .readOnly, words: 2) }
    @inlinable static var clientId: Self { Self("CLIENT", "ID", .readOnly, words: 2) }
    @inlinable static var clientImportSource: Self { Self("CLIENT", "IMPORT-SOURCE", .connectionState, words: 3) }
    @inlinable static var clientInfo: Self { Self("CLIENT", "INFO", .readOnly, words: 2) }
    @inlinable static var clientKill: Self { Self("CLIENT", "KILL", .write, words: 3) }
    @inlinable static var clientList: Self { Self("CLIENT", "LIST", .readOnly, words: 2) }
    @inlinable static var clientNoEvict: Self { Self("CLIENT", "NO-EVICT", .connectionState, words: 3) }
    @inlinable static var clientNoTouch: Self { Self("CLIENT", "NO-TOUCH", .connectionState, words: 3) }
    @inlinable static var clientPause: Self { Self("CLIENT", "PAUSE", .write, words: 3) }
    @inlinable static var clientSetinfo: Self { Self("CLIENT", "SETINFO", .connectionState, words: 4) }
    @inlinable static var clientSetname: Self { Self("CLIENT", "SETNAME", .connectionState, words: 3) }
    @inlinable static var clientTracking: Self { Self("CLIENT", "TRACKING", .connectionState, words: 3) }
    @inlinable static var clientTrackinginfo: Self { Self("CLIENT", "TRACKINGINFO", .readOnly, words: 2) }
    @inlinable static var clientUnblock: Self { Self("CLIENT", "UNBLOCK", .write, words: 3) }
    @inlinable static var clientUnpause: Self { Self("CLIENT", "UNPAUSE", .write, words: 2) }
    @inlinable static var clusterAddslots: Self { Self("CLUSTER", "ADDSLOTS", .write, words: 3) }
    @inlinable static var clusterAddslotsrange: Self { Self("CLUSTER", "ADDSLOTSRANGE", .write, words: 4) }
    @inlinable static var clusterBumpepoch: Self { Self("CLUSTER", "BUMPEPOCH", .write, words: 2) }
    @inlinable static var clusterCancelslotmigrations: Self {
        Self("CLUSTER", "CANCELSLOTMIGRATIONS", .write, words: 2)
    }
    @inlinable static var clusterCountFailureReports: Self {
        Self("CLUSTER", "COUNT-FAILURE-REPORTS", .write, words: 3)
    }
    @inlinable static var clusterCountkeysinslot: Self { Self("CLUSTER", "COUNTKEYSINSLOT", .write, words: 3) }
    @inlinable static var clusterDelslots: Self { Self("CLUSTER", "DELSLOTS", .write, words: 3) }
    @inlinable static var clusterDelslotsrange: Self { Self("CLUSTER", "DELSLOTSRANGE", .write, words: 4) }
    @inlinable static var clusterFailover: Self { Self("CLUSTER", "FAILOVER", .write, words: 2) }
    @inlinable static var clusterFlushslot: Self { Self("CLUSTER", "FLUSHSLOT", .write, words: 3) }
    @inlinable static var clusterFlushslots: Self { Self("CLUSTER", "FLUSHSLOTS", .write, words: 2) }
    @inlinable static var clusterForget: Self { Self("CLUSTER", "FORGET", .write, words: 3) }
    @inlinable static var clusterGetkeysinslot: Self { Self("CLUSTER", "GETKEYSINSLOT", .write, words: 4) }
    @inlinable static var clusterGetslotmigrations: Self { Self("CLUSTER", "GETSLOTMIGRATIONS", .readOnly, words: 2) }
    @inlinable static var clusterInfo: Self { Self("CLUSTER", "INFO", .readOnly, words: 2) }
    @inlinable static var clusterKeyslot: Self { Self("CLUSTER", "KEYSLOT", .readOnly, words: 3) }
    @inlinable static var clusterLinks: Self { Self("CLUSTER", "LINKS", .write, words: 2) }
    @inlinable static var clusterMeet: Self { Self("CLUSTER", "MEET", .write, words: 4) }
    @inlinable static var clusterMigrateslots: Self { Self("CLUSTER", "MIGRATESLOTS", .write, words: 4) }
    @inlinable static var clusterMyid: Self { Self("CLUSTER", "MYID", .write, words: 2) }
    @inlinable static var clusterMyshardid: Self { Self("CLUSTER", "MYSHARDID", .readOnly, words: 2) }
    @inlinable static var clusterNodes: Self { Self("CLUSTER", "NODES", .readOnly, words: 2) }
    @inlinable static var clusterReplicas: Self { Self("CLUSTER", "REPLICAS", .write, words: 3) }
    @inlinable static var clusterReplicate: Self { Self("CLUSTER", "REPLICATE", .write, words: 3) }
    @inlinable static var clusterReset: Self { Self("CLUSTER", "RESET", .write, words: 2) }
    @inlinable static var clusterSaveconfig: Self { Self("CLUSTER", "SAVECONFIG", .write, words: 2) }
    @inlinable static var clusterSetConfigEpoch: Self { Self("CLUSTER", "SET-CONFIG-EPOCH", .write, words: 3) }
    @inlinable static var clusterSetslot: Self { Self("CLUSTER", "SETSLOT", .write, words: 4) }
    @inlinable static var clusterShards: Self { Self("CLUSTER", "SHARDS", .readOnly, words: 2) }
    @inlinable static var clusterSlaves: Self { Self("CLUSTER", "SLAVES", .write, words: 3) }
    @inlinable static var clusterSlotStats: Self { Self("CLUSTER", "SLOT-STATS", .readOnly, words: 4) }
    @inlinable static var clusterSlots: Self { Self("CLUSTER", "SLOTS", .readOnly, words: 2) }
    @inlinable static var clusterscan: Self { Self("CLUSTERSCAN", .readOnly, words: 2) }
    @inlinable static var command: Self { Self("COMMAND", .readOnly, words: 1) }
    @inlinable static var commandCount: Self { Self("COMMAND", "COUNT", .readOnly, words: 2) }
    @inlinable static var commandDocs: Self { Self("COMMAND", "DOCS", .readOnly, words: 2) }
    @inlinable static var commandGetkeys: Self { Self("COMMAND", "GETKEYS", .readOnly, words: 3) }
    @inlinable static var commandGetkeysandflags: Self { Self("COMMAND", "GETKEYSANDFLAGS", .readOnly, words: 3) }
    @inlinable static var commandInfo: Self { Self("COMMAND", "INFO", .readOnly, words: 2) }
    @inlinable static var commandList: Self { Self("COMMAND", "LIST", .readOnly, words: 2) }
    @inlinable static var commandlogGet: Self { Self("COMMANDLOG", "GET", .readOnly, words: 4) }
    @inlinable static var commandlogLen: Self { Self("COMMANDLOG", "LEN", .readOnly, words: 3) }
    @inlinable static var commandlogReset: Self { Self("COMMANDLOG", "RESET", .write, words: 3) }
    @inlinable static var configGet: Self { Self("CONFIG", "GET", .readOnly, words: 3) }
    @inlinable static var configResetstat: Self { Self("CONFIG", "RESETSTAT", .write, words: 2) }
    @inlinable static var configRewrite: Self { Self("CONFIG", "REWRITE", .write, words: 2) }
    @inlinable static var configSet: Self { Self("CONFIG", "SET", .write, words: 4) }
    @inlinable static var copy: Self { Self("COPY", .write, .range(1, 2), words: 3) }
    @inlinable static var dbsize: Self { Self("DBSIZE", .readOnly, words: 1) }
    @inlinable static var decr: Self { Self("DECR", .write, .first, words: 2) }
    @inlinable static var decrby: Self { Self("DECRBY", .write, .first, words: 3) }
    @inlinable static var del: Self { Self("DEL", .write, .all, words: 2) }
    @inlinable static var delifeq: Self { Self("DELIFEQ", .write, .first, words: 3) }
    @inlinable static var dump: Self { Self("DUMP", .readOnly, .first, words: 2) }
    @inlinable static var echo: Self { Self("ECHO", .readOnly, words: 2) }
    @inlinable static var eval: Self { Self("EVAL", .mayFailHalfway, .counted(at: 2), words: 3) }
    @inlinable static var evalsha: Self { Self("EVALSHA", .mayFailHalfway, .counted(at: 2), words: 3) }
    @inlinable static var evalshaRo: Self { Self("EVALSHA_RO", .readOnly, .counted(at: 2), words: 3) }
    @inlinable static var evalRo: Self { Self("EVAL_RO", .readOnly, .counted(at: 2), words: 3) }
    @inlinable static var exists: Self { Self("EXISTS", .readOnly, .all, words: 2) }
    @inlinable static var expire: Self { Self("EXPIRE", .write, .first, words: 3) }
    @inlinable static var expireat: Self { Self("EXPIREAT", .write, .first, words: 3) }
    @inlinable static var expiretime: Self { Self("EXPIRETIME", .readOnly, .first, words: 2) }
    @inlinable static var failover: Self { Self("FAILOVER", .write, words: 1) }
    @inlinable static var fcall: Self { Self("FCALL", .mayFailHalfway, .counted(at: 2), words: 3) }
    @inlinable static var fcallRo: Self { Self("FCALL_RO", .readOnly, .counted(at: 2), words: 3) }
    @inlinable static var flushall: Self { Self("FLUSHALL", .write, words: 1) }
    @inlinable static var flushdb: Self { Self("FLUSHDB", .write, words: 1) }
    @inlinable static var functionDelete: Self { Self("FUNCTION", "DELETE", .write, words: 3) }
    @inlinable static var functionDump: Self { Self("FUNCTION", "DUMP", .write, words: 2) }
    @inlinable static var functionFlush: Self { Self("FUNCTION", "FLUSH", .write, words: 2) }
    @inlinable static var functionKill: Self { Self("FUNCTION", "KILL", .write, words: 2) }
    @inlinable static var functionList: Self { Self("FUNCTION", "LIST", .readOnly, words: 2) }
    @inlinable static var functionLoad: Self { Self("FUNCTION", "LOAD", .write, words: 3) }
    @inlinable static var functionRestore: Self { Self("FUNCTION", "RESTORE", .write, words: 3) }
    @inlinable static var functionStats: Self { Self("FUNCTION", "STATS", .readOnly, words: 2) }
    @inlinable static var geoadd: Self { Self("GEOADD", .write, .first, words: 5) }
    @inlinable static var geodist: Self { Self("GEODIST", .readOnly, .first, words: 4) }
    @inlinable static var geohash: Self { Self("GEOHASH", .readOnly, .first, words: 2) }
    @inlinable static var geopos: Self { Self("GEOPOS", .readOnly, .first, words: 2) }
    @inlinable static var georadius: Self { Self("GEORADIUS", .write, .firstAndStored(from: 6), words: 6) }
    @inlinable static var georadiusbymember: Self {
        Self("GEORADIUSBYMEMBER", .write, .firstAndStored(from: 5), words: 5)
    }
    @inlinable static var georadiusbymemberRo: Self { Self("GEORADIUSBYMEMBER_RO", .readOnly, .first, words: 5) }
    @inlinable static var georadiusRo: Self { Self("GEORADIUS_RO", .readOnly, .first, words: 6) }
    @inlinable static var geosearch: Self { Self("GEOSEARCH", .readOnly, .first, words: 7) }
    @inlinable static var geosearchstore: Self { Self("GEOSEARCHSTORE", .write, .range(1, 2), words: 8) }
    @inlinable static var get: Self { Self("GET", .readOnly, .first, words: 2) }
    @inlinable static var getbit: Self { Self("GETBIT", .readOnly, .first, words: 3) }
    @inlinable static var getdel: Self { Self("GETDEL", .write, .first, words: 2) }
    @inlinable static var getex: Self { Self("GETEX", .write, .first, words: 2) }
    @inlinable static var getrange: Self { Self("GETRANGE", .readOnly, .first, words: 4) }
    @inlinable static var getset: Self { Self("GETSET", .write, .first, words: 3) }
    @inlinable static var hdel: Self { Self("HDEL", .write, .first, words: 3) }
    @inlinable static var hexists: Self { Self("HEXISTS", .readOnly, .first, words: 3) }
    @inlinable static var hexpire: Self { Self("HEXPIRE", .write, .first, words: 6) }
    @inlinable static var hexpireat: Self { Self("HEXPIREAT", .write, .first, words: 6) }
    @inlinable static var hexpiretime: Self { Self("HEXPIRETIME", .readOnly, .first, words: 5) }
    @inlinable static var hget: Self { Self("HGET", .readOnly, .first, words: 3) }
    @inlinable static var hgetall: Self { Self("HGETALL", .readOnly, .first, words: 2) }
    @inlinable static var hgetdel: Self { Self("HGETDEL", .write, .first, words: 5) }
    @inlinable static var hgetex: Self { Self("HGETEX", .write, .first, words: 5) }
    @inlinable static var hincrby: Self { Self("HINCRBY", .write, .first, words: 4) }
    @inlinable static var hincrbyfloat: Self { Self("HINCRBYFLOAT", .write, .first, words: 4) }
    @inlinable static var hkeys: Self { Self("HKEYS", .readOnly, .first, words: 2) }
    @inlinable static var hlen: Self { Self("HLEN", .readOnly, .first, words: 2) }
    @inlinable static var hmget: Self { Self("HMGET", .readOnly, .first, words: 3) }
    @inlinable static var hmset: Self { Self("HMSET", .write, .first, words: 4) }
    @inlinable static var hpersist: Self { Self("HPERSIST", .write, .first, words: 5) }
    @inlinable static var hpexpire: Self { Self("HPEXPIRE", .write, .first, words: 6) }
    @inlinable static var hpexpireat: Self { Self("HPEXPIREAT", .write, .first, words: 6) }
    @inlinable static var hpexpiretime: Self { Self("HPEXPIRETIME", .readOnly, .first, words: 5) }
    @inlinable static var hpttl: Self { Self("HPTTL", .readOnly, .first, words: 5) }
    @inlinable static var hrandfield: Self { Self("HRANDFIELD", .readOnly, .first, words: 2) }
    @inlinable static var hscan: Self { Self("HSCAN", .readOnly, .first, words: 3) }
    @inlinable static var hset: Self { Self("HSET", .write, .first, words: 4) }
    @inlinable static var hsetex: Self { Self("HSETEX", .write, .first, words: 6) }
    @inlinable static var hsetnx: Self { Self("HSETNX", .write, .first, words: 4) }
    @inlinable static var hstrlen: Self { Self("HSTRLEN", .readOnly, .first, words: 3) }
    @inlinable static var httl: Self { Self("HTTL", .readOnly, .first, words: 5) }
    @inlinable static var hvals: Self { Self("HVALS", .readOnly, .first, words: 2) }
    @inlinable static var incr: Self { Self("INCR", .write, .first, words: 2) }
    @inlinable static var incrby: Self { Self("INCRBY", .write, .first, words: 3) }
    @inlinable static var incrbyfloat: Self { Self("INCRBYFLOAT", .write, .first, words: 3) }
    @inlinable static var info: Self { Self("INFO", .readOnly, words: 1) }
    @inlinable static var keys: Self { Self("KEYS", .readOnly, words: 2) }
    @inlinable static var lastsave: Self { Self("LASTSAVE", .readOnly, words: 1) }
    @inlinable static var latencyDoctor: Self { Self("LATENCY", "DOCTOR", .readOnly, words: 2) }
    @inlinable static var latencyGraph: Self { Self("LATENCY", "GRAPH", .write, words: 3) }
    @inlinable static var latencyHistogram: Self { Self("LATENCY", "HISTOGRAM", .write, words: 2) }
    @inlinable static var latencyHistory: Self { Self("LATENCY", "HISTORY", .readOnly, words: 3) }
    @inlinable static var latencyLatest: Self { Self("LATENCY", "LATEST", .readOnly, words: 2) }
    @inlinable static var latencyReset: Self { Self("LATENCY", "RESET", .write, words: 2) }
    @inlinable static var lcs: Self { Self("LCS", .readOnly, .range(1, 2), words: 3) }
    @inlinable static var lindex: Self { Self("LINDEX", .readOnly, .first, words: 3) }
    @inlinable static var linsert: Self { Self("LINSERT", .write, .first, words: 5) }
    @inlinable static var llen: Self { Self("LLEN", .readOnly, .first, words: 2) }
    @inlinable static var lmove: Self { Self("LMOVE", .write, .range(1, 2), words: 5) }
    @inlinable static var lmpop: Self { Self("LMPOP", .write, .counted(at: 1), words: 4) }
    @inlinable static var lolwut: Self { Self("LOLWUT", .readOnly, words: 1) }
    @inlinable static var lpop: Self { Self("LPOP", .write, .first, words: 2) }
    @inlinable static var lpos: Self { Self("LPOS", .readOnly, .first, words: 3) }
    @inlinable static var lpush: Self { Self("LPUSH", .write, .first, words: 3) }
    @inlinable static var lpushx: Self { Self("LPUSHX", .write, .first, words: 3) }
    @inlinable static var lrange: Self { Self("LRANGE", .readOnly, .first, words: 4) }
    @inlinable static var lrem: Self { Self("LREM", .write, .first, words: 4) }
    @inlinable static var lset: Self { Self("LSET", .write, .first, words: 4) }
    @inlinable static var ltrim: Self { Self("LTRIM", .write, .first, words: 4) }

    static let typedAtoL: [CommandName] = [
        .aclCat, .aclDeluser, .aclDryrun, .aclGenpass, .aclGetuser, .aclList, .aclLoad, .aclLog, .aclSave, .aclSetuser,
        .aclUsers, .aclWhoami, .append, .bgrewriteaof, .bgsave, .bitcount, .bitfield, .bitfieldRo, .bitop, .bitpos,
        .blmove, .blmpop, .blpop, .brpop, .brpoplpush, .bzmpop, .bzpopmax, .bzpopmin, .clientCaching, .clientCapa,
        .clientGetname, .clientGetredir, .clientId, .clientImportSource, .clientInfo, .clientKill, .clientList,
        .clientNoEvict, .clientNoTouch, .clientPause, .clientSetinfo, .clientSetname, .clientTracking,
        .clientTrackinginfo, .clientUnblock, .clientUnpause, .clusterAddslots, .clusterAddslotsrange, .clusterBumpepoch,
        .clusterCancelslotmigrations, .clusterCountFailureReports, .clusterCountkeysinslot, .clusterDelslots,
        .clusterDelslotsrange, .clusterFailover, .clusterFlushslot, .clusterFlushslots, .clusterForget,
        .clusterGetkeysinslot, .clusterGetslotmigrations, .clusterInfo, .clusterKeyslot, .clusterLinks, .clusterMeet,
        .clusterMigrateslots, .clusterMyid, .clusterMyshardid, .clusterNodes, .clusterReplicas, .clusterReplicate,
        .clusterReset, .clusterSaveconfig, .clusterSetConfigEpoch, .clusterSetslot, .clusterShards, .clusterSlaves,
        .clusterSlotStats, .clusterSlots, .clusterscan, .command, .commandCount, .commandDocs, .commandGetkeys,
        .commandGetkeysandflags, .commandInfo, .commandList, .commandlogGet, .commandlogLen, .commandlogReset,
        .configGet, .configResetstat, .configRewrite, .configSet, .copy, .dbsize, .decr, .decrby, .del, .delifeq, .dump,
        .echo, .eval, .evalsha, .evalshaRo, .evalRo, .exists, .expire, .expireat, .expiretime, .failover, .fcall,
        .fcallRo, .flushall, .flushdb, .functionDelete, .functionDump, .functionFlush, .functionKill, .functionList,
        .functionLoad, .functionRestore, .functionStats, .geoadd, .geodist, .geohash, .geopos, .georadius,
        .georadiusbymember, .georadiusbymemberRo, .georadiusRo, .geosearch, .geosearchstore, .get, .getbit, .getdel,
        .getex, .getrange, .getset, .hdel, .hexists, .hexpire, .hexpireat, .hexpiretime, .hget, .hgetall, .hgetdel,
        .hgetex, .hincrby, .hincrbyfloat, .hkeys, .hlen, .hmget, .hmset, .hpersist, .hpexpire, .hpexpireat,
        .hpexpiretime, .hpttl, .hrandfield, .hscan, .hset, .hsetex, .hsetnx, .hstrlen, .httl, .hvals, .incr, .incrby,
        .incrbyfloat, .info, .keys, .lastsave, .latencyDoctor, .latencyGraph, .latencyHistogram, .latencyHistory,
        .latencyLatest, .latencyReset, .lcs, .lindex, .linsert, .llen, .lmove, .lmpop, .lolwut, .lpop, .lpos, .lpush,
        .lpushx, .lrange, .lrem, .lset, .ltrim,
    ]
}
