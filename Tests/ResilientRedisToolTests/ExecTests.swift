import RedisFaultInjection
import ResilientRedisClient
import Testing

extension ToolTests {
    @Suite("exec: replies", .timeLimit(.minutes(2)))
    struct ExecTests {
        @Test("A command on the command line prints its reply as one line of JSON")
        func command() async throws {
            let server = try await RedisServer.start()
            let url = server.patientURL
            for (arguments, line) in [
                (["SET", "k", "it's \"new\""], #""OK""#), (["GET", "k"], #""it's \"new\"""#),
                (["GET", "nosuch"], "null"),
                (["INCRBY", "n", "-2"], "-2"), (["MGET", "n", "nosuch"], #"["-2",null]"#),
                (
                    ["LPUSH", "k", "x"],
                    #"{"error":"WRONGTYPE Operation against a key holding the wrong kind of value"}"#
                ),
            ] {
                let end = try await ToolSession.run(["exec", "--url", url] + arguments)
                #expect(end.lines == [line])
                #expect(end.status == 0)
                #expect(end.complaints == "")
            }
        }

        @Test("--typed names every reply's type")
        func typed() async throws {
            let server = try await RedisServer.start()
            let tool = try ToolSession(["exec", "--typed"], environment: ["REDIS_URL": server.patientURL])
            #expect(try await tool.ask("SET k v") == ["simple": "OK"])
            #expect(try await tool.ask("GET k") == ["bulk": "v"])
            #expect(try await tool.ask("GET nosuch") == ["null": true])
            #expect(try await tool.ask("STRLEN k") == ["integer": 1])
            #expect(
                try await tool.ask(
                    "EVAL \"return {1,{'a',{}},redis.error_reply('MYERR no'),redis.status_reply('S')}\" 0")
                    == [
                        "array": [
                            ["integer": 1], ["array": [["bulk": "a"], ["array": []]]], ["error": "MYERR no"],
                            ["simple": "S"],
                        ]
                    ])
            #expect(
                try await tool.ask("LPUSH k x")
                    == ["error": "WRONGTYPE Operation against a key holding the wrong kind of value"])
            let end = await tool.finish()
            #expect(end.status == 0)
            #expect(end.lines == [])
        }

        @Test("RESP3's types have names of their own", .enabled(if: ReplyReader.supportsRESP3))
        func resp3() async throws {
            let server = try await RedisServer.start()
            let input = """
                HSET h a 1 b 2
                HGETALL h
                SADD s x
                SMEMBERS s
                ZADD z 1.5 m
                ZSCORE z m
                ZADD z inf n
                ZSCORE z n
                EVAL "redis.setresp(3) return {true,{map={}}}" 0
                DEBUG PROTOCOL bignum
                DEBUG PROTOCOL verbatim
                GET nosuch

                """
            let url = ["REDIS_URL": server.patientURL + "&protocol=3"]
            let typed = try await ToolSession.run(["exec", "--typed"], input: input.utf8, environment: url)
            #expect(
                typed.lines == [
                    #"{"integer":2}"#, #"{"map":[[{"bulk":"a"},{"bulk":"1"}],[{"bulk":"b"},{"bulk":"2"}]]}"#,
                    #"{"integer":1}"#, #"{"set":[{"bulk":"x"}]}"#, #"{"integer":1}"#, #"{"double":1.5}"#,
                    #"{"integer":1}"#, #"{"double":"inf"}"#, #"{"array":[{"boolean":true},{"map":[]}]}"#,
                    #"{"bigNumber":"1234567999999999999999999999999999999"}"#,
                    ##"{"verbatim":"This is a verbatim\nstring"}"##, #"{"null":true}"#,
                ])
            let plain = try await ToolSession.run(["exec"], input: input.utf8, environment: url)
            #expect(
                plain.lines == [
                    "0", #"{"a":"1","b":"2"}"#, "0", #"["x"]"#, "0", "1.5", "0", #""inf""#, "[true,{}]",
                    #""1234567999999999999999999999999999999""#, ##""This is a verbatim\nstring""##, "null",
                ])
            #expect(typed.status == 0)
        }

        @Test("Integers keep all of their digits")
        func largeIntegers() async throws {
            let server = try await RedisServer.start()
            let input = "SET n 9223372036854775807\nINCRBY n 0\nSET n -9223372036854775808\nDECRBY n 0\n"
            let url = ["REDIS_URL": server.patientURL]
            let plain = try await ToolSession.run(["exec"], input: input.utf8, environment: url)
            #expect(plain.lines == [#""OK""#, "9223372036854775807", #""OK""#, "-9223372036854775808"])
            let typed = try await ToolSession.run(["exec", "--typed"], input: input.utf8, environment: url)
            #expect(typed.lines[1] == #"{"integer":9223372036854775807}"#)
        }

        @Test("Options before the command belong to the tool, everything from its first word on to the command")
        func passthrough() async throws {
            let server = try await RedisServer.start()
            let url = server.patientURL
            for (arguments, line) in [
                (["exec", "--url", url, "--typed", "ECHO", "--typed"], #"{"bulk":"--typed"}"#),
                (["exec", "--url=\(url)", "ECHO", "--help"], #""--help""#),
                (["exec", "--url", url, "ECHO", "--"], #""--""#),
                (["exec", "--url", url, "--", "ECHO", "--url"], #""--url""#),
                (["exec", "--url", url, "ECHO", "-x"], #""-x""#),
                (["exec", "--url", url, "ECHO", ""], #""""#),
                (["--url", url, "--typed", "exec", "ECHO", "exec"], #"{"bulk":"exec"}"#),
                (["--url=\(url)", "exec", "--typed", "ECHO", "config"], #"{"bulk":"config"}"#),
            ] {
                let end = try await ToolSession.run(arguments)
                #expect(end.lines == [line], "\(arguments)")
                #expect(end.status == 0)
            }
        }

        @Test("Arguments and replies that are not UTF-8 survive")
        func bytes() async throws {
            let server = try await RedisServer.start()
            let url = ["REDIS_URL": server.patientURL]
            let input = Array("SET k '".utf8) + [0xFF, 0x00, 0xFE] + Array("'\nGET k\nMGET k\nSTRLEN k\n".utf8)
            let typed = try await ToolSession.run(["exec", "--typed"], input: input, environment: url)
            #expect(
                typed.lines == [
                    #"{"simple":"OK"}"#, #"{"bulkBase64":"/wD+"}"#, #"{"array":[{"bulkBase64":"/wD+"}]}"#,
                    #"{"integer":3}"#,
                ])
            let plain = try await ToolSession.run(["exec"], input: input, environment: url)
            #expect(plain.lines == [#""OK""#, #"{"base64":"/wD+"}"#, #"[{"base64":"/wD+"}]"#, "3"])
            let argument = try await ToolSession.shell(
                #""$TOOL" exec --typed ECHO "$(printf '\377\376')""#, environment: url)
            #expect(argument.lines == [#"{"bulkBase64":"//4="}"#])
        }

        @Test("Text is escaped so that a line of output is a line to every reader, and nothing more")
        func escapes() async throws {
            let server = try await RedisServer.start()
            let text =
                "\" \\ / \u{0} \u{8} \t \n \u{B} \u{C} \r \u{1F} \u{7F} \u{85} \u{A0} é \u{2028} \u{2029} \u{202A} 😀 \u{10FFFF}"
            let end = try await ToolSession.run(
                ["exec"], input: (try JSONValue.line(["ECHO", text]) + "\n").utf8,
                environment: ["REDIS_URL": server.patientURL])
            try #require(end.lines.count == 1)
            #expect(try JSONValue(end.lines[0]) == .string(text))
            #expect(end.lines[0].split(whereSeparator: \.isNewline).count == 1)
            #expect(!end.lines[0].unicodeScalars.contains { $0.properties.generalCategory == .control })
            #expect(end.lines[0].contains("/"))
            #expect(!end.lines[0].contains("\\/"))
            #expect(end.lines[0].contains("😀"))
        }
    }
}
