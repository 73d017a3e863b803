import RedisTransport
extension RedisCommandTraits {
    /// Looks a command up by its name. Unknown commands count as writes without further properties: the safe side.
    package init(of wire: WireCommand) {
        let words = wire.words(2)
        guard let name = words.first else {
            // The server does not answer a command without words, so the replies after it would be one too few.
            self = .unsupported
            return
        }
        self.init(name: name, subcommand: words.count > 1 ? words[1] : "", wire: wire)
    }

    private init(name: String, subcommand: String, wire: WireCommand) {
        switch name {
        case "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "SELECT", "AUTH", "HELLO", "RESET", "QUIT",
            "READONLY", "READWRITE", "ASKING":
            self = .connectionState
        case "MONITOR", "SYNC", "PSYNC", "REPLCONF",
            "SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "SSUBSCRIBE", "SUNSUBSCRIBE":
            self = .unsupported
        case "CLIENT":
            switch subcommand {
            case "REPLY": self = .unsupported
            case "SETNAME", "SETINFO", "TRACKING", "CACHING", "NO-EVICT", "NO-TOUCH": self = .connectionState
            case "ID", "INFO", "LIST", "GETNAME", "GETREDIR", "TRACKINGINFO": self = .readOnly
            default: self = []
            }
        case "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP":
            self = .blocking
        case "WAIT", "WAITAOF":
            // They speak of what was written on their own connection.
            self = [.blocking, .connectionState]
        case "XREAD", "XREADGROUP":
            // Both block only when asked to.
            self = wire.streamBlockingTime != nil ? .blocking : (name == "XREAD" ? .readOnly : [])
        case "SORT":
            self = []
        case "SCRIPT" where subcommand == "DEBUG":
            self = .connectionState
        case "OBJECT", "MEMORY", "XINFO", "COMMAND", "PUBSUB", "LATENCY", "SLOWLOG", "CONFIG", "CLUSTER", "ACL",
            "SCRIPT", "FUNCTION":
            self = Self.readOnlySubcommands.contains(subcommand) ? .readOnly : []
        default:
            self = Self.readOnlyCommands.contains(name) ? .readOnly : []
        }
    }

    private static let readOnlySubcommands: Set<String> = [
        "ENCODING", "FREQ", "IDLETIME", "REFCOUNT", "USAGE", "STATS", "STREAM", "GROUPS", "CONSUMERS", "COUNT",
        "DOCS", "INFO", "GETKEYS", "GETKEYSANDFLAGS", "CHANNELS", "NUMSUB", "NUMPAT", "SHARDCHANNELS",
        "SHARDNUMSUB", "LATEST", "HISTORY", "LEN", "GET", "SLOTS", "SHARDS", "NODES", "KEYSLOT", "WHOAMI", "CAT",
        "EXISTS", "LIST", "HELP", "DOCTOR", "",
    ]

    private static let readOnlyCommands: Set<String> = [
        "PING", "ECHO", "TIME", "DBSIZE", "INFO", "LASTSAVE", "ROLE", "LOLWUT",
        "GET", "MGET", "STRLEN", "GETRANGE", "SUBSTR", "LCS", "GETBIT", "BITCOUNT", "BITPOS", "BITFIELD_RO",
        "EXISTS", "TOUCH", "TYPE", "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME", "KEYS", "SCAN", "RANDOMKEY", "DUMP",
        "SORT_RO",
        "HGET", "HMGET", "HGETALL", "HKEYS", "HVALS", "HLEN", "HEXISTS", "HSTRLEN", "HRANDFIELD", "HSCAN",
        "HTTL", "HPTTL", "HEXPIRETIME", "HPEXPIRETIME",
        "LRANGE", "LINDEX", "LLEN", "LPOS",
        "SMEMBERS", "SISMEMBER", "SMISMEMBER", "SCARD", "SRANDMEMBER", "SSCAN",
        "SINTER", "SUNION", "SDIFF", "SINTERCARD",
        "ZRANGE", "ZRANGEBYSCORE", "ZRANGEBYLEX", "ZREVRANGE", "ZREVRANGEBYSCORE", "ZREVRANGEBYLEX",
        "ZRANK", "ZREVRANK",
        "ZSCORE", "ZMSCORE", "ZCARD", "ZCOUNT", "ZLEXCOUNT", "ZRANDMEMBER", "ZSCAN", "ZINTER", "ZUNION", "ZDIFF",
        "ZINTERCARD",
        "XRANGE", "XREVRANGE", "XLEN", "XPENDING",
        "PFCOUNT", "GEOPOS", "GEODIST", "GEOHASH", "GEOSEARCH", "GEORADIUS_RO", "GEORADIUSBYMEMBER_RO",
        "EVAL_RO", "EVALSHA_RO", "FCALL_RO",
    ]
}

extension WireCommand {
    /// The first words of the first command, in capitals, as far as they are short enough to be keywords.
    package func words(_ limit: Int) -> [String] {
        var words: [String] = []
        var position = start
        /// The number in a line such as `*3` or `$5`, which the position is moved behind.
        func number() -> Int? {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n"))
            guard let end, end > position + 2 else { return nil }
            defer { position = end + 1 }
            return Int(String(decoding: bytes[(position + 1)..<(end - 1)], as: UTF8.self))
        }
        // The array's header; then each argument is `$length CR LF bytes CR LF`.
        guard let count = number() else { return [] }
        while words.count < min(limit, count), let length = number() {
            if insertions.contains(where: { $0.offset == position }) {
                words.append("")
            } else {
                let text = length <= 32 ? String(decoding: bytes[position..<(position + length)], as: UTF8.self) : ""
                words.append(text.uppercased())
                position += length
            }
            position += 2
        }
        return words
    }

    /// What `XREAD` or `XREADGROUP` gives as the time to block for, when it does. The options before the streams' names come
    /// in any order, and a group may have the name of an option.
    package var streamBlockingTime: String? {
        var words = words(16).dropFirst()
        while let word = words.popFirst(), word != "STREAMS" {
            switch word {
            case "BLOCK": return words.first ?? ""
            case "GROUP": words = words.dropFirst(2)
            case "COUNT": words = words.dropFirst()
            default: break
            }
        }
        return nil
    }
}
