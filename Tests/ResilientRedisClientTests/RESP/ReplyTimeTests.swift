import ResilientRedisClient
import Testing

/// Serialised, because they compare times.
@Suite("Replies: time", .serialized)
struct ReplyTimeTests {
    /// How many times as long the second takes as the first: the smallest of some measurements, because what the machine
    /// does besides is no property of the reader. Ends as soon as it is small enough.
    private func ratio(
        below limit: Double, _ short: () throws -> Void, _ long: () throws -> Void
    ) rethrows -> Double {
        var ratio = Double.infinity
        for _ in 0..<5 where ratio >= limit {
            let time = try ContinuousClock().measure(short)
            ratio = min(ratio, try ContinuousClock().measure(long) / time)
        }
        return ratio
    }

    private func array(of count: Int) -> [UInt8] {
        var bytes = Array("*\(count)\r\n".utf8)
        let element = Array("$8\r\nabcdefgh\r\n".utf8)
        bytes.reserveCapacity(bytes.count + count * element.count)
        for _ in 0..<count { bytes += element }
        return bytes
    }

    private func read(_ bytes: [UInt8], in size: Int) throws {
        let reader = ReplyReader(limits: .init(maximumLineLength: 1 << 20))
        var count = 0
        for start in stride(from: 0, to: bytes.count, by: size) {
            let end = min(bytes.count, start + size)
            try bytes.withUnsafeBytes { buffer in
                let piece = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
                try reader.read(piece) { (reply: consuming RESPValue) throws(ReplyReaderError) in count += 1 }
            }
        }
        #expect(count == 1)
    }

    @Test("Ten times the elements cost ten times the time")
    func elements() throws {
        #if DEBUG
            // An unoptimised build takes ten times as long.
            let (few, many) = (array(of: 20_000), array(of: 200_000))
        #else
            let (few, many) = (array(of: 100_000), array(of: 1_000_000))
        #endif
        let ratio = try ratio(below: 20, { try read(few, in: 16 * 1024) }, { try read(many, in: 16 * 1024) })
        #expect(ratio < 20)
    }

    @Test("Small pieces cost little more than the whole")
    func pieces() throws {
        let bytes = array(of: 50_000)
        // Each of the pieces is a call of its own; parsing again from the start each time would cost 10,000 times as much.
        let ratio = try ratio(below: 10, { try read(bytes, in: bytes.count) }, { try read(bytes, in: 16) })
        #expect(ratio < 10)
    }

    @Test("A long string is received in time that grows with its length")
    func longString() throws {
        let piece = [UInt8](repeating: 1, count: 16 * 1024)
        func readString(of pieces: Int) throws {
            let reader = ReplyReader(limits: .init())
            var length: Int?
            try reader.feed(Array("$\(pieces * piece.count)\r\n".utf8)) { _ in }
            for _ in 0..<pieces { try reader.feed(piece) { _ in } }
            try reader.feed(Array("\r\n".utf8)) { length = $0.bytes?.count }
            #expect(length == pieces * piece.count)
        }
        // Both are so long that the allocator grows the parser's buffer by remapping pages: what it copies for shorter
        // ones would be measured otherwise. Searching all that has come at each piece would cost nine times as much.
        let ratio = try ratio(below: 6, { try readString(of: 3 << 10) }, { try readString(of: 9 << 10) })
        #expect(ratio < 6)
    }

    @Test("A long line that drips in is not searched again and again")
    func drippingLine() throws {
        func line(_ length: Int) -> [UInt8] {
            Array("+".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: length) + Array("\r\n".utf8)
        }
        let (short, long) = (line(64 << 10), line(1 << 20))
        // Searching all that has come at each piece would cost 256 times as much.
        let ratio = try ratio(below: 64, { try read(short, in: 16) }, { try read(long, in: 16) })
        #expect(ratio < 64)
    }
}
