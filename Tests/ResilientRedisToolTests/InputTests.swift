import RedisFaultInjection
import Testing

extension ToolTests {
    @Suite("exec: lines of standard input", .timeLimit(.minutes(2)))
    struct InputTests {
        /// Runs lines against a server that answers every command with its own words.
        private func run(_ input: String) async throws -> ToolSession.End {
            let server = try ScriptedServer(
                .healthy { command in
                    guard command.name == "W" else { return nil }
                    let words = command.arguments.dropFirst()
                    return [
                        .send(
                            Array("*\(words.count)\r\n".utf8)
                                + words.flatMap { Array("$\($0.count)\r\n".utf8) + $0 + Array("\r\n".utf8) })
                    ]
                })
            return try await ToolSession.run(
                ["exec", "--url", server.patientURL], input: input.utf8)
        }

        @Test(
            "Shell words are split as a shell splits them",
            arguments: [
                (#"W a b"#, #"["a","b"]"#),
                ("  W\ta \t b \r", #"["a","b"]"#),
                (#"W 'a b' "c d""#, #"["a b","c d"]"#),
                (#"W '' """#, #"["",""]"#),
                (#"W a\ b \'  \\ \""#, ##"["a b","'","\\","\""]"##),
                (#"W 'it'"'"'s'"#, #"["it's"]"#),
                (#"W pre'in'"side"post"#, #"["preinsidepost"]"#),
                (#"W 'a\n"b"' "a\n'b'""#, ##"["a\\n\"b\"","a\\n'b'"]"##),
                (#"W "\\ \" \$ \` \x""#, ##"["\\ \" $ ` \\x"]"##),
                (#"W $HOME * ~ #no comment; | & > ("#, ##"["$HOME","*","~","#no","comment;","|","&",">","("]"##),
                (#"W -1 --typed {"a":1} [x]"#, #"["-1","--typed","{a:1}","[x]"]"#),
                ("W é 😀", #"["é","😀"]"#),
            ])
        func shellWords(line: String, reply: String) async throws {
            let end = try await run(line + "\n")
            #expect(end.lines == [reply])
            #expect(end.status == 0)
        }

        @Test(
            "A line that begins with [ is a JSON array of strings",
            arguments: [
                (#"["W","a b"]"#, #"["a b"]"#),
                (#"  [ "W" , "" , "\"" ]  "#, ##"["","\""]"##),
                (#"["W","\u00e9\ud83d\ude00\n\u0000\/"]"#, #"["é😀\n\u0000/"]"#),
                (#"["W","-1","[\"x\"]"]"#, ##"["-1","[\"x\"]"]"##),
            ])
        func json(line: String, reply: String) async throws {
            let end = try await run(line + "\n")
            #expect(end.lines == [reply])
            #expect(end.status == 0)
        }

        @Test(
            "An argument in a JSON line may be given as base64, so that it can hold any bytes",
            arguments: [
                (#"["W",{"base64":"/wD+"}]"#, #"[{"base64":"/wD+"}]"#),
                (#"["W","a",{"base64":""},{"base64":"YWI="}]"#, #"["a","","ab"]"#),
                (#"[{"base64":"Vw=="},"x"]"#, #"["x"]"#),
            ])
        func base64(line: String, reply: String) async throws {
            let end = try await run(line + "\n")
            #expect(end.lines == [reply])
            #expect(end.status == 0)
        }

        @Test("What the tool prints for bytes that are not UTF-8 can be given back to it as an argument")
        func base64RoundTrip() async throws {
            let server = try await RedisServer.start()
            let url = ["REDIS_URL": server.patientURL]
            let first = try await ToolSession.run(
                ["exec"], input: Array("SET k '".utf8) + [0xFF, 0x00, 0x0A, 0xFE] + Array("'\n".utf8), environment: url)
            // A line feed ends a line of shell words, so these bytes cannot be given without base64.
            #expect(first.status == 1)
            let input = #"["SET","k",{"base64":"/wAK/g=="}]"# + "\nGET k\n"
            let second = try await ToolSession.run(["exec"], input: input.utf8, environment: url)
            #expect(second.lines == [#""OK""#, #"{"base64":"/wAK/g=="}"#])
        }

        @Test(
            "An object in a JSON line that is not one base64 string is a failure that says what is expected",
            arguments: [
                #"["W",{"base64":"secret!"}]"#, #"["W",{"base64":"secre"}]"#, #"["W",{"bytes":"secret"}]"#,
                #"["W",{"base64":"c2VjcmV0","more":1}]"#, #"["W",{}]"#, #"["W",{"base64":["secret"]}]"#,
            ])
        func unusableBase64(line: String) async throws {
            let end = try await run(line + "\nW 2\n")
            try #require(end.lines.count == 2)
            let failure = try JSONValue(end.lines[0])
            #expect(failure.failureCode == "usage")
            #expect(failure.failureMessage.contains("base64"))
            #expect(!end.lines[0].contains("secret"))
            #expect(end.lines[1] == #"["2"]"#)
        }

        @Test(
            "A line that is no command is a failure of its own that quotes nothing, and the next line runs all the same",
            arguments: [
                #"W "secret"#, #"W 'secret"#, #"W secret\"#, #"W "secret\"#, #"["W","secret""#, #"["W",1,"secret"]"#,
                #"["W",null]"#, #"[["W","secret"]]"#, "[]", #"["W","secret"] x"#, #"["W","\ud800"]"#, "[secret]",
            ])
        func unusable(line: String) async throws {
            let end = try await run("W 1\n\n\(line)\nW 2\n")
            try #require(end.lines.count == 3)
            #expect(end.lines[0] == #"["1"]"#)
            let failure = try JSONValue(end.lines[1])
            #expect(failure.failureCode == "usage")
            #expect(failure.failureOutcome == "notSent")
            #expect(failure.failureMessage.hasPrefix("line 3: "))
            #expect(!end.lines[1].contains("secret"))
            #expect(end.lines[2] == #"["2"]"#)
            #expect(end.status == 1)
            #expect(end.complaints == "")
        }

        @Test("JSON that is not UTF-8 is a failure")
        func invalidUTF8() async throws {
            let server = try ScriptedServer(.healthy())
            let end = try await ToolSession.run(
                ["exec", "--url", server.patientURL],
                input: Array(#"["ECHO",""#.utf8) + [0xFF] + Array("\"]\nPING\n".utf8))
            try #require(end.lines.count == 2)
            #expect(try JSONValue(end.lines[0]).failureCode == "usage")
            #expect(end.lines[1] == #""PONG""#)
        }

        @Test("Empty lines are skipped, and the last line needs no end")
        func emptyLines() async throws {
            let end = try await run("\n  \n\t\r\nW 1\r\n\n\nW 2")
            #expect(end.lines == [#"["1"]"#, #"["2"]"#])
            #expect(end.status == 0)
        }

        @Test("No input is no failure", arguments: ["", "\n", "  \n\n"])
        func noInput(input: String) async throws {
            let end = try await run(input)
            #expect(end.lines == [])
            #expect(end.status == 0)
            #expect(end.complaints == "")
        }

        @Test("A thousand lines through a pipe are answered in their order")
        func thousandLines() async throws {
            let server = try await RedisServer.start()
            let url = ["REDIS_URL": server.patientURL]
            let input = (1...1000).map { $0.isMultiple(of: 2) ? "INCR n\n" : "[\"ECHO\",\"\($0)\"]\n" }.joined()
            let end = try await ToolSession.run(["exec"], input: input.utf8, environment: url)
            #expect(end.lines == (1...1000).map { $0.isMultiple(of: 2) ? "\($0 / 2)" : "\"\($0)\"" })
            #expect(end.status == 0)
        }

        @Test("A line of several megabytes is one command")
        func longLine() async throws {
            let server = try await RedisServer.start()
            let value = String(repeating: "0123456789abcdef", count: 1 << 18)
            let end = try await ToolSession.run(
                ["exec"], input: "SET k '\(value)'\n[\"APPEND\",\"k\",\"\(value)\"]\nGETRANGE k -3 -1\n".utf8,
                environment: ["REDIS_URL": server.patientURL])
            #expect(end.lines == [#""OK""#, "\(value.utf8.count * 2)", #""def""#])
        }
    }
}
