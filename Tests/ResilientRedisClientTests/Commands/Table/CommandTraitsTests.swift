import ResilientRedisClient
import Testing

/// The traits of commands without a typed form, by their names.
@Suite struct CommandTraitsTests {
    /// Those that decide how a command is sent.
    private func traits(_ line: String) -> RedisCommandTraits {
        allTraits(line).intersection([.readOnly, .blocking, .connectionState, .unsupported])
    }

    private func allTraits(_ line: String) -> RedisCommandTraits {
        var encoder = RESPEncoder()
        for word in line.split(separator: " ") { encoder.append(word) }
        return RedisCommandTraits(of: encoder.finish())
    }

    @Test(arguments: [
        "GET k", "get k", "ZRANGEBYLEX z - +", "XRANGE s - +", "PFCOUNT p", "EVAL_RO x 0", "OBJECT ENCODING k",
        "object encoding k", "MEMORY USAGE k", "CONFIG GET *", "SCRIPT EXISTS abc", "SLOWLOG GET", "COMMAND",
        "COMMAND DOCS get", "CLIENT LIST", "XREAD STREAMS s 0", "XINFO STREAM s", "ACL WHOAMI", "CLUSTER SLOTS",
    ])
    func `read-only commands may be sent again`(line: String) {
        #expect(traits(line) == .readOnly)
    }

    @Test(arguments: [
        "SET k v", "GETEX k", "GETDEL k", "SORT l", "SORT l STORE m", "EVAL x 0", "FCALL f 0", "XREADGROUP GROUP g c",
        "CONFIG SET a b", "CONFIG RESETSTAT", "SCRIPT FLUSH", "SCRIPT LOAD x", "SLOWLOG RESET", "MEMORY PURGE",
        "ACL SETUSER u", "CLUSTER RESET", "LATENCY RESET", "CLIENT KILL x", "CLIENT PAUSE 1", "FUNCTION LOAD x",
        "PUBLISH c m", "XAUTOCLAIM s g c 0 0", "BITFIELD k", "FUTURECOMMAND a b", "SPOP s", "SHUTDOWN",
    ])
    func `writes and unknown commands are never sent again`(line: String) {
        #expect(!traits(line).contains(.readOnly))
        #expect(traits(line).isDisjoint(with: [.blocking, .connectionState, .unsupported]))
    }

    @Test(arguments: [
        "BLPOP l 0", "brpop l 0", "BLMOVE a b LEFT LEFT 0", "BLMPOP 0 1 l LEFT", "BZPOPMAX z 0", "BZMPOP 0 1 z MIN",
        "XREAD BLOCK 0 STREAMS s $",
        "XREADGROUP GROUP g c NOACK COUNT 5 BLOCK 0 STREAMS s >",
    ])
    func `blocking commands need a connection of their own`(line: String) {
        #expect(traits(line) == .blocking)
    }

    @Test(arguments: ["WAIT 1 0", "WAITAOF 1 0 0"])
    func `commands that wait for a connection's own writes need a lease, and may block`(line: String) {
        #expect(traits(line) == [.blocking, .connectionState])
    }

    @Test(arguments: [
        "MULTI", "EXEC", "DISCARD", "WATCH k", "UNWATCH", "SELECT 1", "AUTH x", "HELLO 3", "RESET", "QUIT",
        "CLIENT SETNAME n", "client tracking on", "CLIENT NO-EVICT on",
        "SCRIPT DEBUG YES", "READONLY", "ASKING",
    ])
    func `commands that change the connection need a lease`(line: String) {
        #expect(traits(line) == .connectionState)
    }

    @Test(arguments: [
        "MONITOR", "SYNC", "PSYNC ? -1", "REPLCONF ACK 0", "CLIENT REPLY OFF", "client reply skip", "SUBSCRIBE c",
        "PSUBSCRIBE c", "SSUBSCRIBE c", "UNSUBSCRIBE",
    ])
    func `commands that break the order of replies are refused`(line: String) {
        #expect(traits(line) == .unsupported)
    }

    @Test func `what watches keys, and what ends that, is known`() {
        #expect(allTraits("WATCH k").contains(.watch))
        for line in ["EXEC", "DISCARD", "unwatch"] { #expect(allTraits(line).contains(.endsWatch)) }
        #expect(!allTraits("MULTI").contains(.endsWatch))
    }

    @Test(arguments: [
        ("EVAL x 0", true), ("FCALL f 0", true), ("MIGRATE h 1 k 0 1", true), ("EVAL_RO x 0", false),
        ("COMMAND DOCS get", false), ("GET k", false), ("COMMAND LIST", false), ("FUTURECOMMAND", false),
    ])
    func `commands that may fail halfway are known`(line: String, mayFailHalfway: Bool) {
        #expect(allTraits(line).contains(.mayFailHalfway) == mayFailHalfway)
    }

    @Test func `an empty command is refused, because it gets no reply`() {
        #expect(traits("") == .unsupported)
    }
}
