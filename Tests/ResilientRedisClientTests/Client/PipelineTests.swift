import ResilientRedisClient
import Testing

@Suite("Pipelines", .timeLimit(.minutes(3)))
struct PipelineTests {
    @Test("A pipeline returns its replies in order, and a refused command does not stop the others")
    func order() async throws {
        try await withServer { redis, _ in
            try await redis.set("text", "abc")
            let replies = try await redis.pipeline { pipeline in
                pipeline.append(.set("large", String(repeating: "L", count: 20_000)))
                pipeline.append(.set("a", 1))
                pipeline.append(.incr("text"))
                pipeline.append(.incr("a"))
            }
            #expect(replies.count == 4)
            #expect(try replies[0].get() == .simpleString(Array("OK".utf8)))
            let refusal = #expect(throws: RedisError.self) { try replies[2].get() }
            #expect(refusal?.message.hasPrefix("INCR was refused") == true)
            #expect(refusal?.code == .server)
            #expect(refusal?.outcome == .rejected)
            #expect(refusal?.reply?.name == "ERR")
            #expect(try replies[3].get() == .integer(2))
        }
    }

    @Test("A typed pipeline decodes each reply to the type of its command")
    func types() async throws {
        try await withServer { redis, _ in
            try await redis.set("name", "Ann")
            let (name, visits, missing) = try await redis.pipeline(
                .get("name", as: String.self), .incr("visits"), .get("missing", as: Int.self))
            #expect(name == "Ann")
            #expect(visits == 1)
            #expect(missing == nil)
        }
    }

    @Test("A typed pipeline throws the error of its first refused command, and the others take effect")
    func typedFailure() async throws {
        try await withServer { redis, _ in
            try await redis.set("text", "abc")
            let error = await redisError { _ = try await redis.pipeline(.incr("a"), .incr("text")) }
            #expect(error?.code == .server)
            #expect(try await redis.get("a", as: Int.self) == 1)
        }
    }

    @Test("An empty pipeline sends nothing")
    func empty() async throws {
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: 1)))
        let replies = try await redis.pipeline { _ in }
        #expect(replies.isEmpty)
    }

    @Test("A pipeline keeps thousands of commands and large payloads in order")
    func large() async throws {
        try await withServer { redis, _ in
            let payload = [UInt8](repeating: 7, count: 100_000)
            let replies = try await redis.pipeline { pipeline in
                for index in 0..<10_000 {
                    pipeline.append(.set("key:\(index)", index))
                    if index.isMultiple(of: 1000) { pipeline.append(.set("large:\(index)", payload)) }
                }
                for index in 0..<10_000 { pipeline.append(.get("key:\(index)", as: Int.self)) }
            }
            #expect(replies.count == 20_010)
            for (index, reply) in replies.suffix(10_000).enumerated() {
                let text = try reply.get().string
                #expect(text == String(index))
            }
            #expect(try await redis.get("large:9000", as: [UInt8].self) == payload)
        }
    }

    @Test("A pipeline refuses a blocking command and names it")
    func blocking() async throws {
        try await withServer { redis, _ in
            let error = await redisError {
                _ = try await redis.pipeline { pipeline in
                    pipeline.append(.incr("n"))
                    pipeline.append(RedisCommand<[String]?>("BLPOP", "queue", 1))
                }
            }
            #expect(error?.code == .unsupported)
            #expect(error?.outcome == .notSent)
            #expect(error?.message.hasPrefix("BLPOP ") == true)
            let count = try await redis.get("n", as: Int.self)
            #expect(count == nil)
        }
    }

    @Test("WAIT is refused on the shared connection and works on a lease")
    func wait() async throws {
        try await withServer { redis, _ in
            let error = await redisError { _ = try await redis.send("WAIT", 0, 100, as: Int.self) }
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains("withConnection") == true)
            let replicas = try await redis.withConnection { connection in
                _ = try await connection.set("k", "v")
                return try await connection.send("WAIT", 0, 100, as: Int.self)
            }
            #expect(replicas == 0)
        }
    }

    @Test("A pipeline refuses commands that change the state of the shared connection")
    func connectionState() async throws {
        try await withServer { redis, _ in
            let error = await redisError {
                _ = try await redis.pipeline { $0.append(RedisCommand<String>("SELECT", 1)) }
            }
            #expect(error?.code == .unsupported)
            #expect(error?.outcome == .notSent)
        }
    }
}
