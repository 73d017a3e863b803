import FoundationEssentials
import ResilientRedisClient
import Testing

/// Codable values through an explicit coder.
@Suite struct ValueCoderTests {
    private struct User: Codable, Equatable {
        var name: String
        var born: Date?
        var scores: [String: Double] = [:]
    }

    private struct Backwards: RedisValueCoder {
        func encode<Value: Encodable>(_ value: Value) throws -> Data {
            Data(try JSONEncoder().encode(value).reversed())
        }

        func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
            try JSONDecoder().decode(type, from: Data(data.reversed()))
        }
    }

    private func stored(_ command: RedisCommand<Bool>) -> RESPValue {
        // SET, the key and the value: what follows the value's header, without the line end.
        let bytes = command.request.wire.sentBytes
        let value = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[6]
        return .bulkString(Array(value.dropLast()))
    }

    @Test(arguments: [
        User(name: "Ann", born: nil), User(name: "Zoë \"Z\"", born: Date(timeIntervalSince1970: 0.125)),
        User(name: "", born: .distantPast, scores: ["a": 0.1, "b": -1e300]),
    ])
    private func `JSON gives back what it was given`(user: User) throws {
        let reply = stored(try .set("k", user, coder: .json))
        #expect(try RedisCommand<User?>.get("k", coder: .json).decode(reply) == user)
    }

    @Test func `JSON takes a bare number, text or list`() throws {
        #expect(stored(try .set("k", 5, coder: .json)).string == "5")
        #expect(stored(try .set("k", ["a"], coder: .json)).string == "[\"a\"]")
        let command = RedisCommand.get("k", as: [String].self, coder: .json)
        #expect(try command.decode(.bulkString(Array("[\"a\"]".utf8))) == ["a"])
    }

    @Test func `JSON follows the settings it is given`() throws {
        let coder = JSONRedisCoder(
            encoder: {
                let encoder = JSONEncoder()
                encoder.dateEncodingStrategy = .millisecondsSince1970
                encoder.outputFormatting = .sortedKeys
                return encoder
            },
            decoder: {
                let decoder = JSONDecoder()
                decoder.dateDecodingStrategy = .millisecondsSince1970
                return decoder
            })
        let user = User(name: "Ann", born: Date(timeIntervalSince1970: 2))
        let reply = stored(try .set("k", user, coder: coder))
        #expect(reply.string == "{\"born\":2000,\"name\":\"Ann\",\"scores\":{}}")
        #expect(try RedisCommand<User?>.get("k", coder: coder).decode(reply) == user)
    }

    @Test func `a coder of one's own is used for both ways`() throws {
        let reply = stored(try .set("k", "abc", coder: Backwards()))
        #expect(reply.string == "\"cba\"")
        #expect(try RedisCommand<String?>.get("k", coder: Backwards()).decode(reply) == "abc")
    }

    @Test func `no value is nil`() throws {
        #expect(try RedisCommand<User?>.get("k", coder: .json).decode(.null) == nil)
    }

    @Test func `what has no form is refused before anything is sent, without the value`() throws {
        let secret = User(name: "hunter2", scores: ["hunter2": .nan])
        let error = #expect(throws: RedisError.self) { try RedisCommand.set("k", secret, coder: .json) }
        #expect(error?.code == .encoding)
        #expect(error?.outcome == .notSent)
        #expect(error?.message.contains("User") == true)
        #expect(error.map { "\($0)" }?.contains("hunter2") == false)
        #expect(error?.underlying == nil)
    }

    @Test(arguments: [
        RESPValue.bulkString(Array("{\"name\":\"hunter2\"".utf8)), .bulkString(Array("{\"nome\":\"hunter2\"}".utf8)),
        .bulkString([0xFF]), .bulkString([]), .integer(5), .array([]),
    ])
    func `what cannot be read is an error without the value`(reply: RESPValue) {
        let error = #expect(throws: RESPDecodingError.self) {
            try RedisCommand<User?>.get("k", coder: .json).decode(reply)
        }
        #expect(error?.expected == "User")
        #expect(error?.description.contains("hunter2") == false)
    }
}
