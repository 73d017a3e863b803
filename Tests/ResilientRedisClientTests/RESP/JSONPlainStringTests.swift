import Foundation
import ResilientRedisClient
import Testing

@Suite
struct JSONPlainStringTests {
    @Test(
        "A JSON string is read as JSONDecoder reads it, or refused as it refuses it",
        arguments: [
            #""""#, #""plain""#, #""a b""#, #""é 🎉""#, #""a\"b""#, #""a\\""#, #""\u00e9""#, #"  "blank" "#, #""a"b""#,
            #"""#, #""open"#, #"open""#, #"\""#, "\"tab\there\"", "\"zero\0\"", "7", "null", "[]", "",
        ])
    func agreesWithDecoder(json: String) throws {
        let data = Data(json.utf8)
        let expected = try? JSONDecoder().decode(String.self, from: data)
        #expect((try? JSONRedisCoder().decode(String.self, from: data)) == expected)
    }

    @Test("A JSON string is read as JSONDecoder reads it, with any byte at any position", arguments: 1..<50)
    func anythingAnywhere(length: Int) throws {
        let plain = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        for place in 0..<length {
            for byte in [0x00, 0x0A, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xC3, 0xFF] as [UInt8]
            {
                var text = plain
                text[place] = byte
                let data = Data([0x22] + text + [0x22])
                let expected = try? JSONDecoder().decode(String.self, from: data)
                #expect((try? JSONRedisCoder().decode(String.self, from: data)) == expected, "\(byte) at \(place)")
            }
        }
    }

    @Test("A JSON string that is not UTF-8 is refused")
    func notUTF8() {
        let data = Data([0x22, 0xC3, 0x28, 0x22])
        #expect(throws: (any Error).self) { try JSONRedisCoder().decode(String.self, from: data) }
    }

    @Test(
        "A JSON string is read back as it was written",
        arguments: ["", "plain", "quote \" backslash \\ line\nend", "\u{0}\u{1F}\u{7F}", "é🎉"])
    func roundTrip(text: String) throws {
        let coder = JSONRedisCoder()
        #expect(try coder.decode(String.self, from: coder.encode(text)) == text)
        #expect(try coder.decode(String?.self, from: coder.encode(text)) == text)
    }
}
