/// The name of a typed command and what the client knows about it.
///
/// Typed commands name theirs (`RedisCommand(.get, key)`). The names are constants that the compiler folds into the
/// caller, so that sending a typed command looks nothing up. The commands without a typed form are rows of
/// ``CommandTable``.
@usableFromInline
package struct CommandName: Sendable {
    @usableFromInline package let word: StaticString
    @usableFromInline package let subcommand: StaticString?
    @usableFromInline package let info: CommandInfo

    @inlinable
    init(
        _ word: StaticString, _ traits: RedisCommandTraits, _ keys: KeySpecification = .none,
        blocks: BlockingTimePosition = .none
    ) {
        self.word = word
        subcommand = nil
        info = CommandInfo(traits, keys: keys, blocks: blocks)
    }

    @inlinable
    init(
        _ word: StaticString, _ subcommand: StaticString, _ traits: RedisCommandTraits,
        _ keys: KeySpecification = .none
    ) {
        self.word = word
        self.subcommand = subcommand
        info = CommandInfo(traits, keys: keys)
    }

    /// Both words.
    package var text: String { subcommand.map { "\(word) \($0)" } ?? word.description }
}

// MARK: Strings and counters

extension CommandName {
    @inlinable static var get: Self { Self("GET", .readOnly, .first) }
    @inlinable static var set: Self { Self("SET", .write, .first) }
    @inlinable static var getset: Self { Self("GETSET", .write, .first) }
    @inlinable static var getdel: Self { Self("GETDEL", .write, .first) }
    @inlinable static var getex: Self { Self("GETEX", .write, .first) }
    @inlinable static var mget: Self { Self("MGET", .readOnly, .all) }
    @inlinable static var mset: Self { Self("MSET", .write, .pairs) }
    @inlinable static var msetnx: Self { Self("MSETNX", .write, .pairs) }
    @inlinable static var append: Self { Self("APPEND", .write, .first) }
    @inlinable static var strlen: Self { Self("STRLEN", .readOnly, .first) }
    @inlinable static var getrange: Self { Self("GETRANGE", .readOnly, .first) }
    @inlinable static var setrange: Self { Self("SETRANGE", .write, .first) }
    @inlinable static var incr: Self { Self("INCR", .write, .first) }
    @inlinable static var incrby: Self { Self("INCRBY", .write, .first) }
    @inlinable static var incrbyfloat: Self { Self("INCRBYFLOAT", .write, .first) }
    @inlinable static var decr: Self { Self("DECR", .write, .first) }
    @inlinable static var decrby: Self { Self("DECRBY", .write, .first) }
}

// MARK: Keys

extension CommandName {
    @inlinable static var del: Self { Self("DEL", .write, .all) }
    @inlinable static var unlink: Self { Self("UNLINK", .write, .all) }
    @inlinable static var exists: Self { Self("EXISTS", .readOnly, .all) }
    @inlinable static var touch: Self { Self("TOUCH", .readOnly, .all) }
    @inlinable static var type: Self { Self("TYPE", .readOnly, .first) }
    @inlinable static var rename: Self { Self("RENAME", .write, .range(1, 2)) }
    @inlinable static var renamenx: Self { Self("RENAMENX", .write, .range(1, 2)) }
    @inlinable static var copy: Self { Self("COPY", .write, .range(1, 2)) }
    @inlinable static var pexpire: Self { Self("PEXPIRE", .write, .first) }
    @inlinable static var pexpireat: Self { Self("PEXPIREAT", .write, .first) }
    @inlinable static var pttl: Self { Self("PTTL", .readOnly, .first) }
    @inlinable static var persist: Self { Self("PERSIST", .write, .first) }
    @inlinable static var scan: Self { Self("SCAN", .readOnly) }
    @inlinable static var keys: Self { Self("KEYS", .readOnly) }
    @inlinable static var randomkey: Self { Self("RANDOMKEY", .readOnly) }
}

// MARK: Hashes

extension CommandName {
    @inlinable static var hexists: Self { Self("HEXISTS", .readOnly, .first) }
    @inlinable static var hlen: Self { Self("HLEN", .readOnly, .first) }
    @inlinable static var hstrlen: Self { Self("HSTRLEN", .readOnly, .first) }
    @inlinable static var hkeys: Self { Self("HKEYS", .readOnly, .first) }
    @inlinable static var hvals: Self { Self("HVALS", .readOnly, .first) }
    @inlinable static var hincrby: Self { Self("HINCRBY", .write, .first) }
    @inlinable static var hincrbyfloat: Self { Self("HINCRBYFLOAT", .write, .first) }
    @inlinable static var hrandfield: Self { Self("HRANDFIELD", .readOnly, .first) }
    @inlinable static var hscan: Self { Self("HSCAN", .readOnly, .first) }
    @inlinable static var hget: Self { Self("HGET", .readOnly, .first) }
    @inlinable static var hset: Self { Self("HSET", .write, .first) }
    @inlinable static var hsetnx: Self { Self("HSETNX", .write, .first) }
    @inlinable static var hmget: Self { Self("HMGET", .readOnly, .first) }
    @inlinable static var hgetall: Self { Self("HGETALL", .readOnly, .first) }
    @inlinable static var hdel: Self { Self("HDEL", .write, .first) }
}

// MARK: Lists

extension CommandName {
    @inlinable static var lpush: Self { Self("LPUSH", .write, .first) }
    @inlinable static var rpush: Self { Self("RPUSH", .write, .first) }
    @inlinable static var lpushx: Self { Self("LPUSHX", .write, .first) }
    @inlinable static var rpushx: Self { Self("RPUSHX", .write, .first) }
    @inlinable static var lpop: Self { Self("LPOP", .write, .first) }
    @inlinable static var rpop: Self { Self("RPOP", .write, .first) }
    @inlinable static var lmove: Self { Self("LMOVE", .write, .range(1, 2)) }
    @inlinable static var blpop: Self { Self("BLPOP", .blocking, .range(1, -2), blocks: .last(.seconds)) }
    @inlinable static var brpop: Self { Self("BRPOP", .blocking, .range(1, -2), blocks: .last(.seconds)) }
    @inlinable static var blmove: Self { Self("BLMOVE", .blocking, .range(1, 2), blocks: .last(.seconds)) }
    @inlinable static var lrange: Self { Self("LRANGE", .readOnly, .first) }
    @inlinable static var lindex: Self { Self("LINDEX", .readOnly, .first) }
    @inlinable static var llen: Self { Self("LLEN", .readOnly, .first) }
    @inlinable static var lset: Self { Self("LSET", .write, .first) }
    @inlinable static var linsert: Self { Self("LINSERT", .write, .first) }
    @inlinable static var lrem: Self { Self("LREM", .write, .first) }
    @inlinable static var ltrim: Self { Self("LTRIM", .write, .first) }
    @inlinable static var lpos: Self { Self("LPOS", .readOnly, .first) }
}

// MARK: Sets

extension CommandName {
    @inlinable static var sinter: Self { Self("SINTER", .readOnly, .all) }
    @inlinable static var sunion: Self { Self("SUNION", .readOnly, .all) }
    @inlinable static var sdiff: Self { Self("SDIFF", .readOnly, .all) }
    @inlinable static var sinterstore: Self { Self("SINTERSTORE", .write, .all) }
    @inlinable static var sunionstore: Self { Self("SUNIONSTORE", .write, .all) }
    @inlinable static var sdiffstore: Self { Self("SDIFFSTORE", .write, .all) }
    @inlinable static var sintercard: Self { Self("SINTERCARD", .readOnly, .counted(at: 1)) }
    @inlinable static var spop: Self { Self("SPOP", .write, .first) }
    @inlinable static var srandmember: Self { Self("SRANDMEMBER", .readOnly, .first) }
    @inlinable static var sscan: Self { Self("SSCAN", .readOnly, .first) }
    @inlinable static var sadd: Self { Self("SADD", .write, .first) }
    @inlinable static var srem: Self { Self("SREM", .write, .first) }
    @inlinable static var sismember: Self { Self("SISMEMBER", .readOnly, .first) }
    @inlinable static var smismember: Self { Self("SMISMEMBER", .readOnly, .first) }
    @inlinable static var scard: Self { Self("SCARD", .readOnly, .first) }
    @inlinable static var smembers: Self { Self("SMEMBERS", .readOnly, .first) }
    @inlinable static var smove: Self { Self("SMOVE", .write, .range(1, 2)) }
}

// MARK: Sorted sets

extension CommandName {
    @inlinable static var zcount: Self { Self("ZCOUNT", .readOnly, .first) }
    @inlinable static var zlexcount: Self { Self("ZLEXCOUNT", .readOnly, .first) }
    @inlinable static var zremrangebyrank: Self { Self("ZREMRANGEBYRANK", .write, .first) }
    @inlinable static var zremrangebyscore: Self { Self("ZREMRANGEBYSCORE", .write, .first) }
    @inlinable static var zremrangebylex: Self { Self("ZREMRANGEBYLEX", .write, .first) }
    @inlinable static var zunionstore: Self { Self("ZUNIONSTORE", .write, .destinationAndCounted) }
    @inlinable static var zinterstore: Self { Self("ZINTERSTORE", .write, .destinationAndCounted) }
    @inlinable static var zpopmin: Self { Self("ZPOPMIN", .write, .first) }
    @inlinable static var zpopmax: Self { Self("ZPOPMAX", .write, .first) }
    @inlinable static var bzpopmin: Self { Self("BZPOPMIN", .blocking, .range(1, -2), blocks: .last(.seconds)) }
    @inlinable static var bzpopmax: Self { Self("BZPOPMAX", .blocking, .range(1, -2), blocks: .last(.seconds)) }
    @inlinable static var zrandmember: Self { Self("ZRANDMEMBER", .readOnly, .first) }
    @inlinable static var zscan: Self { Self("ZSCAN", .readOnly, .first) }
    @inlinable static var zrange: Self { Self("ZRANGE", .readOnly, .first) }
    @inlinable static var zadd: Self { Self("ZADD", .write, .first) }
    @inlinable static var zincrby: Self { Self("ZINCRBY", .write, .first) }
    @inlinable static var zrem: Self { Self("ZREM", .write, .first) }
    @inlinable static var zscore: Self { Self("ZSCORE", .readOnly, .first) }
    @inlinable static var zmscore: Self { Self("ZMSCORE", .readOnly, .first) }
    @inlinable static var zcard: Self { Self("ZCARD", .readOnly, .first) }
    @inlinable static var zrank: Self { Self("ZRANK", .readOnly, .first) }
    @inlinable static var zrevrank: Self { Self("ZREVRANK", .readOnly, .first) }
}

// MARK: Server and connection

extension CommandName {
    @inlinable static var ping: Self { Self("PING", .readOnly) }
    @inlinable static var echo: Self { Self("ECHO", .readOnly) }
    @inlinable static var clientId: Self { Self("CLIENT", "ID", .readOnly) }
    @inlinable static var clientGetname: Self { Self("CLIENT", "GETNAME", .readOnly) }
    @inlinable static var clientSetname: Self { Self("CLIENT", "SETNAME", .connectionState) }
    @inlinable static var select: Self { Self("SELECT", .connectionState) }
    @inlinable static var dbsize: Self { Self("DBSIZE", .readOnly) }
    @inlinable static var time: Self { Self("TIME", .readOnly) }
    @inlinable static var info: Self { Self("INFO", .readOnly) }
    @inlinable static var lastsave: Self { Self("LASTSAVE", .readOnly) }
    @inlinable static var memoryUsage: Self { Self("MEMORY", "USAGE", .readOnly, .second) }
    @inlinable static var configGet: Self { Self("CONFIG", "GET", .readOnly) }
    @inlinable static var configSet: Self { Self("CONFIG", "SET", .write) }
    @inlinable static var flushdb: Self { Self("FLUSHDB", .write) }
    @inlinable static var flushall: Self { Self("FLUSHALL", .write) }
}

extension CommandName {
    /// The commands that have a typed form.
    static let typed: [CommandName] = [
        .get, .set, .getset, .getdel, .getex, .mget, .mset, .msetnx, .append, .strlen, .getrange, .setrange, .incr,
        .incrby, .incrbyfloat, .decr, .decrby,
        .del, .unlink, .exists, .touch, .type, .rename, .renamenx, .copy, .pexpire, .pexpireat, .pttl, .persist,
        .scan, .keys, .randomkey,
        .hexists, .hlen, .hstrlen, .hkeys, .hvals, .hincrby, .hincrbyfloat, .hrandfield, .hscan, .hget, .hset,
        .hsetnx, .hmget, .hgetall, .hdel,
        .lpush, .rpush, .lpushx, .rpushx, .lpop, .rpop, .lmove, .blpop, .brpop, .blmove, .lrange, .lindex, .llen,
        .lset, .linsert, .lrem, .ltrim, .lpos,
        .sinter, .sunion, .sdiff, .sinterstore, .sunionstore, .sdiffstore, .sintercard, .spop, .srandmember, .sscan,
        .sadd, .srem, .sismember, .smismember, .scard, .smembers, .smove,
        .zcount, .zlexcount, .zremrangebyrank, .zremrangebyscore, .zremrangebylex, .zunionstore, .zinterstore,
        .zpopmin, .zpopmax, .bzpopmin, .bzpopmax, .zrandmember, .zscan, .zrange, .zadd, .zincrby, .zrem, .zscore,
        .zmscore, .zcard, .zrank, .zrevrank,
        .ping, .echo, .clientId, .clientGetname, .clientSetname, .select, .dbsize, .time, .info, .lastsave,
        .memoryUsage, .configGet, .configSet, .flushdb, .flushall,
    ]
}
