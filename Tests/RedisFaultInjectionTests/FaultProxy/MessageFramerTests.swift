import RedisFaultInjection
import Testing

@Suite("Message framer")
struct MessageFramerTests {
    static let replies = [
        "+OK\r\n", "-ERR no\r\n", ":12\r\n", "$5\r\na\r\nb\n\r\n", "$-1\r\n", "$0\r\n\r\n", "*-1\r\n", "*0\r\n",
        "*2\r\n*1\r\n:1\r\n$1\r\nx\r\n", "_\r\n", "#t\r\n", ",1.5\r\n", "(123\r\n", "=7\r\ntxt:abc\r\n",
        "!5\r\nERR x\r\n",
        "~2\r\n:1\r\n:2\r\n", "%1\r\n+k\r\n*1\r\n+v\r\n", "|1\r\n+a\r\n:1\r\n+OK\r\n", "%0\r\n",
    ]

    /// The offsets at which messages end, however the stream is cut.
    static func ends(_ stream: MessageFramer.Stream, _ text: String, chunk: Int) -> [Int] {
        var framer = MessageFramer(stream)
        let bytes = Array(text.utf8)
        var ends: [Int] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            let piece = Array(bytes[start..<min(bytes.count, start + chunk)])
            piece.withUnsafeBytes { buffer in
                var offset = 0
                while true {
                    switch framer.advance(buffer, from: &offset, to: buffer.count) {
                    case .needsMore: return
                    case .named: break
                    case .messageEnd(let isPush): ends.append(isPush ? -(start + offset) : start + offset)
                    }
                }
            }
        }
        return ends
    }

    @Test(
        "The message framer finds the end of every kind of reply, however the bytes are cut",
        arguments: [1, 2, 3, 7, 1000])
    func replies(chunk: Int) {
        var expected: [Int] = []
        for reply in Self.replies { expected.append((expected.last ?? 0) + reply.utf8.count) }
        #expect(Self.ends(.replies, Self.replies.joined(), chunk: chunk) == expected)
    }

    @Test("The message framer distinguishes pushes from replies", arguments: [1, 1000])
    func pushes(chunk: Int) {
        #expect(Self.ends(.replies, ">2\r\n+a\r\n:1\r\n+OK\r\n", chunk: chunk) == [-12, 17])
    }

    @Test("The message framer counts requests, plain lines among them, and not what is none", arguments: [1, 5, 1000])
    func requests(chunk: Int) {
        let text = "*1\r\n$4\r\nPING\r\n" + "\r\n" + "*0\r\n" + "GET k\r\n" + Wire.get
        #expect(Self.ends(.requests, text, chunk: chunk) == [14, 27, 27 + Wire.get.utf8.count])
    }

    @Test(
        "The message framer knows a request's name before its arguments have come",
        arguments: [
            ("*2\r\n$3\r\nget\r\n$1", "GET"), ("get k\r\n", "GET"), ("PING\r\n", "PING"),
            ("*1\r\n$40\r\n\(String(repeating: "x", count: 40))\r\n", String(repeating: "X", count: 32)),
        ]
    )
    func names(text: String, name: String) {
        for chunk in [1, 4, 1000] {
            var framer = MessageFramer(.requests)
            var found: [String] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                Array(bytes[start..<min(bytes.count, start + chunk)]).withUnsafeBytes { buffer in
                    var offset = 0
                    loop: while true {
                        switch framer.advance(buffer, from: &offset, to: buffer.count) {
                        case .named: found.append(framer.name)
                        case .messageEnd: break
                        case .needsMore: break loop
                        }
                    }
                }
            }
            #expect(found == [name])
        }
    }

    @Test(
        "The message framer stops at bytes that are not RESP",
        arguments: ["\u{16}\u{3}\u{1}", "*1\r\n$99999999999999999999\r\n", "*x\r\n"])
    func opaque(text: String) {
        var framer = MessageFramer(.requests)
        Array(text.utf8).withUnsafeBytes { buffer in
            var offset = 0
            #expect(framer.advance(buffer, from: &offset, to: buffer.count) == .needsMore)
            #expect(offset == buffer.count)
        }
        #expect(framer.isOpaque)
    }
}
