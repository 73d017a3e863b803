import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Behind a proxy", .serialized)
    struct ProxyTests {
        @Test(
            "an error that says that an upstream failed leaves open what became of the command",
            arguments: [
                "upstream failure", "upstream protocol error", "finished with 2 error(s)", "backend timeout",
                "ERR Connection timed out", "ERR Connection reset by peer", "ERR upstream failure", "ERR Broken pipe",
                "ERR handle response, backend conn reset", "ERR server connection close", "ERR backend timeout",
            ])
        func upstreamFailed(_ text: String) async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [.send("-\(text)\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.set("k", "v") }.error)
            #expect(error.code == .server)
            #expect(error.outcome == .unknown)
            #expect(error.message.contains(text))
            #expect(client.availability == .available)
        }

        @Test(
            "an error that says that nothing was sent to an upstream is a refusal",
            arguments: ["no upstream host", "unsupported command", "invalid request", "ERR wrong number of arguments"])
        func refused(_ text: String) async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [.send("-\(text)\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.set("k", "v") }.error)
            #expect(error.outcome == .rejected)
        }

        @Test("An error among the elements of a reply is thrown as that error")
        func nestedError() async throws {
            let wire = "*2\r\n$1\r\na\r\n-upstream failure\r\n"
            let server = try ScriptedServer(echo { $0.name == "MGET" ? [.send(wire)] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let command = RedisCommand<[String?]>("MGET", "a", "b")
            let error = try #require(await tried { try await client.send(command) }.error)
            #expect(error.code == .server, "\(error)")
            #expect(error.reply?.message == "upstream failure")
            #expect(error.message.contains("MGET was refused in part: upstream failure"))
            #expect(error.outcome == .unknown)
            let pipelined = try #require(await tried { try await client.pipeline(command, .dbsize()) }.error)
            #expect(pipelined.code == .server)
            let raw = try await client.send(RedisCommand<RESPValue>("MGET", "a", "b"))
            #expect(raw.elements?.count == 2)
        }

        @Test("A reply that is no error and cannot be read stays a decoding error")
        func decoding() async throws {
            let server = try ScriptedServer(echo { $0.name == "MGET" ? [.send("*1\r\n*0\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.send(RedisCommand<[Int]>("MGET", "a")) }.error)
            #expect(error.code == .decoding)
        }
    }
}
