import ResilientRedisClient
import Testing

@Suite("Replies: RESP3", .enabled(if: ReplyReader.supportsRESP3))
struct RESP3Tests {
    private func readings(_ wire: String) -> [ReplyReading] {
        let bytes = Array(wire.utf8)
        return [ReplyReading([bytes]), ReplyReading(bytes.oneByOne)]
    }

    @Test(
        "An attribute is skipped, and the reply that it describes keeps its place",
        arguments: [
            "|1\r\n+ttl\r\n:3600\r\n+value\r\n",
            "|1\r\n+ttl\r\n$-1\r\n+value\r\n",
            "|0\r\n+value\r\n",
            "|1\r\n*2\r\n:1\r\n:2\r\n%1\r\n+a\r\n_\r\n+value\r\n",
            "|1\r\n+a\r\n:1\r\n|1\r\n+b\r\n:2\r\n+value\r\n",
        ])
    func attribute(_ wire: String) {
        for reading in readings(wire) {
            #expect(reading.error == nil)
            #expect(reading.replies == [.simpleString(Array("value".utf8))])
            #expect(reading.isComplete)
        }
    }

    @Test("Replies around an attribute are not shifted")
    func neighbours() {
        for reading in readings(":1\r\n|1\r\n+a\r\n*1\r\n:9\r\n:2\r\n%1\r\n:3\r\n:4\r\n:5\r\n") {
            #expect(
                reading.replies == [
                    .integer(1), .integer(2), .map([RESPMapEntry(key: .integer(3), value: .integer(4))]), .integer(5),
                ])
        }
    }

    @Test("An attribute inside an aggregate is refused, because hiredis counts it as an element")
    func nestedAttribute() {
        for wire in ["*2\r\n:1\r\n|1\r\n+ttl\r\n:1\r\n+value\r\n", "|1\r\n|1\r\n:1\r\n:2\r\n:3\r\n:4\r\n"] {
            for reading in readings(wire) {
                #expect(reading.error != nil)
                #expect(reading.replies.isEmpty)
            }
        }
    }

    @Test("An attribute or a blob error that is null is refused", arguments: ["|-1\r\n", "!-1\r\n"])
    func nullInDisguise(_ wire: String) {
        for reading in readings(wire + "+value\r\n") {
            #expect(reading.error != nil)
            #expect(reading.replies.isEmpty)
        }
    }

    @Test("A blob error is an error, and the string after it is none")
    func blobError() {
        for reading in readings("!9\r\nERR a\r\nbc\r\n$3\r\nabc\r\n!0\r\n\r\n+OK\r\n") {
            #expect(
                reading.replies == [
                    .error(RESPErrorReply(bytes: Array("ERR a\r\nbc".utf8))), .bulkString(Array("abc".utf8)),
                    .error(RESPErrorReply(bytes: [])), .simpleString(Array("OK".utf8)),
                ])
        }
    }

    @Test("A blob error inside an aggregate is refused cleanly")
    func nestedBlobError() {
        for reading in readings("*2\r\n!3\r\nERR\r\n:1\r\n") {
            #expect(reading.error?.description == "unknown reply type")
        }
    }

    @Test("A verbatim string without a format is refused", arguments: ["=3\r\ntxt\r\n", "=4\r\ntxt;\r\n"])
    func verbatim(_ wire: String) {
        for reading in readings(wire) { #expect(reading.error != nil) }
    }

    @Test("A big number consists of digits", arguments: ["(\r\n", "(-\r\n", "(12a\r\n", "(1 2\r\n"])
    func bigNumber(_ wire: String) {
        for reading in readings(wire) { #expect(reading.error != nil) }
    }

    @Test("A big number keeps all its digits")
    func bigNumberDigits() {
        let digits = "-3492890328409238509324850943850943825024385"
        for reading in readings("(\(digits)\r\n") { #expect(reading.replies == [.bigNumber(digits)]) }
    }
}
