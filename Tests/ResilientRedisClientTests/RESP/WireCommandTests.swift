import RedisTransport
import ResilientRedisClient
import Testing

/// What can be told of a command from its bytes alone, and how several become one.
@Suite struct WireCommandTests {
    private func wire(_ words: any RESPEncodable...) -> WireCommand {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        return encoder.finish()
    }

    private let large = String(repeating: "L", count: 20_000)

    @Test func `appended commands keep their payloads in the right places`() {
        var pipeline = WireCommand()
        pipeline.append(wire("SET", "a", large))
        pipeline.append(wire("GET", "a"))
        pipeline.append(wire("MSET", large, "x", "y", large))
        #expect(
            pipeline.sentBytes
                == wireBytes(["SET", "a", large]) + wireBytes(["GET", "a"])
                + wireBytes(["MSET", large, "x", "y", large]))
        #expect(pipeline.byteCount == pipeline.sentBytes.count)
        #expect(pipeline.insertions.map(\.offset) == pipeline.insertions.map(\.offset).sorted())
    }

    @Test func `the name is that of the first command, in capitals`() {
        #expect(wire("get", "k").name == "GET")
        var pipeline = wire("incr", "k")
        pipeline.append(wire("GET", "k"))
        #expect(pipeline.name == "INCR")
        #expect(pipeline.sentBytes == wireBytes(["incr", "k"]) + wireBytes(["GET", "k"]))
        #expect(wire("SET", "k", large).name == "SET")
        #expect(wire().name == "command")
    }

    @Test func `words are read back, short ones only`() {
        #expect(wire("config", "get", "a b").words(2) == ["CONFIG", "GET"])
        #expect(wire("PING").words(5) == ["PING"])
        #expect(wire().words(5) == [])
        #expect(
            wire("SET", String(repeating: "k", count: 33), "v", large, "PX", 5).words(.max)
                == ["SET", "", "V", "", "PX", "5"])
        #expect(wire("SET", "", "with\r\nlines").words(.max) == ["SET", "", "WITH\r\nLINES"])
        #expect(wire(large, "x").words(2) == ["", "X"])
    }

    @Test(arguments: [
        (["BLPOP", "a", "b", "5"], BlockingTime.atMost(.seconds(5))),
        (["brpop", "a", "0.25"], .atMost(.milliseconds(250))),
        (["BZPOPMIN", "a", "0"], .unlimited), (["BZPOPMAX", "a", "2"], .atMost(.seconds(2))),
        (["BLMOVE", "a", "b", "LEFT", "RIGHT", "3"], .atMost(.seconds(3))),
        (["BRPOPLPUSH", "a", "b", "0.0"], .unlimited),
        (["BLMPOP", "1.5", "1", "a", "LEFT"], .atMost(.milliseconds(1500))),
        (["BZMPOP", "0", "1", "a", "MIN"], .unlimited),
        (["WAIT", "1", "250"], .atMost(.milliseconds(250))), (["WAITAOF", "0", "1", "0"], .unlimited),
        (["XREAD", "COUNT", "1", "BLOCK", "700", "STREAMS", "s", "$"], .atMost(.milliseconds(700))),
        (["XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">"], .unlimited),
        (["XREAD", "STREAMS", "s", "0"], .atMost(.zero)),
        (["BLPOP", "a", "soon"], .atMost(.zero)), (["BLPOP", "a", "-1"], .atMost(.zero)), (["BLPOP"], .atMost(.zero)),
        (["BLPOP", "a", "nan"], .atMost(.zero)), (["BLPOP", "a", "1e300"], .unlimited), (["GET", "k"], .atMost(.zero)),
    ])
    func `a blocking command says how long its reply may be delayed`(words: [String], time: BlockingTime) {
        var encoder = RESPEncoder()
        encoder.append(words)
        #expect(encoder.finish().blockingTime == time)
    }

    @Test func `typed commands say how long they block`() {
        let pop = RedisCommand.blpop("a", "b", timeout: .seconds(5), as: String.self)
        #expect(pop.request.wire.blockingTime == .atMost(.seconds(5)))
        let forever = RedisCommand.bzpopmin("a", timeout: nil, as: String.self)
        #expect(forever.request.wire.blockingTime == .unlimited)
    }
}
