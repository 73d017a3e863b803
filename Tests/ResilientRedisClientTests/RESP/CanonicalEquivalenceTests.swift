import FoundationEssentials
import ResilientRedisClient
import Testing

/// "é" has two spellings in Unicode. To Redis they are two strings, to Swift's `String` they are one.
@Suite("Canonically equivalent strings")
struct CanonicalEquivalenceTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"

    private func bulk(_ text: String) -> RESPValue { .bulkString(Array(text.utf8)) }

    private func error<Value: RESPDecodable>(_ type: Value.Type, _ reply: RESPValue) -> String {
        let error = #expect(throws: RESPDecodingError.self) { try Value(resp: reply) }
        return error?.description ?? ""
    }

    /// The forms in which a server sends two fields.
    private func pairs(_ first: RESPValue, _ second: RESPValue) -> [RESPValue] {
        [
            .array([first, bulk("1"), second, bulk("2")]),
            .map([.init(key: first, value: bulk("1")), .init(key: second, value: bulk("2"))]),
            .array([.array([first, bulk("1")]), .array([second, bulk("2")])]),
        ]
    }

    @Test("A dictionary whose keys fold two fields into one is refused, and the error names the keys to use")
    func dictionaries() throws {
        for reply in pairs(bulk(Self.composed), bulk(Self.decomposed)) {
            let text = error([String: Int].self, reply)
            #expect(text.contains("Dictionary<Array<UInt8>, Int>"), "\(text)")
            #expect(!text.contains("caf"), "\(text)")
            #expect(try [[UInt8]: Int](resp: reply).count == 2)
            #expect(try [Data: Int](resp: reply) == [Data(Self.composed.utf8): 1, Data(Self.decomposed.utf8): 2])
        }
        for reply in pairs(bulk("1"), bulk("01")) {
            #expect(error([Int: Int].self, reply).contains("Dictionary<Array<UInt8>, Int>"))
        }
    }

    @Test("A set whose elements fold two members into one is refused, and the error names the elements to use")
    func sets() throws {
        for reply in [
            RESPValue.array([bulk(Self.composed), bulk("x"), bulk(Self.decomposed)]),
            .set([bulk(Self.composed), bulk("x"), bulk(Self.decomposed)]),
        ] {
            let text = error(Set<String>.self, reply)
            #expect(text.contains("Set<Array<UInt8>>"), "\(text)")
            #expect(!text.contains("caf"), "\(text)")
            #expect(try Set<[UInt8]>(resp: reply).count == 3)
            #expect(try [String](resp: reply).count == 3)
        }
        #expect(error(Set<Double>.self, .array([bulk("1"), bulk("1.0")])).contains("Set<Array<UInt8>>"))
    }

    @Test("What comes twice with the same bytes is still one, whatever kind of string it comes as")
    func repetitions() throws {
        for reply in pairs(bulk(Self.composed), .simpleString(Array(Self.composed.utf8))) {
            #expect(try [String: Int](resp: reply) == [Self.composed: 2])
        }
        #expect(try Set<Int>(resp: .array([.integer(1), bulk("1"), .integer(1)])) == [1])
    }

    @Test("A password in the server's refusal is found by its bytes, whatever follows it")
    func passwords() throws {
        var configuration = RedisConfiguration()
        configuration.credentials = .init(password: "hunter2")
        let reply = RESPValue.error(RESPErrorReply(bytes: Array("ERR no such user: hunter2\u{301}!".utf8)))
        let failure = try #require(Handshake(configuration).failure(in: [reply, reply], endpoint: "cache:6379"))
        #expect(failure.error.description.utf8.firstRange(of: "hunter2".utf8) == nil, "\(failure.error)")
        #expect(failure.error.reply?.bytes.firstRange(of: "hunter2".utf8) == nil)
    }

    @Test("Configurations are compared by their bytes")
    func configurations() throws {
        func differ(_ change: (inout RedisConfiguration, String) -> Void) -> Bool {
            var left = RedisConfiguration()
            var right = left
            change(&left, Self.composed)
            change(&right, Self.decomposed)
            var same = RedisConfiguration()
            change(&same, Self.composed)
            return left != right && left == same && left.hashValue == same.hashValue
        }
        #expect(differ { $0.credentials = .init(password: $1) })
        #expect(differ { $0.credentials = .init(username: $1, password: "p") })
        #expect(differ { $0.endpoint = .unixSocket(path: "/tmp/" + $1) })
        #expect(differ { $0.endpoint = .tcp(host: $1, port: 1) })
        #expect(differ { $0.tls = .init(trustRoots: .file($1)) })
        #expect(differ { $0.tls = .init(trustRoots: .directory($1)) })
        #expect(differ { $0.tls = .init(certificateChainFile: $1) })
        #expect(differ { $0.tls = .init(privateKeyFile: $1) })
        #expect(differ { $0.tls = .init(serverName: $1) })
    }

    @Test("The lines of INFO end where the server ends them, and a name ends at the first colon")
    func info() {
        let info = RedisServerInfo(
            text: "# Server\r\nconfig_file:/etc/a\u{2028}b\u{85}c.conf\r\nexecutable:\u{301}x\r\nempty:\r\n")
        #expect(info["config_file"] == "/etc/a\u{2028}b\u{85}c.conf")
        #expect(info["executable"] == "\u{301}x")
        #expect(info["empty"]?.isEmpty == true)
        #expect(info.fields.count == 3)
    }
}
