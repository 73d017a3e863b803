import FoundationEssentials
import ResilientRedisClient
import Testing

/// What replies become as values: strict where a guess would hide a mistake, lenient where RESP2 and RESP3 differ.
@Suite struct RESPDecodableTests {
    private enum Flag: String, RESPDecodable, Equatable { case on, off }

    private func bulk(_ text: String) -> RESPValue { .bulkString(Array(text.utf8)) }

    private func error<Value: RESPDecodable>(_ type: Value.Type, _ reply: RESPValue) -> RESPDecodingError? {
        #expect(throws: RESPDecodingError.self) { try Value(resp: reply) }
    }

    @Test func `texts are read from all kinds of strings and from numbers`() throws {
        for reply in [
            bulk("é"), .simpleString(Array("é".utf8)), .verbatimString(format: "txt", bytes: Array("é".utf8)),
        ] {
            #expect(try String(resp: reply) == "é")
            #expect(try Substring(resp: reply) == "é")
            #expect(try [UInt8](resp: reply) == [0xC3, 0xA9])
            #expect(try Data(resp: reply) == Data([0xC3, 0xA9]))
        }
        #expect(try String(resp: .integer(-5)) == "-5")
        #expect(try String(resp: .double(1.5)) == "1.5")
        #expect(try String(resp: .bigNumber("123456789012345678901")) == "123456789012345678901")
    }

    @Test func `bytes that are not UTF-8 are no text but fine as bytes`() throws {
        let reply = RESPValue.bulkString([0xFF, 0x00])
        #expect(error(String.self, reply)?.description == "expected String, received bulk string that is not UTF-8")
        #expect(try [UInt8](resp: reply) == [0xFF, 0x00])
        #expect(try Data(resp: reply) == Data([0xFF, 0x00]))
    }

    @Test func `integers are read from numbers and digits that fit`() throws {
        #expect(try Int(resp: .integer(.min)) == .min)
        #expect(try Int(resp: bulk("-42")) == -42)
        #expect(try Int(resp: .boolean(true)) == 1)
        #expect(try Int64(resp: bulk("7")) == 7)
        #expect(try UInt64(resp: .bigNumber("18446744073709551615")) == .max)
        #expect(try UInt64(resp: bulk("18446744073709551615")) == .max)
        #expect(try UInt8(resp: .integer(255)) == 255)
        #expect(error(UInt8.self, .integer(256)) != nil)
        #expect(error(UInt.self, .integer(-1)) != nil)
        #expect(error(Int32.self, bulk("2147483648")) != nil)
        #expect(try Int16(resp: bulk("-32768")) == .min)
        #expect(error(Int16.self, bulk("32768")) != nil)
        #expect(try Int8(resp: .integer(-128)) == .min)
        #expect(error(Int8.self, .integer(128)) != nil)
        #expect(try UInt16(resp: .integer(65_535)) == .max)
        #expect(error(UInt16.self, .integer(-1)) != nil)
        for text in ["", " 1", "1 ", "1.0", "abc", "9223372036854775808"] {
            #expect(error(Int.self, bulk(text)) != nil, "\(text)")
        }
    }

    @Test func `floating-point numbers are read from doubles, integers and text`() throws {
        #expect(try Double(resp: .double(0.5)) == 0.5)
        #expect(try Double(resp: .integer(3)) == 3)
        #expect(try Double(resp: .bigNumber("100000000000000000000")) == 1e20)
        #expect(try Double(resp: bulk("-1.5e3")) == -1500)
        #expect(try Double(resp: bulk("inf")) == .infinity)
        #expect(try Double(resp: bulk("-inf")) == -.infinity)
        #expect(try Double(resp: bulk("nan")).isNaN)
        #expect(try Float(resp: bulk("0.1")) == 0.1)
        #expect(error(Double.self, bulk("1,5")) != nil)
        #expect(error(Double.self, .null) != nil)
    }

    @Test func `booleans are read from 0 and 1 in any form, OK and no value`() throws {
        for reply in [RESPValue.boolean(true), .integer(1), bulk("1"), .simpleString(Array("OK".utf8))] {
            #expect(try Bool(resp: reply))
        }
        for reply in [RESPValue.boolean(false), .integer(0), bulk("0"), .null] {
            #expect(try !Bool(resp: reply))
        }
        for reply in [RESPValue.integer(2), bulk("yes"), bulk("OK"), .simpleString(Array("QUEUED".utf8)), .array([])] {
            #expect(error(Bool.self, reply) != nil)
        }
    }

    @Test func `no value is nil for optionals, empty for collections, and an error for the rest`() throws {
        #expect(try String?(resp: .null) == nil)
        #expect(try [UInt8]?(resp: .null) == nil)
        #expect(try [String]?(resp: .null) == nil)
        #expect(try [String](resp: .null) == [])
        #expect(try Set<String>(resp: .null) == [])
        #expect(try [String: Int](resp: .null) == [:])
        #expect(error(String.self, .null)?.description == "expected String, received null")
        #expect(error(Int.self, .null) != nil)
        #expect(error(Data.self, .null) != nil)
        #expect(error([UInt8].self, .null) != nil)
    }

    @Test func `lists are read from arrays, sets and pushes`() throws {
        for reply in [
            RESPValue.array([bulk("1"), .integer(2)]), .set([bulk("1"), .integer(2)]),
            .push([bulk("1"), .integer(2)]),
        ] {
            #expect(try [Int](resp: reply) == [1, 2])
            #expect(try Set<String>(resp: reply) == ["1", "2"])
        }
        #expect(try [Int?](resp: .array([.null, .integer(1)])) == [nil, 1])
        #expect(try [[UInt8]](resp: .array([bulk("a")])) == [[97]])
        #expect(try [UInt8](resp: .array([.integer(7)])) == [7])
        #expect(error([Int].self, bulk("1")) != nil)
        #expect(error(Int.self, .array([.integer(1)])) != nil)
        #expect(error([String].self, .array([.null])) != nil)
    }

    @Test func `dictionaries are read from maps, flat lists and lists of pairs`() throws {
        let expected = ["a": 1, "b": 2]
        let map = RESPValue.map([.init(key: bulk("a"), value: .integer(1)), .init(key: bulk("b"), value: bulk("2"))])
        #expect(try [String: Int](resp: map) == expected)
        #expect(try [String: Int](resp: .array([bulk("a"), bulk("1"), bulk("b"), .integer(2)])) == expected)
        let pairs = RESPValue.array([.array([bulk("a"), bulk("1")]), .array([bulk("b"), .integer(2)])])
        #expect(try [String: Int](resp: pairs) == expected)
        #expect(try [String: Int](resp: .array([bulk("a"), bulk("1"), bulk("a"), bulk("2")])) == ["a": 2])
        #expect(try [String: [Int]](resp: .array([bulk("a"), .array([.integer(1)])])) == ["a": [1]])
        #expect(error([String: Int].self, .array([bulk("a")])) != nil)
        #expect(error([String: Int].self, .array([.array([bulk("a"), bulk("1")]), bulk("b")])) != nil)
        #expect(error([String: Int].self, bulk("a")) != nil)
    }

    @Test func `types with a raw value need no code`() throws {
        #expect(try Flag(resp: bulk("on")) == .on)
        #expect(
            error(Flag.self, bulk("secret"))?.description
                == "expected Flag, received bulk string that is none of its values")
    }

    @Test func `errors name types and kinds but never the value`() {
        let reply = bulk("hunter2")
        for text in [
            error(Int.self, reply)?.description, error(Double.self, reply)?.description,
            error(Bool.self, reply)?.description, error([String].self, reply)?.description,
            error([String: String].self, reply)?.description, error(RedisKeyType?.self, .array([reply]))?.description,
        ] {
            #expect(text?.contains("hunter2") == false)
            #expect(text?.contains("received") == true)
        }
    }
}
