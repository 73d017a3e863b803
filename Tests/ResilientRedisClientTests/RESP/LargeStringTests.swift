import ResilientRedisClient
import Testing

@Suite
struct LargeStringTests {
    /// Long enough to be received without the parser's buffer.
    private static let payload = (0..<200_003).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private static func reply(_ payload: [UInt8]) -> [UInt8] {
        Array("$\(payload.count)\r\n".utf8) + payload + Array("\r\n".utf8)
    }

    private static let neighbours = Array("+before\r\n".utf8) + reply(payload) + Array(":7\r\n".utf8)
    private static let expected: [RESPValue] = [
        .simpleString(Array("before".utf8)), .bulkString(payload), .integer(7),
    ]

    @Test(
        "A large string is read whole between its neighbours, however it is cut",
        arguments: [1, 7, 1000, 16_384, 65_536, 1 << 20])
    func pieces(of size: Int) {
        let reading = ReplyReading(Self.neighbours.pieces(of: size))
        #expect(reading.error == nil)
        #expect(reading.replies == Self.expected)
        #expect(reading.isComplete)
    }

    @Test("A large string is read whole when it is cut in its header, at its end or in its line end")
    func cuts() {
        let end = Self.neighbours.count
        for offset in Array(0..<40) + Array(end - 16..<end) {
            let reading = ReplyReading(Self.neighbours.cut(at: offset))
            #expect(reading.replies == Self.expected, "cut at \(offset)")
            #expect(reading.isComplete, "cut at \(offset)")
        }
    }

    @Test("A large string is not complete before its line end has come", arguments: [0, 1])
    func lineEnd(missing: Int) {
        let reading = ReplyReading([Self.reply(Self.payload).dropLast(2 - missing)])
        #expect(reading.replies == [])
        #expect(reading.error == nil)
        #expect(!reading.isComplete)
    }

    @Test("A large string that is longer than it was announced ends the reader", arguments: ["x\n", "\rx", "\n\r"])
    func wrongEnd(_ end: String) throws {
        let bytes = Self.reply(Self.payload).dropLast(2) + Array(end.utf8)
        for pieces in [[bytes[...]], Array(bytes).cut(at: bytes.count - 1)] {
            let reading = ReplyReading(pieces)
            #expect(reading.replies == [])
            #expect(try #require(reading.error).description.contains("longer than was announced"))
        }
    }

    @Test("A large string inside an aggregate is read as well")
    func nested() {
        let bytes = Array("*2\r\n".utf8) + Self.reply(Self.payload) + Array("+after\r\n".utf8)
        let reading = ReplyReading(bytes.pieces(of: 5000))
        #expect(reading.replies == [.array([.bulkString(Self.payload), .simpleString(Array("after".utf8))])])
    }

    @Test("A large string over the bound is refused at its header")
    func bound() throws {
        var limits = RedisConfiguration.ReplyLimits()
        limits.maximumBulkLength = Self.payload.count - 1
        let reading = ReplyReading(Self.reply(Self.payload).pieces(of: 16), limits: limits)
        #expect(reading.replies == [])
        #expect(try #require(reading.error).description.contains("maximumBulkLength"))
    }

    @Test("Large strings are read one after the other")
    func several() {
        let other = Array(Self.payload.reversed())
        let reading = ReplyReading((Self.reply(Self.payload) + Self.reply(other)).pieces(of: 10_000))
        #expect(reading.replies == [.bulkString(Self.payload), .bulkString(other)])
    }
}
