import RedisTransport
import ResilientRedisClient
import Testing

/// Where the keys of encoded commands are, without a server.
@Suite struct CommandKeysTests {
    private func request(_ lines: String...) -> RedisRequest {
        var wire = WireCommand()
        for line in lines {
            var encoder = RESPEncoder()
            for word in line.split(separator: " ") { encoder.append(word == "\"\"" ? "" : word) }
            wire.append(encoder.finish())
        }
        return RedisRequest(wire, traits: nil, replyCount: lines.count)
    }

    @Test func `a pipeline tells the keys of each of its commands`() {
        let request = request("set a 1", "PING", "MGET b c", "EVAL script 2 d e argument")
        #expect(request.wire.commands.map(\.name) == ["SET", "PING", "MGET", "EVAL"])
        #expect(request.wire.commands.map(\.keyTexts) == [["a"], [], ["b", "c"], ["d", "e"]])
        #expect(request.keyTexts == ["a", "b", "c", "d", "e"])
    }

    @Test func `the keys of an unknown command are unknown, and so are those of a pipeline with one`() {
        #expect(request("FUTURECOMMAND a").keys == nil)
        #expect(request("CLIENT FUTURE a").keys == nil)
        #expect(request("GET a", "FUTURECOMMAND a").keys == nil)
        #expect(request("CLIENT ID").keys == [])
    }

    @Test func `large keys are found among the payloads that are kept by reference`() throws {
        let key = [UInt8](repeating: 7, count: 20_000)
        var pipeline = WireCommand()
        pipeline.append(RedisCommand.set("k", key).request.wire)
        pipeline.append(RedisCommand.set(key, key).request.wire)
        pipeline.append(RedisCommand.get("tail", as: String.self).request.wire)
        let keys = try #require(RedisRequest(pipeline, traits: []).keys)
        #expect(keys.map(\.payload) == [nil, 1, nil])
        #expect(keys.map { pipeline.withBytes(of: $0) { Array($0) } } == [Array("k".utf8), key, Array("tail".utf8)])
    }

    @Test func `bytes of any kind are a key`() {
        let command = RedisCommand.get([0, 13, 10, 255], as: String.self)
        let keys = command.request.keys ?? []
        #expect(keys.map { command.request.wire.withBytes(of: $0) { Array($0) } } == [[0, 13, 10, 255]])
        #expect(RedisCommand.get("", as: String.self).request.keyTexts == [""])
    }

    /// The server itself looks for the first word that reads like the option (`COMMAND GETKEYS`), wherever it stands.
    @Test(arguments: [
        ("XREADGROUP BLOCK 1 GROUP streams c STREAMS s >", ["s"]),
        ("XREADGROUP GROUP STREAMS STREAMS COUNT 1 STREAMS STREAMS s > >", ["STREAMS", "s"]),
        ("XREAD COUNT 2 STREAMS a b 0 0", ["a", "b"]), ("XREAD COUNT 2", []),
        ("SORT store BY store GET store STORE out", ["store", "out"]),
        ("GEORADIUS g 0 0 1 m COUNT 1 STORE store STOREDIST out", ["g", "store", "out"]),
        ("MIGRATE host 1 \"\" 0 1 AUTH keys KEYS a b", ["a", "b"]), ("MIGRATE host 1 \"\" 0 1 COPY", []),
        ("MIGRATE host 1 k 0 1 KEYS a b", ["k"]),
    ])
    func `options and what belongs to them are told apart`(line: String, keys: [String]) {
        #expect(request(line).keyTexts == keys)
    }

    @Test(arguments: [
        "EVAL script 3 a", "EVAL script -1 a", "EVAL script many a", "EVAL script", "LMPOP", "LMPOP 9999999999 a",
        "LMPOP 9223372036854775807 a", "BLPOP", "MGET", "GET", "MIGRATE host", "OBJECT ENCODING", "BITOP AND",
    ])
    func `a command that the server will refuse for its form has no keys`(line: String) {
        #expect(request(line).keys == [])
    }

    @Test func `a request is no larger than it was without keys`() {
        #expect(MemoryLayout<RedisRequest>.size == 32)
        #expect(MemoryLayout<RedisCommandTraits>.size == 2)
    }
}

extension EncodedCommand {
    /// The keys as text.
    var keyTexts: [String]? {
        keys?.map { key in wire.withBytes(of: key) { String(decoding: $0, as: UTF8.self) } }
    }
}

extension RedisRequest {
    /// The keys of all commands as text.
    var keyTexts: [String]? {
        keys?.map { key in wire.withBytes(of: key) { String(decoding: $0, as: UTF8.self) } }
    }
}
