import ResilientRedisClient
import Testing

/// hiredis before 1.0 has room for 8 levels of aggregates. Replies such as that to COMMAND DOCS have 12.
@Suite("Replies: deep nesting", .timeLimit(.minutes(1)))
struct DeepReplyTests {
    private func readings(_ wire: String, limits: RedisConfiguration.ReplyLimits = .init()) -> [ReplyReading] {
        let bytes = Array(wire.utf8)
        return [ReplyReading([bytes], limits: limits), ReplyReading(bytes.oneByOne, limits: limits)]
            + [2, 3, 5, 7, 11].map { ReplyReading(bytes.pieces(of: $0), limits: limits) }
    }

    /// An aggregate inside others, with neighbours at each level.
    private func nested(_ depth: Int) -> (wire: String, value: RESPValue) {
        var wire = "$4\r\nin\r\n\r\n"
        var value = RESPValue.bulkString(Array("in\r\n".utf8))
        for level in 0..<depth {
            wire = "*4\r\n:\(level)\r\n\(wire)*0\r\n$1\r\nx\r\n"
            value = .array([.integer(level), value, .array([]), .bulkString([0x78])])
        }
        return (wire, value)
    }

    @Test("Replies of any depth up to the limit are read, in any pieces, and those around them keep their places")
    func depths() {
        for depth in 6...14 {
            let (wire, value) = nested(depth)
            for reading in readings("+a\r\n\(wire):1\r\n\(wire)$1\r\nz\r\n") {
                #expect(reading.error == nil, "depth \(depth): \(reading.error?.description ?? "")")
                #expect(
                    reading.replies == [
                        .simpleString([0x61]), value, .integer(1), value, .bulkString([0x7A]),
                    ], "depth \(depth)")
                #expect(reading.isComplete)
            }
        }
    }

    @Test("Every kind of value is read at every depth")
    func kinds() {
        let values =
            "*9\r\n+s\r\n-ERR no\r\n:-9223372036854775808\r\n:9223372036854775807\r\n:0\r\n$-1\r\n*-1\r\n$0\r\n\r\n"
            + "$3\r\na\rb\r\n"
        let expected: [RESPValue] = [
            .simpleString([0x73]), .error(RESPErrorReply(bytes: Array("ERR no".utf8))), .integer(.min), .integer(.max),
            .integer(0), .null, .null, .bulkString([]), .bulkString([0x61, 0x0D, 0x62]),
        ]
        for depth in 6...12 {
            let wire = String(repeating: "*1\r\n", count: depth) + values
            for reading in readings(wire) {
                var value = reading.replies.first
                for _ in 0..<depth {
                    guard case .array(let elements)? = value, elements.count == 1 else { break }
                    value = elements[0]
                }
                #expect(value == .array(expected), "depth \(depth)")
                #expect(reading.error == nil && reading.isComplete)
            }
        }
    }

    @Test(
        "What is not the protocol is refused deep inside a reply as well",
        arguments: [
            "?1\r\n", "\r\n", ":\r\n", ":1x\r\n", ":9223372036854775808\r\n", ":-9223372036854775809\r\n", "$x\r\n",
            "$-2\r\n", "$+1\r\na\r\n", "$3\r\nabcd\r\n", "*x\r\n", "*-2\r\n", "*2147483648\r\n",
        ])
    func garbage(_ text: String) {
        for reading in readings(String(repeating: "*1\r\n", count: 10) + text + ":1\r\n:1\r\n") {
            #expect(reading.error != nil)
            #expect(reading.replies.isEmpty)
        }
    }

    @Test("The limits hold deep inside a reply as well")
    func limits() {
        let limits = RedisConfiguration.ReplyLimits(
            maximumBulkLength: 100, maximumElements: 40, maximumDepth: 16, maximumLineLength: 50)
        let text = String(repeating: "s", count: 101)
        let cases = [
            ("$101\r\n", "maximumBulkLength"), ("*50\r\n", "maximumElements"),
            ("+\(text.prefix(51))\r\n", "maximumLine"),
            ("+\(text)", "maximumLine"), (String(repeating: "*1\r\n", count: 7) + ":1\r\n", "maximumDepth"),
        ]
        for (wire, limit) in cases {
            for reading in readings(String(repeating: "*1\r\n", count: 10) + wire, limits: limits) {
                #expect(reading.error?.description.contains(limit) == true, "\(wire): \(reading)")
            }
        }
    }
}
