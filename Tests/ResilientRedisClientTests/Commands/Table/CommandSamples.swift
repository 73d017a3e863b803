/// Commands without a typed form, as a person would type them; `""` is an empty word.
enum CommandSamples {
    static let all = [
        // One key.
        "BITCOUNT k", "BITFIELD k GET u8 0", "BITFIELD_RO k GET u8 0", "BITPOS k 1", "DUMP k", "EXPIRE k 1",
        "EXPIREAT k 1", "EXPIRETIME k", "GEOADD k 0 0 m", "GEODIST k a b", "GEOHASH k m", "GEOPOS k m",
        "GEORADIUS_RO k 0 0 1 m", "GEORADIUSBYMEMBER_RO k m 1 m", "GEOSEARCH k FROMMEMBER m BYRADIUS 1 m",
        "GETBIT k 0", "HMSET k f v", "MOVE k 1", "PEXPIRETIME k", "PFADD k e", "PSETEX k 1 v",
        "RESTORE k 0 v",
        "RESTORE-ASKING k 0 v", "SETBIT k 0 1", "SETEX k 1 v", "SETNX k v", "SUBSTR k 0 1", "TTL k",
        "XACK s g 0-1", "XADD s * f v", "XAUTOCLAIM s g c 0 0", "XCLAIM s g c 0 0-1", "XDEL s 0-1", "XLEN s",
        "XPENDING s g", "XRANGE s - +", "XREVRANGE s + -", "XSETID s 0-1", "XTRIM s MAXLEN 1",
        "ZRANGEBYLEX z - +", "ZRANGEBYSCORE z 0 1", "ZREVRANGE z 0 1", "ZREVRANGEBYLEX z + -",
        "ZREVRANGEBYSCORE z 1 0",
        // The key behind a subcommand.
        "OBJECT ENCODING k", "OBJECT FREQ k", "OBJECT IDLETIME k", "OBJECT REFCOUNT k", "PFDEBUG ENCODING k",
        "XGROUP CREATE s g $", "XGROUP CREATECONSUMER s g c", "XGROUP DELCONSUMER s g c", "XGROUP DESTROY s g",
        "XGROUP SETID s g 0", "XINFO CONSUMERS s g", "XINFO GROUPS s", "XINFO STREAM s FULL",
        // Several keys.
        "BITOP AND d a b", "BRPOPLPUSH a b 0", "GEOSEARCHSTORE d s FROMMEMBER m BYRADIUS 1 m", "LCS a b LEN",
        "PFCOUNT a b", "PFMERGE d a b", "RPOPLPUSH a b", "WATCH a b", "ZRANGESTORE d s 0 1", "ZRANGESTORE d s 0 1 REV",
        // Counted keys.
        "BLMPOP 0 2 a b LEFT", "BZMPOP 0 1 a MIN COUNT 2", "EVAL x 0", "EVAL x 0 argument", "EVAL x 2 a b c",
        "EVALSHA x 1 a", "EVAL_RO x 1 a", "EVALSHA_RO x 1 a b", "FCALL f 2 a b", "FCALL_RO f 1 a b",
        "LMPOP 2 a b RIGHT COUNT 3", "ZDIFF 2 a b WITHSCORES", "ZDIFFSTORE d 2 a b", "ZINTER 2 a b WEIGHTS 1 2",
        "ZINTERCARD 1 a LIMIT 3", "ZMPOP 1 a MAX", "ZUNION 3 a b c",
        // Keys behind options.
        "MIGRATE h 1 k 0 1", "MIGRATE h 1 k 0 1 COPY REPLACE AUTH secret",
        "MIGRATE h 1 \"\" 0 1 REPLACE AUTH2 user keys KEYS a b c",
        "SORT l", "SORT l BY w_* LIMIT 0 1 GET v_* DESC", "SORT l GET store STORE d", "SORT_RO l BY w_*",
        "GEORADIUS k 0 0 1 m", "GEORADIUS k 0 0 1 m COUNT 1 STORE d", "GEORADIUSBYMEMBER k m 1 m STOREDIST d",
        "XREAD STREAMS a 0", "XREAD COUNT 1 BLOCK 5 STREAMS a b 0 0", "XREAD BLOCK 0 STREAMS streams $",
        "XREADGROUP GROUP g c STREAMS a >", "XREADGROUP GROUP g c COUNT 1 NOACK STREAMS a b c > > >",
        // Vector sets.
        "VADD v VALUES 1 1 e", "VCARD v", "VDIM v", "VEMB v e", "VGETATTR v e", "VINFO v", "VISMEMBER v e",
        "VLINKS v e",
        "VRANDMEMBER v", "VREM v e", "VSETATTR v e {}", "VSIM v ELE e",
        // None.
        "PUBLISH c m", "CLUSTER KEYSLOT k", "SCRIPT LOAD x", "CONFIG RESETSTAT", "SWAPDB 0 1", "MULTI", "LOLWUT",
        "SPUBLISH c m", "SSUBSCRIBE c", "COMMAND GETKEYS GET k", "OBJECT HELP", "CLIENT KILL x", "WAIT 1 0",
    ]
}
