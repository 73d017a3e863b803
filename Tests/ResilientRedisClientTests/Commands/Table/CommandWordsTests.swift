import ResilientRedisClient
import Testing

/// Reading a command's words where it would be easy to read too many.
@Suite
struct CommandWordsTests {
    private func wire(_ line: String) -> WireCommand {
        var encoder = RESPEncoder()
        for word in line.split(separator: " ") { encoder.append(word) }
        return encoder.finish()
    }

    @Test("Words end with the first command of a pipeline, whatever the others look like")
    func pipelines() {
        let many = "mset " + (0..<999).map { "k\($0) v" }.joined(separator: " ")
        for second in ["get k", "set key value", many, "ping"] {
            var pipeline = wire("blpop queue 0")
            pipeline.append(wire(second))
            pipeline.append(wire(second))
            #expect(pipeline.words(.max) == ["BLPOP", "QUEUE", "0"])
            #expect(pipeline.words(2) == ["BLPOP", "QUEUE"])
            #expect(pipeline.blockingTime == .unlimited)
        }
    }

    @Test("A stream or a group that is called BLOCK does not make a command block")
    func namesThatLookLikeOptions() {
        #expect(RedisCommandTraits(of: wire("XREAD STREAMS block 0")) == .readOnly)
        #expect(RedisCommandTraits(of: wire("XREADGROUP GROUP block block STREAMS block >")) == [])
        let waiting = wire("XREADGROUP GROUP block c COUNT 1 BLOCK 250 NOACK STREAMS s >")
        #expect(RedisCommandTraits(of: waiting) == .blocking)
        #expect(waiting.blockingTime == .atMost(.milliseconds(250)))
        #expect(wire("XREADGROUP GROUP block block STREAMS block >").streamBlockingTime == nil)
    }

    @Test(
        "The options of a read of streams come in any order",
        arguments: [
            "XREADGROUP BLOCK 250 GROUP g c STREAMS s >", "XREADGROUP COUNT 1 BLOCK 250 GROUP g c STREAMS s >",
            "XREADGROUP NOACK GROUP streams streams BLOCK 250 STREAMS s >", "XREAD BLOCK 250 COUNT 1 STREAMS s $",
        ])
    func streamOptions(_ line: String) {
        #expect(RedisCommandTraits(of: wire(line)) == .blocking)
        #expect(wire(line).blockingTime == .atMost(.milliseconds(250)))
    }

    @Test("A command without any word is refused, because the server does not answer it, whatever its traits say")
    func nothing() async throws {
        #expect(wire("").words(5) == [])
        #expect(RedisCommand<RESPValue>(RESPEncoder()).traits == .unsupported)
        let empty = RedisCommand<RESPValue>(RESPEncoder(), traits: .readOnly)
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: 1)))
        for command in [empty, RedisCommand<RESPValue>(" ")] {
            let error = await #expect(throws: RedisError.self) { try await redis.send(command) }
            #expect(error?.code == .unsupported)
            #expect(error?.outcome == .notSent)
            let refused = await #expect(throws: RedisError.self) {
                try await redis.pipeline { pipeline in
                    pipeline.append(.ping())
                    pipeline.append(command)
                }
            }
            #expect(refused?.code == .unsupported)
        }
        await redis.shutdown(gracePeriod: .zero)
    }
}
