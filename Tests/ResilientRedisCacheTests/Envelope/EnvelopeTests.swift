import ResilientRedisCache
import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Stored envelope of a value", .timeLimit(.minutes(2)))
struct EnvelopeTests {
    private func read(_ bytes: [UInt8]) -> EnvelopeHeader.Reading { bytes.withUnsafeBytes(EnvelopeHeader.read) }

    private var header: EnvelopeHeader {
        var header = EnvelopeHeader()
        header.isCompressed = true
        header.version = 0x0102_0304
        header.keyCheck = 0x1122_3344_5566_7788
        header.epoch = .max - 1
        header.begun = 1_800_000_000_123
        header.writer = 77
        header.sequence = 78
        header.cost = 79
        header.softTTL = 80
        header.tags = [TagStamp(check: 1, stamp: 2), TagStamp(check: 3, stamp: .max)]
        return header
    }

    @Test("An envelope keeps all header fields and the payload unchanged")
    func roundTrip() throws {
        let payload = Array("payload".utf8)
        let stored = payload.withUnsafeBytes { StoredValue(header, payload: $0) }
        #expect(stored.bytes.count == 48 + 32 + 7)
        guard case .value(let opened) = StoredValue.open(stored.bytes) else {
            Issue.record("not opened")
            return
        }
        #expect(opened.header == header && opened.withPayload { Array($0) } == payload)
    }

    @Test("A stored value returns its decoded value only as its own type, and not after that was dropped")
    func decoded() {
        let stored = Array("7".utf8).withUnsafeBytes { StoredValue(header, payload: $0) }
        let kept = StoredValue(stored, decoded: 7)
        #expect(kept == stored && kept.withoutDecoded == stored)
        #expect(kept.decoded(as: Int.self) { 0 } == 7)
        #expect(kept.decoded(as: UInt.self) { 0 } == 0)
        #expect(kept.decoded(as: Int?.self) { 0 } == 0)
        #expect(stored.decoded(as: Int.self) { 0 } == 0)
        #expect(kept.withoutDecoded.decoded(as: Int.self) { 0 } == 0)
    }

    @Test("Stored values are equal only if every byte of header and payload is")
    func equality() {
        func stored(_ header: EnvelopeHeader, _ text: String) -> StoredValue {
            Array(text.utf8).withUnsafeBytes { StoredValue(header, payload: $0) }
        }
        #expect(stored(header, "abc") == stored(header, "abc") && stored(header, "") == stored(header, ""))
        for text in ["abd", "bbc", "ab", "abcd", ""] {
            #expect(stored(header, "abc") != stored(header, text) && stored(header, text) != stored(header, "abc"))
        }
        var later = header
        later.sequence += 1
        #expect(stored(header, "abc") != stored(later, "abc"))
    }

    @Test("The envelope has the documented layout")
    func layout() {
        let bytes = [UInt8]().withUnsafeBytes { StoredValue(header, payload: $0) }.bytes
        #expect(bytes[0..<4] == [0xFF, 0x52, 1, 0b1001])
        #expect(bytes[4..<8] == [4, 3, 2, 1])
        #expect(bytes[8..<16] == [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11])
        #expect(bytes[32..<48] == [77, 0, 0, 0, 78, 0, 0, 0, 79, 0, 0, 0, 80, 0, 0, 0])
    }

    @Test(
        "Bytes without an envelope are read as foreign",
        arguments: [
            "", "1", #""text""#, #"{"a":1}"#, "null", "bplist00",
            String(repeating: "long enough to be one ", count: 10),
        ])
    func foreign(text: String) {
        #expect(read(Array(text.utf8)) == .foreign)
    }

    @Test("An envelope that is cut off or has a newer format is not decoded")
    func unreadable() {
        let bytes = Array("payload".utf8).withUnsafeBytes { StoredValue(header, payload: $0) }.bytes
        for count in 0..<48 { #expect(read(Array(bytes.prefix(count))) == .foreign) }
        for count in 48..<80 { #expect(read(Array(bytes.prefix(count))) == .unreadable) }
        var newer = bytes
        newer[2] = 2
        #expect(read(newer) == .unreadable)
    }

    @Test("The check value of a key is the same in every process")
    func keyCheck() {
        #expect(CacheKey("").check == CacheKey("").check)
        #expect(CacheKey("reports:sales:north").check == 1_053_058_450_570_862_186)
        let many = Set((0..<100_000).map { CacheKey("key \($0)").check })
        #expect(many.count == 100_000)
    }

    @Test("An envelope under another key or with a newer format is undecodable and is overwritten")
    func otherKey() async throws {
        let fixture = try await CacheFixture()
        _ = await fixture.cache.cached(key: "a") { "of a" }
        let bytes = try #require(try await fixture.client.get("test:a", as: [UInt8].self))
        try await fixture.client.set("test:b", bytes)
        #expect(await fixture.cache.cached(key: "b") { "of b" } == "of b")
        var newer = bytes
        newer[2] = 2
        try await fixture.client.set("test:a", newer)
        #expect(await fixture.cache.cached(key: "a") { "new" } == "new")
        #expect(fixture.cache.statistics.undecodable == 2)
        #expect(await fixture.cache.cached(key: "a") { "no" } == "new")
        #expect(await fixture.cache.cached(key: "b") { "no" } == "of b")
    }

    @Test("A payload above the configured size is compressed, and a damaged one is loaded again")
    func compression() async throws {
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", compression: .init(above: 100))
        let values = ["long": String(repeating: "abc", count: 10_000), "short": String(repeating: "a", count: 98)]
        for (key, value) in values {
            for _ in 1...2 { #expect(await cache.cached(key: key) { value } == value) }
        }
        #expect(cache.statistics.hits == 2)
        #expect(try await fixture.client.strlen("test:long") < 1000)
        #expect(try await fixture.client.strlen("test:short") == 148)
        #expect(await fixture.cache.cached(key: "long") { "not loaded" } == values["long"])
        let damaged = try #require(try await fixture.client.get("test:long", as: [UInt8].self))
        for change in [48, 51, 60, damaged.count - 1] {
            var bytes = damaged
            bytes[change] ^= 0xFF
            try await fixture.client.set("test:long", bytes)
            #expect(await cache.cached(key: "long") { "loaded" } == "loaded")
        }
        #expect(cache.statistics.undecodable == 4)
    }

    @Test("A cache can store values as binary property lists")
    func propertyList() async throws {
        struct Measurement: Codable, Equatable {
            var value: Double
            var at: Date
            var raw: Data
        }
        let fixture = try await CacheFixture()
        let cache = try RedisCache(fixture.client, namespace: "test", coder: .propertyList)
        let measured = Measurement(value: .infinity, at: Date(timeIntervalSince1970: 1.1), raw: Data([0, 255]))
        for _ in 1...2 { #expect(await cache.cached(key: "k") { measured } == measured) }
        for _ in 1...2 { #expect(await cache.cached(key: "number") { 7 } == 7) }
        let nothing: Measurement? = await cache.cached(key: "nothing") { nil }
        let still = await cache.cached(key: "nothing") { measured as Measurement? }
        #expect(nothing == nil)
        #expect(still == nil)
        #expect(cache.statistics.hits == 3, "\(cache.statistics)")
        #expect(await fixture.cache.cached(key: "number") { 8 } == 8)
        #expect(fixture.cache.statistics.undecodable == 1)
    }
}
