import FoundationEssentials
import ResilientRedis
import Testing

@Suite("Commands on the wire")
struct WireCommandTests {
    private func wire(_ words: String...) -> WireCommand {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        return encoder.finish()
    }

    private func large(_ count: Int = 20_000) -> String { String(repeating: "x", count: count) }

    @Test(
        "The name is the first word, in capitals",
        arguments: [("get", "GET"), ("CLIENT", "CLIENT"), ("HGETALL", "HGETALL"), ("x", "X"), ("", "")])
    func name(_ word: String, _ name: String) {
        #expect(wire(word).name == name)
        #expect(wire(word, "secret\r\nvalue").name == name)
        #expect(wire(word, large()).name == name)
    }

    @Test("The name of a pipeline is that of its first command, and nothing has a name too")
    func otherNames() {
        var pipeline = WireCommand(bytes: [])
        #expect(pipeline.name == "command")
        pipeline.append(wire("set", "k", "secret"))
        pipeline.append(wire("get", "k"))
        #expect(pipeline.name == "SET")
        #expect(wire().name == "command")
    }

    @Test("Words are the first arguments, in capitals, as far as they can be keywords")
    func words() {
        let command = wire("xread", "count", "5", "block", String(repeating: "k", count: 33), large(), "streams", "é")
        #expect(command.words(0) == [])
        #expect(command.words(1) == ["XREAD"])
        #expect(command.words(4) == ["XREAD", "COUNT", "5", "BLOCK"])
        #expect(command.words(.max) == ["XREAD", "COUNT", "5", "BLOCK", "", "", "STREAMS", "É"])
        #expect(wire("ping").words(2) == ["PING"])
        #expect(wire("echo", "").words(9) == ["ECHO", ""])
        #expect(wire("echo", "a\r\n$1\r\nb").words(9) == ["ECHO", "A\r\n$1\r\nB"])
        #expect(wire(String(repeating: "k", count: 32)).words(1) == [String(repeating: "K", count: 32)])
        #expect(wire().words(9) == [])
        #expect(WireCommand(bytes: []).words(9) == [])
    }

    @Test("Words end with the first command of a pipeline")
    func wordsOfAPipeline() {
        var pipeline = wire("blpop", "queue", "0")
        pipeline.append(wire("get", "k"))
        pipeline.append(wire("set", "k", large()))
        #expect(pipeline.words(.max) == ["BLPOP", "QUEUE", "0"])
        #expect(pipeline.words(2) == ["BLPOP", "QUEUE"])
        #expect(pipeline.blockingTime == .unlimited)
    }

    @Test("Appending keeps every byte and every payload at its place")
    func appending() {
        let commands = [
            wire("set", "a", large()), wire("get", "b"), wire("mset", "c", large(16_384), "d", "e", "f", large(16_385)),
            wire("ping"),
        ]
        var pipeline = WireCommand(bytes: [])
        for command in commands { pipeline.append(command) }
        #expect(flat(pipeline) == commands.flatMap(flat))
        #expect(pipeline.byteCount == flat(pipeline).count)
        for command in commands { #expect(command.byteCount == flat(command).count) }
        #expect(pipeline.insertions.count == 3)
    }

    @Test("Arguments are counted in bytes, and kept as they are")
    func encoding() {
        #expect(flat(wire("set", "é", "")) == Array("*3\r\n$3\r\nset\r\n$2\r\né\r\n$0\r\n\r\n".utf8))
        var encoder = RESPEncoder("client no-evict")
        encoder.append(-42)
        encoder.append(Data([0, 13, 10, 255]))
        #expect(
            flat(encoder.finish()) == Array("*4\r\n$6\r\nclient\r\n$8\r\nno-evict\r\n$3\r\n-42\r\n$4\r\n".utf8)
                + [0, 13, 10, 255, 13, 10])
    }

    @Test("Arguments of every length around the encoder's thresholds are framed alike")
    func lengths() {
        for length in Array(0...130) + Array(990...1010) + Array(16_380...16_390) {
            let text = large(length)
            let expected = Array("*1\r\n$\(length)\r\n\(text)\r\n".utf8)
            #expect(flat(wire(text)) == expected, "\(length) bytes as a string")
            var bytes = RESPEncoder()
            bytes.append(Array(text.utf8))
            #expect(flat(bytes.finish()) == expected, "\(length) raw bytes")
            var data = RESPEncoder()
            data.append(Data(text.utf8))
            #expect(flat(data.finish()) == expected, "\(length) bytes of data")
        }
    }

    @Test("Any number of arguments fits the header", arguments: [1, 9, 10, 99, 100, 12_345])
    func headers(_ count: Int) {
        var encoder = RESPEncoder()
        for _ in 0..<count { encoder.append("a") }
        #expect(encoder.argumentCount == count)
        #expect(flat(encoder.finish()).starts(with: Array("*\(count)\r\n$1\r\na\r\n".utf8)))
    }

    /// The bytes as they go on the wire.
    private func flat(_ command: WireCommand) -> [UInt8] {
        var bytes: [UInt8] = []
        var position = command.start
        for insertion in command.insertions {
            bytes += command.bytes[position..<insertion.offset]
            insertion.payload.withUnsafeBytes { bytes += $0 }
            position = insertion.offset
        }
        return bytes + command.bytes[position...]
    }
}
