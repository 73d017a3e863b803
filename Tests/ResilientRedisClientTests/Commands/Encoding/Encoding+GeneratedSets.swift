import ResilientRedisClient

extension Encoding {
    static let generatedSortedSets: [Encoding] = [
        Encoding(
            .zunion(["a", "b"], weights: [1, 2], aggregate: .max, as: String.self),
            line: "ZUNION 2 a b WEIGHTS 1.0 2.0 AGGREGATE MAX"),
        Encoding(.zunion(["a"], withScores: String.self), line: "ZUNION 1 a WITHSCORES"),
        Encoding(.zinter(["a", "b"], as: String.self), line: "ZINTER 2 a b"),
        Encoding(.zinter(["a"], aggregate: .min, withScores: String.self), line: "ZINTER 1 a AGGREGATE MIN WITHSCORES"),
        Encoding(.zintercard(["a", "b"], limit: 3), line: "ZINTERCARD 2 a b LIMIT 3"),
        Encoding(.zdiff(["a", "b"], as: String.self), line: "ZDIFF 2 a b"),
        Encoding(.zdiff(["a"], withScores: String.self), line: "ZDIFF 1 a WITHSCORES"),
        Encoding(.zdiffstore("d", of: ["a", "b"]), line: "ZDIFFSTORE d 2 a b"),
        Encoding(.zrangestore("d", of: "s", from: 1, to: 2, reversed: true), line: "ZRANGESTORE d s 1 2 REV"),
        Encoding(
            .zrangestore("d", of: "s", fromScore: 1, toScore: .unbounded, limit: .first(1)),
            line: "ZRANGESTORE d s 1.0 +inf BYSCORE LIMIT 0 1"),
        Encoding(
            .zrangestore("d", of: "s", fromLex: "a", toLex: "b", reversed: true),
            line: "ZRANGESTORE d s [b [a BYLEX REV"),
        Encoding(
            .zrangebyscore("z", fromScore: 1, toScore: 2, limit: .first(1), as: String.self),
            line: "ZRANGEBYSCORE z 1.0 2.0 LIMIT 0 1"),
        Encoding(
            .zrangebyscore("z", fromScore: 1, toScore: 2, withScores: String.self),
            line: "ZRANGEBYSCORE z 1.0 2.0 WITHSCORES"),
        Encoding(.zrevrangebyscore("z", fromScore: 1, toScore: 2, as: String.self), line: "ZREVRANGEBYSCORE z 2.0 1.0"),
        Encoding(
            .zrevrangebyscore("z", fromScore: 1, toScore: 2, withScores: String.self),
            line: "ZREVRANGEBYSCORE z 2.0 1.0 WITHSCORES"),
        Encoding(.zrangebylex("z", fromLex: "a", toLex: .unbounded, as: String.self), line: "ZRANGEBYLEX z [a +"),
        Encoding(.zrevrangebylex("z", fromLex: "a", toLex: .unbounded, as: String.self), line: "ZREVRANGEBYLEX z + [a"),
        Encoding(.zrevrange("z", as: String.self), line: "ZREVRANGE z 0 -1"),
        Encoding(.zrevrange("z", from: 1, to: 2, withScores: String.self), line: "ZREVRANGE z 1 2 WITHSCORES"),
        Encoding(.zmpop(["a", "b"], from: .lowest, count: 2, as: String.self), line: "ZMPOP 2 a b MIN COUNT 2"),
        Encoding(.bzmpop(["a"], from: .highest, timeout: .seconds(1), as: String.self), line: "BZMPOP 1 1 a MAX"),
    ]

    static let generatedGeo: [Encoding] = [
        Encoding(
            .geoadd("g", "m", at: RedisGeoPosition(longitude: 1, latitude: 2), condition: .ifAbsent),
            line: "GEOADD g NX 1.0 2.0 m"),
        Encoding(
            .geoadd("g", ["m": RedisGeoPosition(longitude: 1, latitude: 2)], countingChanges: true),
            line: "GEOADD g CH 1.0 2.0 m"),
        Encoding(.geodist("g", from: "a", to: "b", unit: .kilometers), line: "GEODIST g a b km"),
        Encoding(.geohash("g", "a", "b"), line: "GEOHASH g a b"),
        Encoding(.geopos("g", "a", "b"), line: "GEOPOS g a b"),
        Encoding(
            .geosearch("g", from: .member("m"), in: .radius(5), order: .ascending, count: .nearest(3), as: String.self),
            line: "GEOSEARCH g FROMMEMBER m BYRADIUS 5.0 m ASC COUNT 3"),
        Encoding(
            .geosearch(
                "g", from: .position(RedisGeoPosition(longitude: 1, latitude: 2)),
                in: .box(width: 1, height: 2, .miles), count: .any(1), matches: String.self),
            line: "GEOSEARCH g FROMLONLAT 1.0 2.0 BYBOX 1.0 2.0 mi COUNT 1 ANY WITHCOORD WITHDIST WITHHASH"),
        Encoding(
            .geosearchstore("d", of: "g", from: .member("m"), in: .radius(5), storingDistances: true),
            line: "GEOSEARCHSTORE d g FROMMEMBER m BYRADIUS 5.0 m STOREDIST"),
        Encoding(
            .georadius("g", around: RedisGeoPosition(longitude: 1, latitude: 2), radius: 3, as: String.self),
            line: "GEORADIUS g 1.0 2.0 3.0 m"),
        Encoding(
            .georadius(
                "g", around: RedisGeoPosition(longitude: 1, latitude: 2), radius: 3, order: .ascending, storingIn: "d"),
            line: "GEORADIUS g 1.0 2.0 3.0 m ASC STORE d"),
        Encoding(
            .georadiusRo("g", around: RedisGeoPosition(longitude: 1, latitude: 2), radius: 3, as: String.self),
            line: "GEORADIUS_RO g 1.0 2.0 3.0 m"),
        Encoding(
            .georadiusbymember("g", around: "m", radius: 3, unit: .feet, as: String.self),
            line: "GEORADIUSBYMEMBER g m 3.0 ft"),
        Encoding(
            .georadiusbymember("g", around: "m", radius: 3, storingIn: "d"), line: "GEORADIUSBYMEMBER g m 3.0 m STORE d"
        ),
        Encoding(
            .georadiusbymemberRo("g", around: "m", radius: 3, as: String.self), line: "GEORADIUSBYMEMBER_RO g m 3.0 m"),
    ]

    static let generatedStreams: [Encoding] = [
        Encoding(.xadd("s", ["f": "v", "g": 1]), line: "XADD s * f v g 1"),
        Encoding(
            .xadd(
                "s", fields: ["f": "v"], id: RedisStreamID(milliseconds: 5), trimming: .maximumCount(9), creating: false
            ), line: "XADD s NOMKSTREAM MAXLEN ~ 9 5-0 f v"),
        Encoding(.xlen("s"), line: "XLEN s"),
        Encoding(.xdel("s", RedisStreamID(milliseconds: 5, sequence: 1), RedisStreamID.zero), line: "XDEL s 5-1 0-0"),
        Encoding(.xtrim("s", .minimumID(RedisStreamID(milliseconds: 5), exactly: true)), line: "XTRIM s MINID = 5-0"),
        Encoding(.xtrim("s", .maximumCount(3, limit: 10)), line: "XTRIM s MAXLEN ~ 3 LIMIT 10"),
        Encoding(.xrange("s", as: RedisStreamEntry<String, String>.self), line: "XRANGE s - +"),
        Encoding(
            .xrange(
                "s", from: .exclusive(.zero), to: .inclusive(RedisStreamID(milliseconds: 7)), count: 2,
                as: RedisStreamEntry<String, String>.self), line: "XRANGE s (0-0 7-0 COUNT 2"),
        Encoding(
            .xrevrange("s", from: .inclusive(.zero), as: RedisStreamEntry<String, String>.self),
            line: "XREVRANGE s + 0-0"),
        Encoding(
            .xread([.after(.zero, "a"), .beginning("b")], count: 2, as: RedisStreamEntry<String, String>.self),
            line: "XREAD COUNT 2 STREAMS a b 0-0 0"),
        Encoding(
            .xread([.last("a")], timeout: .seconds(1), as: RedisStreamEntry<String, String>.self),
            line: "XREAD BLOCK 1000 STREAMS a $"),
        Encoding(
            .xreadgroup(
                "g", consumer: "c", [.new("a")], count: 1, acknowledging: true,
                as: RedisStreamEntry<String, String>.self), line: "XREADGROUP GROUP g c COUNT 1 NOACK STREAMS a >"),
        Encoding(
            .xreadgroup("g", consumer: "c", [.new("a")], timeout: nil, as: RedisStreamEntry<String, String>.self),
            line: "XREADGROUP GROUP g c BLOCK 0 STREAMS a >"),
        Encoding(.xack("s", group: "g", RedisStreamID.zero), line: "XACK s g 0-0"),
        Encoding(
            .xgroupCreate("s", group: "g", after: .last, creating: true, entriesRead: 1),
            line: "XGROUP CREATE s g $ MKSTREAM ENTRIESREAD 1"),
        Encoding(.xgroupSetid("s", group: "g", after: .id(.zero)), line: "XGROUP SETID s g 0-0"),
        Encoding(.xgroupDestroy("s", group: "g"), line: "XGROUP DESTROY s g"),
        Encoding(.xgroupCreateconsumer("s", group: "g", consumer: "c"), line: "XGROUP CREATECONSUMER s g c"),
        Encoding(.xgroupDelconsumer("s", group: "g", consumer: "c"), line: "XGROUP DELCONSUMER s g c"),
        Encoding(.xpending("s", group: "g"), line: "XPENDING s g"),
        Encoding(
            .xpending("s", group: "g", count: 3, consumer: "c", idleTime: .seconds(1)),
            line: "XPENDING s g IDLE 1000 - + 3 c"),
        Encoding(
            .xclaim(
                "s", group: "g", consumer: "c", idleTime: .seconds(1), [.zero],
                options: RedisClaimOptions(idleTime: .zero, deliveries: 2, isForced: true),
                as: RedisStreamEntry<String, String>.self), line: "XCLAIM s g c 1000 0-0 IDLE 0 RETRYCOUNT 2 FORCE"),
        Encoding(
            .xclaim("s", group: "g", consumer: "c", idleTime: .zero, idsOf: [.zero]), line: "XCLAIM s g c 0 0-0 JUSTID"),
        Encoding(
            .xautoclaim(
                "s", group: "g", consumer: "c", idleTime: .zero, count: 5, as: RedisStreamEntry<String, String>.self),
            line: "XAUTOCLAIM s g c 0 0-0 COUNT 5"),
        Encoding(
            .xautoclaim("s", group: "g", consumer: "c", idleTime: .zero, idsFrom: .zero),
            line: "XAUTOCLAIM s g c 0 0-0 JUSTID"),
        Encoding(.xinfoStream("s"), line: "XINFO STREAM s"),
        Encoding(.xinfoStream(fullyOf: "s", count: 1), line: "XINFO STREAM s FULL COUNT 1"),
        Encoding(.xinfoGroups("s"), line: "XINFO GROUPS s"),
        Encoding(.xinfoConsumers("s", group: "g"), line: "XINFO CONSUMERS s g"),
        Encoding(
            .xsetid("s", .zero, entriesAdded: 1, maximumDeletedID: .zero),
            line: "XSETID s 0-0 ENTRIESADDED 1 MAXDELETEDID 0-0"),
    ]

    static let generatedScripts: [Encoding] = [
        Encoding(.eval("x", keys: ["a", "b"], arguments: [1], as: Int.self), line: "EVAL x 2 a b 1"),
        Encoding(.evalRo("x", as: Int.self), line: "EVAL_RO x 0"),
        Encoding(.evalsha("x", keys: ["a"], as: Int.self), line: "EVALSHA x 1 a"),
        Encoding(.evalshaRo("x", keys: ["a"], as: Int.self), line: "EVALSHA_RO x 1 a"),
        Encoding(.fcall("f", keys: ["a"], arguments: ["b"], as: Int.self), line: "FCALL f 1 a b"),
        Encoding(.fcallRo("f", keys: ["a"], as: Int.self), line: "FCALL_RO f 1 a"),
        Encoding(.scriptLoad("x"), line: "SCRIPT LOAD x"),
        Encoding(.scriptExists(["x", "y"]), line: "SCRIPT EXISTS x y"),
        Encoding(.scriptFlush(.async), line: "SCRIPT FLUSH ASYNC"),
        Encoding(.scriptKill(), line: "SCRIPT KILL"),
        Encoding(.scriptShow("x", as: String.self), line: "SCRIPT SHOW x"),
        Encoding(.functionLoad("x", replacing: true), line: "FUNCTION LOAD REPLACE x"),
        Encoding(.functionDelete("x"), line: "FUNCTION DELETE x"),
        Encoding(.functionList(matching: "x*", withCode: true), line: "FUNCTION LIST LIBRARYNAME x* WITHCODE"),
        Encoding(.functionDump(), line: "FUNCTION DUMP"),
        Encoding(.functionRestore("x", policy: .flush), line: "FUNCTION RESTORE x FLUSH"),
        Encoding(.functionFlush(.sync), line: "FUNCTION FLUSH SYNC"),
        Encoding(.functionKill(), line: "FUNCTION KILL"),
        Encoding(.functionStats(), line: "FUNCTION STATS"),
        Encoding(.publish("c", "m"), line: "PUBLISH c m"),
        Encoding(.spublish("c", "m"), line: "SPUBLISH c m"),
        Encoding(.pubsubChannels(matching: "c*"), line: "PUBSUB CHANNELS c*"),
        Encoding(.pubsubNumsub("a", "b"), line: "PUBSUB NUMSUB a b"),
        Encoding(.pubsubNumpat(), line: "PUBSUB NUMPAT"),
        Encoding(.pubsubShardchannels(), line: "PUBSUB SHARDCHANNELS"),
        Encoding(.pubsubShardnumsub("a"), line: "PUBSUB SHARDNUMSUB a"),
    ]
}
