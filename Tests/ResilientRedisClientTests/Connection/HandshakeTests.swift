import ResilientRedisClient
import Testing

@Suite("Handshake", .timeLimit(.minutes(3)))
struct HandshakeTests {
    private static let password = "hunter2-correct-horse"

    private static func configuration(
        _ change: (inout RedisConfiguration) -> Void = { _ in }
    ) -> RedisConfiguration {
        var configuration = RedisConfiguration()
        change(&configuration)
        return configuration
    }

    private static let full = configuration {
        $0.credentials = .init(username: "app", password: password)
        $0.clientName = "billing"
        $0.database = 3
    }

    private func text(_ handshake: Handshake) -> String {
        String(decoding: handshake.request.wire.bytes[handshake.request.wire.start...], as: UTF8.self)
    }

    private func wire(_ commands: [String]...) -> String {
        commands.map { words in
            "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        }.joined()
    }

    private func reply(_ text: String) -> RESPValue {
        text.hasPrefix("-")
            ? .error(RESPErrorReply(bytes: Array(text.dropFirst().utf8))) : .simpleString(Array(text.utf8))
    }

    private func answered(_ configuration: RedisConfiguration, _ replies: String...) -> ConnectionFailure? {
        Handshake(configuration).failure(in: replies.map(reply), endpoint: "cache:6379")
    }

    // MARK: What is sent

    @Test("The handshake consists of the configured commands in the order the server needs, and ends with PING")
    func requests() {
        let plain = Handshake(Self.configuration())
        #expect(text(plain) == wire(["PING"]))
        #expect(plain.request.replyCount == 1)

        let full = Handshake(Self.full)
        #expect(
            text(full)
                == wire(["AUTH", "app", Self.password], ["CLIENT", "SETNAME", "billing"], ["SELECT", "3"], ["PING"]))
        #expect(full.request.replyCount == 4)

        let passwordOnly = Handshake(Self.configuration { $0.credentials = .init(password: "p") })
        #expect(text(passwordOnly) == wire(["AUTH", "p"], ["PING"]))
        #expect(passwordOnly.request.replyCount == 2)
    }

    @Test("RESP3 begins with HELLO, which carries the credentials")
    func hello() {
        let plain = Handshake(Self.configuration { $0.protocolVersion = .resp3 })
        #expect(text(plain) == wire(["HELLO", "3"], ["PING"]))
        let secured = Handshake(
            Self.configuration {
                $0.protocolVersion = .resp3
                $0.credentials = .init(password: "p")
            })
        #expect(text(secured) == wire(["HELLO", "3", "AUTH", "default", "p"], ["PING"]))
    }

    // MARK: What the replies mean

    @Test("Replies without an error are a success")
    func success() {
        #expect(answered(Self.configuration(), "PONG") == nil)
        #expect(answered(Self.full, "OK", "OK", "OK", "PONG") == nil)
    }

    @Test("A reply of another kind than the command has means that replies and commands are out of step")
    func misplaced() throws {
        let hello = Self.configuration { $0.protocolVersion = .resp3 }
        let cases: [(RedisConfiguration, [RESPValue], step: String)] = [
            (Self.configuration(), [reply("OK")], "ping"), (Self.configuration(), [.null], "ping"),
            (Self.configuration(), [.array([reply("message"), reply("pong")])], "ping"),
            (Self.full, ["ready", "OK", "OK", "PONG"].map(reply), "auth"),
            (Self.full, ["OK", "OK", "PONG", "OK"].map(reply), "select"),
            (Self.full, ["OK", "OK", "OK", "OK"].map(reply), "ping"),
            (hello, ["OK", "PONG"].map(reply), "hello"),
        ]
        for (configuration, replies, step) in cases {
            let failure = try #require(Handshake(configuration).failure(in: replies, endpoint: "cache:6379"))
            #expect(failure.cause == .handshake)
            #expect(failure.error.code == .protocolError)
            #expect(failure.error.outcome == .notSent)
            #expect(failure.error.message.contains("the connection's \(step) "), "\(failure.error.message)")
            #expect(!failure.error.message.contains("ready"))
        }
    }

    @Test("A PONG may have any form that servers and proxies give it, and the name any answer at all")
    func pongs() {
        let pongs: [RESPValue] = [
            .bulkString(Array("PONG".utf8)), reply("pong"), .array([.bulkString(Array("pong".utf8)), .bulkString([])]),
        ]
        for pong in pongs {
            #expect(Handshake(Self.configuration()).failure(in: [pong], endpoint: "cache:6379") == nil)
        }
        #expect(answered(Self.full, "OK", "whatever", "OK", "PONG") == nil)
        let hello = Handshake(Self.configuration { $0.protocolVersion = .resp3 })
        #expect(hello.failure(in: [.map([]), reply("PONG")], endpoint: "cache:6379") == nil)
    }

    @Test("A wrong password is no outage, and the message says what to check")
    func wrongPassword() throws {
        for text in ["-WRONGPASS invalid username-password pair or user is disabled.", "-ERR invalid password"] {
            let failure = try #require(answered(Self.full, text, "-NOAUTH x", "-NOAUTH x", "-NOAUTH x"))
            #expect(failure.cause == nil)
            #expect(failure.error.code == .server)
            #expect(failure.error.outcome == .rejected)
            #expect(failure.error.endpoint == "cache:6379")
            #expect(failure.error.message.contains("Check the user name and the password"))
            #expect(failure.error.message.contains(text.dropFirst()))
            #expect(failure.error.reply?.name == text.dropFirst().split(separator: " ").first.map(String.init))
        }
    }

    @Test("A server that asks for a password says so")
    func passwordMissing() throws {
        let failure = try #require(answered(Self.configuration(), "-NOAUTH Authentication required."))
        #expect(failure.cause == nil)
        #expect(failure.error.message.contains("Set a password"))
        let named = Self.configuration { $0.clientName = "billing" }
        let second = try #require(answered(named, "-NOAUTH Authentication required.", "-NOAUTH x"))
        #expect(second.error.message.contains("Set a password"))
    }

    @Test("A user who may not PING, or a server in trouble of another kind, answers all the same")
    func otherErrors() {
        for text in ["-NOPERM this user has no permissions to run the 'ping' command", "-MISCONF disk", "-BUSY script"]
        {
            #expect(answered(Self.full, "OK", "OK", "OK", text) == nil)
        }
    }

    @Test(
        "An error reply to the handshake's PING is passed on to callers",
        arguments: ["-DENIED Redis is running in protected mode", "-ERR upstream unavailable", "-FUTURE nobody knows"])
    func refusedConnections(_ text: String) throws {
        let failure = try #require(answered(Self.configuration(), text))
        #expect(failure.cause == nil)
        #expect(failure.error.code == .server)
        #expect(failure.error.outcome == .rejected)
        #expect(failure.error.message.contains(text.dropFirst()))
    }

    @Test("The error for a user without permission for SELECT says what was refused")
    func permissions() throws {
        let failure = try #require(
            answered(Self.full, "OK", "OK", "-NOPERM this user has no permissions to run the 'select' command", "PONG"))
        #expect(failure.cause == nil)
        #expect(failure.error.message.contains("has no permissions to run the 'select' command"))
        #expect(failure.error.reply?.name == "NOPERM")
    }

    @Test("A database that does not exist is named as the problem")
    func database() throws {
        let failure = try #require(answered(Self.full, "OK", "OK", "-ERR DB index is out of range", "PONG"))
        #expect(failure.cause == nil)
        #expect(failure.error.message.contains("Check the database number"))
    }

    @Test(
        "States of the server that pass count as an outage, at whichever step they show",
        arguments: [
            ("-LOADING Redis is loading the dataset in memory", RedisFailureCause.loading),
            ("-MASTERDOWN Link with MASTER is down", .masterDown), ("-CLUSTERDOWN The cluster is down", .clusterDown),
        ])
    func outages(_ text: String, _ cause: RedisFailureCause) throws {
        for replies in [
            ["OK", "OK", "OK", text], ["OK", "OK", text, text], ["OK", text, text, text], [text, text, text, text],
        ] {
            let failure = try #require(Handshake(Self.full).failure(in: replies.map(reply), endpoint: "cache:6379"))
            #expect(failure.cause == cause)
        }
    }

    @Test("A server that is full counts as an outage, with advice")
    func full() throws {
        for text in ["-ERR max number of clients reached", "-ERR max number of clients + cluster connections reached"] {
            let failure = try #require(answered(Self.full, text, text, text, text))
            #expect(failure.cause == .maximumClients)
            #expect(failure.error.code == .unavailable)
            #expect(failure.error.outcome == .notSent)
            #expect(failure.error.message.contains("raise maxclients"))
        }
    }

    @Test(
        "A client name that a proxy or a user's permissions do not allow is omitted",
        arguments: [
            "-ERR unknown command 'CLIENT'", "-ERR unsupported command",
            "-NOPERM this user has no permissions to run the 'client|setname' command",
        ])
    func nameRefused(_ text: String) {
        #expect(answered(Self.full, "OK", text, "OK", "PONG") == nil)
    }

    @Test("A server that does not support HELLO is distinguished from a wrong password")
    func helloRefused() throws {
        let configuration = Self.configuration {
            $0.protocolVersion = .resp3
            $0.credentials = .init(password: Self.password)
        }
        let old = try #require(answered(configuration, "-ERR unknown command 'HELLO'", "-NOAUTH x"))
        #expect(old.error.message.contains("use protocol version 2"))
        let noProtocol = try #require(answered(configuration, "-NOPROTO unsupported protocol version", "PONG"))
        #expect(noProtocol.error.message.contains("use protocol version 2"))
        let wrong = try #require(answered(configuration, "-WRONGPASS invalid username-password pair", "-NOAUTH x"))
        #expect(wrong.error.message.contains("Check the user name and the password"))
    }

    @Test(
        "A server that quotes the password in its error reply does not get it into an error",
        arguments: [
            "-ERR unknown command `AUTH`, with args beginning with: `app` `\(password)` ",
            "-ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'app' '\(password)' ",
            "-ERR bad credentials: \(password)", "-\(password) is wrong",
        ])
    func secrecy(_ text: String) throws {
        for version in [RedisConfiguration.ProtocolVersion.resp2, .resp3] {
            var configuration = Self.full
            configuration.protocolVersion = version
            let failure = try #require(answered(configuration, text, "OK", "OK", "PONG"))
            var dumped = ""
            dump(failure, to: &dumped)
            let reply = failure.error.reply?.message ?? ""
            for shown in ["\(failure)", failure.error.description, failure.error.message, dumped, reply] {
                #expect(!shown.contains(Self.password))
            }
            #expect(failure.error.reply?.name == "ERR")
        }
    }

    @Test("RESP3 with a hiredis that cannot read it is refused as a configuration, with the version")
    func resp3NeedsHiredis1() throws {
        let configuration = Self.configuration { $0.protocolVersion = .resp3 }
        guard !ReplyReader.supportsRESP3 else {
            _ = try RedisClient(configuration)
            return
        }
        let error = try #require(throws: RedisConfigurationError.self) { try RedisClient(configuration) }
        #expect(error.field == "protocolVersion")
        #expect(error.description.contains(ReplyReader.hiredisVersion))
        #expect(error.description.contains("hiredis 1.0"))
    }
}

@Suite("Handshake with fallback to RESP2")
struct HandshakeFallbackTests {
    private static let configuration: RedisConfiguration = {
        var configuration = RedisConfiguration()
        configuration.protocolVersion = .resp3
        configuration.credentials = .init(username: "app", password: "hunter2")
        configuration.database = 3
        return configuration
    }()

    private func error(_ text: String) -> RESPValue { .error(RESPErrorReply(bytes: Array(text.utf8))) }

    private let ok = RESPValue.simpleString(Array("OK".utf8))
    private let pong = RESPValue.simpleString(Array("PONG".utf8))

    private func words(_ request: RedisRequest) -> String {
        String(decoding: request.wire.bytes[request.wire.start..<request.wire.end], as: UTF8.self)
    }

    @Test(
        "A refusal of HELLO by a server or proxy that does not support it is followed by the commands of RESP2",
        arguments: ["NOPROTO unsupported protocol version", "ERR unknown command 'HELLO'"])
    func fallsBack(_ refusal: String) throws {
        var handshake = Handshake(Self.configuration, fallsBack: true)
        let noAuth = error("NOAUTH Authentication required.")
        guard case .send(let request) = handshake.receive([error(refusal), noAuth, noAuth], endpoint: "cache:6379")
        else {
            Issue.record("it did not fall back")
            return
        }
        #expect(
            words(request)
                == "*3\r\n$4\r\nAUTH\r\n$3\r\napp\r\n$7\r\nhunter2\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n*1\r\n$4\r\nPING\r\n"
        )
        guard case .ready(.resp2) = handshake.receive([ok, ok, pong], endpoint: "cache:6379") else {
            Issue.record("the connection is not ready")
            return
        }
    }

    @Test("A failure of the second attempt is final")
    func secondFailure() {
        var handshake = Handshake(Self.configuration, fallsBack: true)
        _ = handshake.receive([error("NOPROTO"), pong, pong], endpoint: "cache:6379")
        guard case .fail(let failure) = handshake.receive([error("WRONGPASS no"), ok, pong], endpoint: "cache:6379")
        else {
            Issue.record("it did not fail")
            return
        }
        #expect(failure.error.message.contains("Check the user name and the password"))
    }

    @Test(
        "A refusal for any other reason is not hidden by falling back",
        arguments: [
            "WRONGPASS invalid username-password pair", "LOADING Redis is loading", "ERR max number of clients reached",
        ])
    func otherRefusals(_ refusal: String) {
        var handshake = Handshake(Self.configuration, fallsBack: true)
        guard case .fail = handshake.receive([error(refusal), ok, pong], endpoint: "cache:6379") else {
            Issue.record("it went on after \(refusal)")
            return
        }
    }

    @Test("A server that supports HELLO gets a RESP3 connection")
    func resp3() {
        var handshake = Handshake(Self.configuration, fallsBack: true)
        guard case .ready(.resp3) = handshake.receive([.map([]), ok, pong], endpoint: "cache:6379") else {
            Issue.record("the connection is not ready")
            return
        }
    }

    @Test("Without the fallback to RESP2 a refusal of HELLO is final")
    func strict() {
        var handshake = Handshake(Self.configuration)
        guard case .fail = handshake.receive([error("NOPROTO"), ok, pong], endpoint: "cache:6379") else {
            Issue.record("it fell back")
            return
        }
    }
}
