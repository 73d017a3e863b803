import RedisFaultInjection
import ResilientRedisClient
import Testing

extension ToolTests {
    @Suite("subscribe", .timeLimit(.minutes(2)))
    struct SubscribeTests {
        private func next(_ tool: ToolSession) async throws -> JSONValue {
            try JSONValue(try #require(await tool.nextLine()))
        }

        private func publish(_ words: [String], on server: RedisServer) async throws {
            let client = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
            var encoder = RESPEncoder(words[0])
            for word in words.dropFirst() { encoder.append(word) }
            _ = try await client.send(RedisCommand<Int>(encoder))
            await client.shutdown()
        }

        @Test("Messages are lines of JSON, a lost connection is a gap, and --count ends the tool")
        func messages() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession(["subscribe", "--url", server.patientURL, "--count", "2", "news", "sport"])
            #expect(try await next(tool)["subscribed"] == .array([.string("news"), .string("sport")]))
            try await publish(["PUBLISH", "news", "one \u{7}"], on: server)
            let message = try await next(tool)
            #expect(message["channel"] == .string("news") && message["message"] == .string("one \u{7}"))
            try await publish(["CLIENT", "KILL", "TYPE", "pubsub"], on: server)
            let gap = try await next(tool)["gap"]
            #expect(gap?["reason"] == .string("connectionLost") && gap?["dropped"] == .number(0))
            try await publish(["PUBLISH", "sport", "two"], on: server)
            #expect(try await next(tool)["message"] == .string("two"))
            let end = await tool.finish()
            #expect(end.status == 0 && end.complaints == "")
        }

        @Test("A pattern is told with each message, and both kinds at once are refused")
        func patterns() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession(["--pattern", "subscribe", "--url", server.patientURL, "--count", "1", "user.*"])
            _ = try await next(tool)
            try await publish(["PUBLISH", "user.7", "hello"], on: server)
            let message = try await next(tool)
            #expect(message["pattern"] == .string("user.*") && message["channel"] == .string("user.7"))
            #expect(await tool.finish().status == 0)
            let refused = try await ToolSession.run(["subscribe", "--pattern", "--shard", "x"])
            #expect(refused.status == 2)
        }

        @Test("Without a server it ends with status 1 and a message")
        func unavailable() async throws {
            let end = try await ToolSession.run(["subscribe", "--url", "redis://127.0.0.1:1", "news"])
            #expect(end.status == 1 && end.complaints.contains("127.0.0.1:1"))
        }
    }
}
