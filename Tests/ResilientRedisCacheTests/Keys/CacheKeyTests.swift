import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("Cache keys in parts")
struct CacheKeyTests {
    private let key = CacheKey("shop:", "user", "|4:4711")

    @Test("The name of a cache key has its parts in order")
    func name() {
        #expect(key.name == "shop:user|4:4711" && key.byteCount == 16)
        #expect(CacheKey("", "user", "").name == "user" && CacheKey("shop:", "", "").name == "shop:")
        #expect(CacheKey("", "", "").name.isEmpty)
    }

    @Test(
        "A cache key is the same wherever its name is split into parts",
        arguments: ["", "a", "shop:user|4:4711", "été:🙂"])
    func cuts(name: String) {
        let characters = Array(name)
        for first in 0...characters.count {
            for second in first...characters.count {
                let key = CacheKey(
                    String(characters[..<first]), String(characters[first..<second]), String(characters[second...]))
                #expect(key == CacheKey(name) && key.check == CacheKey(name).check && key.name == name)
                #expect(key.hashValue == CacheKey(name).hashValue)
            }
        }
    }

    @Test("Cache keys with the same check value but different names are different")
    func sameCheck() {
        for name in [
            "Shop:user|4:4711", "shop:User|4:4711", "shop:user|4:4712", "shop:user|4:471", "shop:user|4:47111",
        ] {
            #expect(key != CacheKey(name, check: key.check), "\(name)")
        }
        #expect(key != CacheKey("shop:user|4:4711", check: key.check &+ 1))
    }

    @Test("Cache keys with different Unicode spellings of the same characters are different")
    func spelling() {
        // Two marks in either order: as long as each other, and equal as texts.
        let (first, second) = ("q\u{307}\u{323}", "q\u{323}\u{307}")
        #expect(first == second && first.utf8.count == second.utf8.count)
        #expect(CacheKey(first, check: 1) != CacheKey(second, check: 1))
        #expect(CacheKey("a:", first, "").check != CacheKey("a:", second, "").check)
    }

    @Test("A cache key is a single argument of a command", arguments: [0, 1, 3, 100, 5_000, 6_000, 100_000])
    func argument(size: Int) {
        let parts = ["a", "é", "z"].map { String(repeating: $0, count: size) }
        let name = parts.joined()
        func wire(_ argument: some RESPEncodable) -> [UInt8] {
            var encoder = RESPEncoder("GET")
            encoder.append(argument)
            #expect(encoder.argumentCount == 2)
            let wire = encoder.finish()
            var bytes: [UInt8] = []
            var offset = wire.start
            for insertion in wire.insertions {
                bytes += wire.bytes[offset..<insertion.offset]
                insertion.payload.withUnsafeBytes { bytes += $0 }
                offset = insertion.offset
            }
            return bytes + wire.bytes[offset..<wire.end]
        }
        // Compared before: to show how long lists differ takes minutes.
        let isSame = wire(CacheKey(parts[0], parts[1], parts[2])) == wire(name)
        #expect(isSame)
    }
}
