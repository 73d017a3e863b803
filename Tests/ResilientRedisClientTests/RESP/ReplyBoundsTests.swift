import ResilientRedisClient
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite("Replies: bounds")
struct ReplyBoundsTests {
    private static let limits = RedisConfiguration.ReplyLimits(
        maximumBulkLength: 100, maximumElements: 10, maximumDepth: 3, maximumLineLength: 50)

    /// The pieces of a wire text: whole and byte by byte.
    private func readings(_ wire: String, limits: RedisConfiguration.ReplyLimits = limits) -> [ReplyReading] {
        let bytes = Array(wire.utf8)
        return [ReplyReading([bytes], limits: limits), ReplyReading(bytes.oneByOne, limits: limits)]
    }

    private func text(_ length: Int) -> String { String(repeating: "s", count: length) }

    // MARK: Strings

    @Test(
        "A string that is announced too long is refused before its bytes come",
        arguments: ["$101\r\n", "$1000000000\r\n", "$9223372036854775807\r\n", "*2\r\n:1\r\n$101\r\n"])
    func announcedString(_ wire: String) throws {
        for reading in readings(wire) {
            let error = try #require(reading.error)
            #expect(error.description.contains("replyLimits.maximumBulkLength"))
        }
    }

    @Test("A string as long as allowed is accepted, one byte more is not")
    func stringAtTheLimit() {
        for reading in readings("$100\r\n\(text(100))\r\n") {
            #expect(reading.error == nil)
            #expect(reading.replies.first?.bytes?.count == 100)
        }
        for reading in readings("$101\r\n\(text(101))\r\n") {
            #expect(reading.replies.isEmpty)
            #expect(reading.error?.description.contains("replyLimits.maximumBulkLength") == true)
        }
    }

    @Test(
        "A string that does not end where it was announced to ends the reader",
        arguments: ["$3\r\nabcdef\r\n", "$3\r\nabc\rx", "$3\r\nabc\n\r", "$0\r\nab", "*2\r\n:1\r\n$3\r\nabc:1\r\n"])
    func stringWithoutEnd(_ wire: String) throws {
        for reading in readings(wire) {
            #expect(reading.replies.isEmpty)
            #expect(try #require(reading.error).description == "a string is longer than was announced")
        }
    }

    @Test(
        "RESP3 strings that do not end where they were announced to end the reader as well",
        .enabled(if: ReplyReader.supportsRESP3))
    func otherStringsWithoutEnd() throws {
        for wire in ["=7\r\ntxt:abcdef\r\n", "!3\r\nabcdef\r\n"] {
            for reading in readings(wire) {
                #expect(try #require(reading.error).description == "a string is longer than was announced")
            }
        }
    }

    @Test("RESP3's other strings have the same limit", .enabled(if: ReplyReader.supportsRESP3))
    func otherStrings() {
        for wire in ["=101\r\n", "!101\r\n", "=101\r\ntxt:\(text(97))\r\n", "!101\r\n\(text(101))\r\n"] {
            for reading in readings(wire) {
                #expect(reading.error?.description.contains("replyLimits.maximumBulkLength") == true)
            }
        }
    }

    @Test(
        "A string's length that does not end is refused, and nothing is kept for it",
        arguments: ["$", "$5\r", "$5\rx", "$-1\r", "$abc\r", "$9"])
    func endlessLength(_ start: String) {
        let reader = ReplyReader(limits: Self.limits)
        let error = #expect(throws: ReplyReaderError.self) {
            try reader.feed(Array(start.utf8)) { _ in }
            for _ in 0..<100 { try reader.feed(Array("secret77".utf8)) { _ in Issue.record("that is no reply") } }
        }
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "Strings of 2 GiB are refused at once with hiredis before 1.0, which cannot read them",
        .enabled(if: !ReplyReader.supportsRESP3))
    func stringsThatOldVersionsCannotRead() throws {
        let limits = RedisConfiguration.ReplyLimits(maximumBulkLength: 1 << 40)
        #expect(ReplyReading(["$2000000000\r\n".utf8], limits: limits).error == nil)
        let error = try #require(ReplyReading(["$2147483647\r\n".utf8], limits: limits).error)
        #expect(error.description.contains("hiredis"))
    }

    // MARK: Aggregates

    @Test("An aggregate that is announced too large is refused at once")
    func announcedElements() throws {
        for reading in readings("*2147483647\r\n", limits: .init()) {
            #expect(reading.error?.description.contains("replyLimits.maximumElements (16777216)") == true)
        }
        for reading in readings("*11\r\n") {
            #expect(reading.error?.description.contains("replyLimits.maximumElements (10)") == true)
        }
        for reading in readings("*10\r\n" + String(repeating: ":7\r\n", count: 10)) { #expect(reading.isComplete) }
    }

    @Test("RESP3's aggregates have the same limit", .enabled(if: ReplyReader.supportsRESP3))
    func otherAggregates() {
        for wire in ["~11\r\n", ">11\r\n", "%6\r\n", "|6\r\n", "%4611686018427387904\r\n"] {
            #expect(readings(wire).allSatisfy { $0.error != nil && $0.replies.isEmpty })
        }
    }

    @Test("The elements of nested aggregates count together, so that nesting is no way around the limit")
    func nestedElements() throws {
        for reading in readings("*5\r\n" + String(repeating: "*2\r\n:1\r\n:2\r\n", count: 5)) {
            #expect(reading.error?.description.contains("replyLimits.maximumElements (10)") == true)
            #expect(reading.replies.isEmpty)
        }
        // Each reply counts for itself.
        let reply = "*2\r\n*3\r\n:1\r\n:2\r\n:3\r\n*5\r\n" + String(repeating: ":1\r\n", count: 5)
        for reading in readings(String(repeating: reply, count: 5)) {
            #expect(reading.error == nil)
            #expect(reading.replies.count == 5)
        }
    }

    @Test("No memory is reserved for elements that are only announced")
    func announcedElementsReserveNothing() throws {
        let before = Self.virtualMemory()
        let limits = RedisConfiguration.ReplyLimits(maximumElements: Int(Int32.max))
        let readers = (0..<8).map { _ in ReplyReader(limits: limits) }
        for reader in readers { try reader.feed(Array("*2147483647\r\n".utf8)) { _ in } }
        // Reserving it would have taken 16 GiB each.
        #expect(Self.virtualMemory() - before < 8 << 30)
        #expect(readers.allSatisfy { !$0.isEmpty })
    }

    @Test("Nesting as deep as allowed is accepted, one level more is not")
    func depth() {
        for reading in readings("*1\r\n*1\r\n*1\r\n:5\r\n") {
            #expect(reading.replies == [.array([.array([.array([.integer(5)])])])])
        }
        for wire in ["*1\r\n*1\r\n*1\r\n*1\r\n:5\r\n", "*1\r\n*1\r\n*1\r\n*0\r\n"] {
            for reading in readings(wire) {
                #expect(reading.error?.description == "nested deeper than replyLimits.maximumDepth (3)")
            }
        }
    }

    @Test("By default 32 levels are read, whatever version of hiredis")
    func defaultDepth() throws {
        func nested(_ depth: Int) -> ReplyReading {
            ReplyReading([(String(repeating: "*1\r\n", count: depth) + ":5\r\n").utf8])
        }
        #expect(nested(32).isComplete)
        let error = try #require(nested(33).error)
        #expect(error.description.contains("replyLimits.maximumDepth"))
    }

    @Test("All strings of a reply together are bounded, those of the next reply again from zero")
    func totalLength() throws {
        var limits = RedisConfiguration.ReplyLimits()
        limits.maximumReplyLength = 100
        let string = "$50\r\n\(text(50))\r\n"
        for reading in readings("*2\r\n\(string)\(string)*2\r\n\(string)\(string)", limits: limits) {
            #expect(reading.error == nil)
            #expect(reading.replies.count == 2)
        }
        for more in ["$1\r\nx\r\n", "+\(text(10))\r\n", "*1\r\n$1\r\nx\r\n"] {
            for reading in readings("*3\r\n\(string)\(string)\(more)", limits: limits) {
                #expect(reading.error?.description.contains("replyLimits.maximumReplyLength") == true, "\(more)")
            }
        }
        // A string alone has the bound of strings.
        for length in [101, 100_000] {
            for reading in readings("$\(length)\r\n\(text(length))\r\n", limits: limits) {
                #expect(reading.error == nil && reading.replies.count == 1)
            }
        }
    }

    @Test("A boolean is t or f and nothing else", .enabled(if: ReplyReader.supportsRESP3))
    func booleans() {
        for wire in ["#\0\r\n", "#x\r\n", "#\r\n", "#tt\r\n"] {
            for reading in readings(wire) {
                #expect(reading.error != nil)
                #expect(reading.replies.isEmpty)
            }
        }
        for reading in readings("#t\r\n#f\r\n") { #expect(reading.replies == [.boolean(true), .boolean(false)]) }
    }

    // MARK: Lines

    @Test("A line as long as allowed is accepted, one byte more is not", arguments: ["+", "-"])
    func lineAtTheLimit(_ marker: String) {
        for reading in readings("\(marker)\(text(50))\r\n") { #expect(reading.isComplete && reading.error == nil) }
        for reading in readings("\(marker)\(text(51))\r\n") {
            #expect(reading.replies.isEmpty)
            #expect(reading.error?.description.contains("replyLimits.maximumLineLength") == true)
        }
    }

    @Test("A line that does not end is refused", arguments: ["+", "-", ":", "*", "+a\r", "*1\r\n+"])
    func endlessLine(_ start: String) throws {
        let reader = ReplyReader(limits: Self.limits)
        try reader.feed(Array(start.utf8)) { _ in }
        let error = #expect(throws: ReplyReaderError.self) {
            for _ in 0..<20 { try reader.feed(Array("secret77".utf8)) { _ in Issue.record("that is no reply") } }
        }
        #expect(error?.description.contains("replyLimits.maximumLineLength") == true)
    }

    // MARK: After a refusal

    @Test("A reader that refused something stays refused")
    func finality() throws {
        for wire in ["*11\r\n", "$101\r\n", "x", "+\(text(60))"] {
            let reader = ReplyReader(limits: Self.limits)
            #expect(throws: ReplyReaderError.self) { try reader.feed(Array(wire.utf8)) { _ in } }
            #expect(throws: ReplyReaderError.self) {
                try reader.feed(Array("+OK\r\n".utf8)) { _ in Issue.record("it went on") }
            }
        }
    }

    /// The address space in use, in bytes; 0 where the system does not tell.
    private static func virtualMemory() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 100)
        guard fgets(&line, 100, file) != nil else { return 0 }
        return strtol(line, nil, 10) * 4096
    }
}
