import ResilientRedisCache
import Foundation
import ResilientRedisClient
import Testing

@Suite("A cache key")
struct RedisCacheKeyTests {
    private func key(_ append: (inout RedisCacheKey) -> Void) -> String {
        var key = RedisCacheKey("k")
        append(&key)
        return key.text
    }

    @Test("A cache key puts the length of each part before it")
    func lengths() {
        let text = key { key in
            key.append("a:b|c")
            key.append(-7)
            key.append("")
            key.append("é")
        }
        #expect(text == "k|5:a:b|c|2:-7|0:|2:é")
    }

    @Test("A cache key puts the length before a part of any length", arguments: [0, 9, 10, 63, 64, 65, 1000])
    func longParts(length: Int) {
        let part = String(repeating: "x", count: length)
        #expect(key { $0.append(part) } == "k|\(length):\(part)")
    }

    @Test("Cache keys are equal if their texts are, however they were built")
    func equality() {
        var key = RedisCacheKey("a")
        key.append(literal: "b")
        #expect(key == RedisCacheKey("ab") && key.hashValue == RedisCacheKey("ab").hashValue)
        #expect(key != RedisCacheKey("a") && key != RedisCacheKey("b"))
        // One character, two keys in Redis.
        #expect(RedisCacheKey("e\u{301}") != RedisCacheKey("\u{E9}"))
        struct Local {}
        var unshareable = RedisCacheKey("")
        unshareable.append(placeholder: Local.self)
        #expect(unshareable != RedisCacheKey(unshareable.text))
    }

    @Test("Different parts never result in the same cache key")
    func collisions() {
        let texts = ["", "|", "1:", "|1:a", "a", "a|1:b", "0:|", "|:", "a|:a", ":a|"]
        var keys: Set<String> = []
        for first in texts {
            for second in texts {
                keys.insert(
                    key { key in
                        key.append(first)
                        key.append(second)
                    })
            }
        }
        #expect(keys.count == texts.count * texts.count)
    }

    @Test("The key texts of nested optionals and arrays are distinct")
    func nesting() {
        let optionals: [String??] = [nil, .some(nil), "", "+", "nil"]
        #expect(Set(optionals.map(\.cacheKeyText)).count == optionals.count)
        let arrays: [[[String]]] = [
            [], [[]], [[""]], [["", ""]], [[""], [""]], [["0:"]], [[":"]], [["a"], []], [[], ["a"]],
        ]
        #expect(Set(arrays.map(\.cacheKeyText)).count == arrays.count)
    }

    @Test("Every number has a key text, including infinities and NaN")
    func numbers() {
        #expect(Int8.min.cacheKeyText == "-128" && UInt64.max.cacheKeyText == "18446744073709551615")
        #expect(UInt128.max.cacheKeyText == "340282366920938463463374607431768211455")
        let doubles: [Double] = [0.0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 0.1, 0.1.nextUp, 1e300]
        #expect(Set(doubles.map(\.cacheKeyText)).count == doubles.count)
        #expect(Double.nan.cacheKeyText == "nan" && (-Double.nan).cacheKeyText.hasSuffix("nan"))
        #expect(Float(0.1).cacheKeyText == "0.1")
        #expect(Duration(attoseconds: .max).cacheKeyText == "\(Int128.max)")
        #expect(Decimal.nan.cacheKeyText == "NaN")
    }

    @Test("Common types have a key text")
    func types() throws {
        let uuid = try #require(UUID(uuidString: "123e4567-e89b-12d3-a456-426614174000"))
        #expect(uuid.cacheKeyText == "123E4567-E89B-12D3-A456-426614174000")
        #expect(true.cacheKeyText == "true" && "abc".dropFirst().cacheKeyText == "bc")
        #expect(Character("é").cacheKeyText == "é")
        #expect(Data([0, 255]).cacheKeyText == "AP8=")
        #expect((1..<3).cacheKeyText == "1:11:3" && (1...3).cacheKeyText == "1:11:3")
        #expect([1, 20][1...].cacheKeyText == "2:20")
        #expect(Date(timeIntervalSinceReferenceDate: 0.1).cacheKeyText == "0.1")
        #expect(Date(timeIntervalSinceReferenceDate: .nan).cacheKeyText == "nan")
    }

    @Test("A relative URL and the same absolute URL have different key texts")
    func addresses() throws {
        let base = try #require(URL(string: "https://a.example/b/"))
        let relative = try #require(URL(string: "c", relativeTo: base))
        #expect(relative.cacheKeyText != relative.absoluteURL.cacheKeyText)
        #expect(base.cacheKeyText == "20:\(base.absoluteString)0:")
    }

    @Test("A cache key uses raw values unless a type has a key text of its own")
    func rawValues() {
        enum Plain: String { case a }
        enum Component: Int, RedisCacheKeyComponent { case a = 5 }
        enum Own: Int, RedisCacheKeyComponent {
            case a = 5
            var cacheKeyText: String { "own" }
        }
        let text = key { key in
            key.append(Plain.a)
            key.append(Component.a)
            key.append(Own.a)
            key.append(Component?.none)
        }
        #expect(text == "k|1:a|1:5|3:own|0:")
        let template = key { key in
            key.append(placeholder: Plain.a)
            key.append(placeholder: Component.a)
            key.append(placeholder: Own.a)
        }
        #expect(template == "ka5own")
    }

    @Test("Joining components puts the length before each of them")
    func join() {
        #expect(RedisCacheKey.join(1, "a", true) == "1:11:a4:true")
        #expect(RedisCacheKey.join() == "")
    }

    @Test(
        "A cache key escapes characters in a placeholder's value that could end it",
        arguments: [
            ("a-b_c.d~e+F9", "a-b_c.d~e+F9"), ("a:b", "a%3Ab"), ("%3A", "%253A"), ("é{}", "%C3%A9%7B%7D"),
            ("\0\n", "%00%0A"),
        ])
    func placeholders(value: String, text: String) {
        #expect(key { $0.append(placeholder: value) } == "k" + text)
    }

    // MARK: - Types

    @Test("A cache key contains types by their full names")
    func typeNames() {
        var key = RedisCacheKey("k")
        key.append([Int].self)
        key.append(placeholder: String.self)
        #expect(key.text == "k|22:Swift.Array<Swift.Int>Swift.String" && key.isShareable)
    }

    @Test("A cache key with a local or private type is not shareable")
    func unnamedTypes() {
        struct Local {}
        for append in [
            { (key: inout RedisCacheKey) in key.append(Local.self) },
            { key in key.append(placeholder: [Hidden].self) },
            { key in key.append(receiver: Hidden.self, in: "ResilientRedisCacheTests", path: "Other") },
            { key in key.append(receiver: Holder<Hidden>.self, in: "ResilientRedisCacheTests", path: "Holder") },
        ] {
            var key = RedisCacheKey("k")
            append(&key)
            #expect(!key.isShareable)
        }
    }

    @Test("A cache key is shareable when its private type is the one that declares the function")
    func receivers() {
        let module = "ResilientRedisCacheTests"
        for (type, path, name) in [
            (Hidden.self, "Hidden", "\(module).Hidden"),
            (Hidden.Inner.self, "Hidden.Inner", "\(module).Hidden.Inner"),
            (Holder<Int>.self, "Holder", "\(module).Holder<Swift.Int>"),
        ] as [(Any.Type, String, String)] {
            var key = RedisCacheKey("k")
            key.append(receiver: type, in: module, path: path)
            #expect(key.isShareable)
            #expect(key.text == "k|\(name.utf8.count):\(name)")
        }
    }
}

private struct Hidden {
    struct Inner {}
}

private struct Holder<Item> {}
