import ResilientRedisClient
import Testing

/// Replies as text for people.
@Suite struct RESPValueTests {
    private static let values: [(RESPValue, String)] = [
        (.ok, "OK"), (.bulk("Ann"), "\"Ann\""), (.bulk(""), "\"\""), (.bulk("é 😀"), "\"é 😀\""), (.integer(-5), "-5"),
        (.null, "nil"), (.double(2.5), "2.5"), (.boolean(true), "true"),
        (.bigNumber("12345678901234567890"), "12345678901234567890"),
        (.error(RESPErrorReply(bytes: Array("WRONGTYPE no".utf8))), "error(WRONGTYPE no)"),
        (.verbatimString(format: "txt", bytes: Array("text".utf8)), "\"text\""),
        (.array([.bulk("a"), .integer(1), .array([])]), "[\"a\", 1, []]"),
        (.map([RESPMapEntry(key: .bulk("k"), value: .null)]), "{\"k\": nil}"),
        (.set([.integer(1)]), "set[1]"), (.push([.bulk("invalidate"), .null]), "push[\"invalidate\", nil]"),
    ]

    @Test(arguments: values)
    func `A reply describes itself in words that a person can read`(value: RESPValue, text: String) {
        #expect(value.description == text)
        #expect("\(value)" == text)
    }

    @Test(arguments: [
        (Array("a\"b\\c".utf8), #""a\"b\\c""#), (Array("line\r\nforged\t".utf8), #""line\r\nforged\t""#),
        (Array("\u{1B}[31m".utf8), #""\x1B[31m""#), ([0, 255, 65], #""\x00\xFFA""#),
        (Array("a\u{202E}b\u{2028}".utf8), #""a\xE2\x80\xAEb\xE2\x80\xA8""#), (Array("\u{85}".utf8), #""\xC2\x85""#),
    ])
    func `No byte of a reply reaches a log or a terminal as a control character`(bytes: [UInt8], text: String) {
        #expect(RESPValue.bulkString(bytes).description == text)
    }

    @Test func `A side of a list describes itself by its name`() {
        #expect("\(RedisListSide.left) \(RedisListSide.right)" == "left right")
    }
}
