import FoundationEssentials
import ResilientRedisClient
import Testing

/// A command's bytes, whatever its arguments are.
@Suite struct RESPEncoderTests {
    private func bytes(_ name: String, _ fill: (inout RESPEncoder) -> Void = { _ in }) -> [UInt8] {
        var encoder = RESPEncoder(name)
        fill(&encoder)
        return encoder.finish().sentBytes
    }

    @Test(arguments: [0, 1, 9, 10, 11, 98, 99, 100, 101, 999, 1000, 16_383, 16_384, 16_385, 100_000])
    func `strings, bytes and data of any length are encoded alike`(length: Int) {
        let text = String(repeating: "x", count: length)
        let expected = wireBytes(["SET", text, text, text])
        let encoded = bytes("SET") {
            $0.append(text)
            $0.append(Array(text.utf8))
            $0.append(Data(text.utf8))
        }
        #expect(encoded == expected)
    }

    @Test(arguments: [0, 7, -7, 10, 99, -100, 1_234_567, .max, .min])
    func `integers are encoded as their digits`(number: Int) {
        #expect(bytes("INCRBY") { $0.append(number) } == wireBytes(["INCRBY", "\(number)"]))
    }

    @Test(arguments: [1, 2, 9, 10, 99, 100, 999, 1000, 12_345])
    func `the header holds the number of arguments`(count: Int) {
        let keys = (1..<max(count, 2)).map { "key\($0)" }
        let encoded = bytes("DEL") { encoder in for key in keys { encoder.append(key) } }
        #expect(encoded == wireBytes(["DEL"] + keys))
    }

    @Test func `a name of several words becomes several arguments`() {
        #expect(bytes("CLIENT INFO") == wireBytes(["CLIENT", "INFO"]))
        #expect(bytes(" CONFIG  GET ") { $0.append("save") } == wireBytes(["CONFIG", "GET", "save"]))
    }

    @Test func `an encoder without a name starts with its first argument`() {
        var encoder = RESPEncoder()
        #expect(encoder.argumentCount == 0)
        encoder.append("GET")
        encoder.append("k")
        #expect(encoder.argumentCount == 2)
        #expect(encoder.finish().sentBytes == wireBytes(["GET", "k"]))
        #expect(RESPEncoder().finish().sentBytes == Array("*0\r\n".utf8))
    }

    @Test func `large payloads are not copied`() {
        var encoder = RESPEncoder("SET")
        encoder.append("k")
        encoder.append([UInt8](repeating: 1, count: 16 * 1024))
        let wire = encoder.finish()
        #expect(wire.insertions.count == 1)
        #expect(wire.bytes.count < 200)
        #expect(wire.byteCount == wire.sentBytes.count)
    }

    @Test func `appending to a copy does not change the original`() {
        var encoder = RESPEncoder("SADD")
        encoder.append("s")
        var copy = encoder
        copy.append("a")
        encoder.append("b")
        #expect(copy.finish().sentBytes == wireBytes(["SADD", "s", "a"]))
        #expect(encoder.finish().sentBytes == wireBytes(["SADD", "s", "b"]))
    }

    @Test func `every byte value is sent unchanged`() {
        let all = [UInt8](0...255)
        let encoded = bytes("SET") { $0.append(all) }
        #expect(encoded == Array("*2\r\n$3\r\nSET\r\n$256\r\n".utf8) + all + Array("\r\n".utf8))
    }
}
