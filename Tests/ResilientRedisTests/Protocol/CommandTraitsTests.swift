import ResilientRedis
import Testing

@Suite("Command traits")
struct CommandTraitsTests {
    /// What is looked up for a command, given as words.
    private func traits(_ line: String) -> RedisCommandTraits {
        RedisCommand<RESPValue>(line).traits
    }

    @Test(
        "Commands that only read may be sent twice",
        arguments: [
            "GET k", "mget a b", "Ping", "EXISTS k", "TTL k", "SCAN 0", "HGETALL k", "HSCAN k 0", "LRANGE l 0 -1",
            "SMEMBERS s", "SRANDMEMBER s", "ZRANGE z 0 -1", "ZSCORE z m", "XRANGE s - +", "XREAD COUNT 2 STREAMS s 0",
            "GEOSEARCH g FROMLONLAT 1 2 BYRADIUS 3 m", "PFCOUNT h", "DBSIZE", "INFO", "TIME", "OBJECT ENCODING k",
            "MEMORY USAGE k", "CONFIG GET maxmemory", "CLIENT ID", "CLIENT LIST", "COMMAND", "COMMAND DOCS",
            "CLUSTER SLOTS", "EVAL_RO s 0", "FCALL_RO f 0", "SCRIPT EXISTS x", "ACL WHOAMI", "SORT_RO l",
            "XINFO STREAM s", "PUBSUB CHANNELS", "SLOWLOG GET", "LATENCY LATEST",
        ])
    func readOnly(_ line: String) {
        #expect(traits(line) == .readOnly)
    }

    @Test(
        "Commands that write, may write, or are unknown are sent once",
        arguments: [
            "SET k v", "DEL k", "INCR k", "EXPIRE k 1", "GETDEL k", "GETEX k", "GETSET k v", "HSET h f v",
            "HINCRBY h f 1",
            "LPUSH l a", "LPOP l", "SADD s a", "SPOP s", "ZADD z 1 a", "ZPOPMIN z", "XADD s * f v", "XACK s g 1",
            "XREADGROUP GROUP g c STREAMS s >", "EVAL s 0", "EVALSHA x 0", "FCALL f 0", "SORT l", "SORT l STORE m",
            "FLUSHALL", "PUBLISH c m", "CONFIG SET a b", "CONFIG RESETSTAT", "SCRIPT LOAD s", "SCRIPT FLUSH",
            "FUNCTION LOAD x", "ACL SETUSER u", "CLIENT KILL ID 3", "CLIENT PAUSE 1", "CLIENT UNBLOCK 3",
            "SLOWLOG RESET",
            "LATENCY RESET", "MEMORY PURGE", "CLUSTER FAILOVER", "BITFIELD k SET u8 0 1", "GEORADIUS g 1 2 3 m STORE k",
            "PFADD h a", "PFMERGE a b", "COPY a b", "RENAME a b", "RESTORE k 0 x", "MIGRATE", "SHUTDOWN",
            "FROBNICATE a",
        ])
    func writes(_ line: String) {
        #expect(traits(line) == [])
    }

    @Test(
        "Commands that may make the caller wait get a connection to themselves",
        arguments: [
            "BLPOP q 0", "brpop q 1", "BLMOVE a b LEFT LEFT 0", "BRPOPLPUSH a b 0", "BLMPOP 1 1 k LEFT", "BZPOPMIN z 0",
            "BZPOPMAX z 0", "BZMPOP 1 1 z MIN", "WAIT 1 0", "WAITAOF 0 1 0", "XREAD BLOCK 0 STREAMS s $",
            "xread count 2 block 5 streams s $", "XREADGROUP GROUP g c COUNT 1 BLOCK 0 STREAMS s >",
            "XREADGROUP GROUP g c BLOCK 0 NOACK STREAMS s >",
        ])
    func blocking(_ line: String) {
        #expect(traits(line) == .blocking)
    }

    @Test("A stream that is called BLOCK makes nobody wait")
    func streamCalledBlock() {
        #expect(traits("XREAD STREAMS block 0") == .readOnly)
        #expect(traits("XREADGROUP GROUP block block STREAMS block >") == [])
    }

    @Test(
        "Commands that change the connection's state need a connection of their own",
        arguments: [
            "MULTI", "EXEC", "DISCARD", "WATCH k", "UNWATCH", "SELECT 1", "AUTH p", "HELLO 3", "RESET", "QUIT",
            "SUBSCRIBE c", "PSUBSCRIBE c", "SSUBSCRIBE c", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "READONLY",
            "READWRITE", "ASKING", "CLIENT SETNAME n", "client setinfo LIB-NAME x", "CLIENT TRACKING ON",
            "CLIENT CACHING YES", "CLIENT NO-EVICT ON", "CLIENT NO-TOUCH ON", "SCRIPT DEBUG YES",
        ])
    func connectionState(_ line: String) {
        #expect(traits(line) == .connectionState)
    }

    @Test(
        "Commands that would break the order of replies are refused",
        arguments: ["MONITOR", "SYNC", "psync ? -1", "CLIENT REPLY OFF", "client reply skip", " ", "   "])
    func unsupported(_ line: String) {
        #expect(traits(line) == .unsupported)
    }

    @Test("A command without any word is refused, because the server does not answer it, whatever it is said to be")
    func nothing() async throws {
        #expect(RedisCommand<RESPValue>(RESPEncoder()).traits == .unsupported)
        let empty = RedisCommand<RESPValue>(RESPEncoder(), traits: .readOnly)
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: 1)))
        for command in [empty, RedisCommand<RESPValue>(" ")] {
            let error = await #expect(throws: RedisError.self) { try await redis.send(command) }
            #expect(error?.code == .unsupported)
            #expect(error?.outcome == .notSent)
            await #expect(throws: RedisError.self) {
                try await redis.pipeline { pipeline in
                    pipeline.append(.ping())
                    pipeline.append(command)
                }
            }
        }
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("Traits that are given are not looked up")
    func given() {
        let command = RedisCommand<RESPValue>(RESPEncoder("FCALL"), traits: .readOnly)
        #expect(command.traits == .readOnly)
        #expect(command.name == "FCALL")
    }
}
