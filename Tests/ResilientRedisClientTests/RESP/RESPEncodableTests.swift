import FoundationEssentials
import ResilientRedisClient
import Testing

/// What values become as arguments.
@Suite struct RESPEncodableTests {
    private enum Flag: String, RESPArgument { case on, off }
    private struct UserID: RawRepresentable, RESPArgument { let rawValue: Int }

    private func words(_ values: any RESPEncodable...) -> [UInt8] {
        var encoder = RESPEncoder("X")
        for value in values { encoder.append(value) }
        return encoder.finish().sentBytes
    }

    @Test func `texts become their UTF-8 bytes`() {
        #expect(words("é", "abc".dropFirst(), "s" as StaticString) == wireBytes(["X", "é", "bc", "s"]))
    }

    @Test func `numbers become their digits`() {
        #expect(
            words(
                Int.min, Int64.max, Int32.min, Int16.min, Int8.min, UInt16.max, UInt.max, UInt32.max, UInt64.max,
                UInt8.max)
                == wireBytes([
                    "X", "-9223372036854775808", "9223372036854775807", "-2147483648", "-32768", "-128", "65535",
                    "18446744073709551615", "4294967295", "18446744073709551615", "255",
                ]))
    }

    @Test func `floating-point numbers become the shortest text that reads back`() {
        #expect(
            words(0.1, -2.0, 1e300, Double.infinity, -Double.infinity, Float(0.1))
                == wireBytes(["X", "0.1", "-2.0", "1e+300", "inf", "-inf", "0.1"]))
    }

    @Test func `booleans become 1 and 0`() {
        #expect(words(true, false) == wireBytes(["X", "1", "0"]))
    }

    @Test func `arrays of bytes are one argument, other arrays one for each element`() {
        let bytes = Array("ab".utf8)
        #expect(words(bytes, bytes[1...], Data(bytes)) == wireBytes(["X", "ab", "b", "ab"]))
        #expect(words(["a", "b"], [1, 2][...], [bytes, bytes]) == wireBytes(["X", "a", "b", "1", "2", "ab", "ab"]))
        #expect(words(Set([5])) == wireBytes(["X", "5"]))
    }

    @Test func `empty lists are no argument, empty bytes are an empty one`() {
        #expect(words([String](), [Int](), [[UInt8]](), Set<String>(), [String: Int]()) == wireBytes(["X"]))
        #expect(words([UInt8](), Data(), "") == wireBytes(["X", "", "", ""]))
    }

    @Test func `optionals are one argument or none`() {
        #expect(words(String?.none, Int?.some(5), [UInt8]?.none) == wireBytes(["X", "5"]))
    }

    @Test func `dictionaries are keys and values in turn`() {
        #expect(words(["a": 1]) == wireBytes(["X", "a", "1"]))
        let mixed: KeyValuePairs<String, any RESPArgument> = ["a": 1, "b": "x"]
        #expect(words(mixed) == wireBytes(["X", "a", "1", "b", "x"]))
    }

    @Test func `types with a raw value need no code`() {
        #expect(words(Flag.on, Flag.off, UserID(rawValue: 7)) == wireBytes(["X", "on", "off", "7"]))
    }
}
