import RedisFaultInjection
import Testing

extension ToolTests {
    @Suite("exec: the process and its streams", .timeLimit(.minutes(2)))
    struct OutputTests {
        @Test("A reply leaves the tool before the next line is sent, and all lines share one connection")
        func flushed() async throws {
            let server = try ScriptedServer(.healthy())
            let tool = try ToolSession(["exec", "--url", server.patientURL])
            for number in 1...20 {
                #expect(try await tool.ask("PING \(number)") == .string("\(number)"))
            }
            #expect(server.acceptedConnections == 1)
            #expect(server.openConnections == 1)
            #expect(await tool.finish().status == 0)
            try await server.waitForOpenConnections(0)
        }

        @Test("The tool ends silently when the reader of its output closes")
        func closedPipe() async throws {
            let server = try ScriptedServer(.healthy())
            let end = try await ToolSession.shell(
                #"{ yes PING 2>/dev/null | "$TOOL" exec; echo "status $?" >&2; } | head -n 3"#,
                environment: ["REDIS_URL": server.patientURL])
            #expect(end.lines == [#""PONG""#, #""PONG""#, #""PONG""#])
            #expect(end.complaints == "status 0\n")
        }

        @Test(
            "Closed standard streams are empty ones, whose places no connection takes",
            arguments: ["<&-", ">&-", ">&- 2>&-"])
        func closedStreams(redirection: String) async throws {
            let server = try ScriptedServer(.healthy())
            let end = try await ToolSession.shell(
                #""$TOOL" exec \#(redirection) PING; echo "status $?""#,
                environment: ["REDIS_URL": server.patientURL])
            #expect(end.lines.last == "status 0")
            #expect(end.complaints == "")
            // The handshake's and the command's own, and no reply that went to Redis.
            #expect(server.commands.map(\.words) == [["PING"], ["PING"]])
            #expect(server.malformedRequests == 0)
        }

        @Test("Output and input that cannot be used are reported on standard error, with status 1")
        func unusableStreams() async throws {
            let server = try ScriptedServer(.healthy())
            let url = ["REDIS_URL": server.patientURL]
            let full = try await ToolSession.shell(#""$TOOL" exec PING >/dev/full; echo "status $?""#, environment: url)
            #expect(full.lines == ["status 1"])
            #expect(full.complaints.hasPrefix("resilient-redis: standard output cannot be written: "))
            let directory = try await ToolSession.shell(#""$TOOL" exec </; echo "status $?""#, environment: url)
            #expect(directory.lines == ["status 1"])
            #expect(directory.complaints.hasPrefix("resilient-redis: standard input cannot be read: "))
        }

        @Test("A list of 200,000 elements is one line")
        func largeReply() async throws {
            let server = try await RedisServer.start()
            let count = 200_000
            let end = try await ToolSession.run(
                ["exec", "--typed", "--command-timeout", "60"],
                input: """
                    EVAL "for i=1,\(count) do redis.call('RPUSH','l',i) end" 0
                    LRANGE l 0 -1
                    LLEN l

                    """.utf8,
                environment: ["REDIS_URL": server.patientURL])
            try #require(end.lines.count == 3)
            let elements = (1...count).lazy.map { #"{"bulk":"\#($0)"}"# }.joined(separator: ",")
            // Compared by hand: a difference would be printed at full length.
            let isRight = end.lines[1] == #"{"array":["# + elements + "]}"
            #expect(isRight)
            #expect(end.lines[2] == #"{"integer":\#(count)}"#)
        }
    }
}
