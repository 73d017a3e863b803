import ResilientRedis
import Testing

@Suite("A key in parts")
struct CacheKeyPartsTests {
    private let parts = CacheKeyParts("shop:", "user", "|4:4711")

    @Test("is put together in their order, with the same check value")
    func joined() {
        #expect(parts.joined() == CacheKey("shop:user|4:4711"))
        #expect(CacheKeyParts("", "user", "").joined() == CacheKey("user"))
        #expect(CacheKeyParts("", "", "").joined() == CacheKey(""))
    }

    @Test("is the same key wherever it is cut", arguments: ["", "a", "shop:user|4:4711", "été:🙂"])
    func cuts(name: String) {
        let characters = Array(name)
        for first in 0...characters.count {
            for second in first...characters.count {
                let parts = CacheKeyParts(
                    String(characters[..<first]), String(characters[first..<second]), String(characters[second...]))
                #expect(parts.isSame(as: CacheKey(name)))
                #expect(parts.joined() == CacheKey(name))
            }
        }
    }

    @Test("is not a key of another name with the same check value")
    func sameCheck() {
        for name in [
            "Shop:user|4:4711", "shop:User|4:4711", "shop:user|4:4712", "shop:user|4:471", "shop:user|4:47111",
        ] {
            #expect(!parts.isSame(as: CacheKey(name, check: parts.check)), "\(name)")
        }
        #expect(!parts.isSame(as: CacheKey("shop:user|4:4711", check: parts.check &+ 1)))
    }
}
