import Foundation
import ResilientRedisCache
import ResilientRedisClient
import Testing

/// A type that can be nested as deeply as a stored value says.
private indirect enum Nested: Codable, Equatable {
    case list([Nested])

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        var members: [Nested] = []
        while !container.isAtEnd { members.append(try container.decode(Nested.self)) }
        self = .list(members)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        guard case .list(let members) = self else { return }
        for member in members { try container.encode(member) }
    }
}

@Suite("A stored value that would end the process", .timeLimit(.minutes(1)))
struct HostileValueTests {
    private let coder = RedisPropertyListCoder()

    /// Arrays of one member each, and what the last one holds.
    private func binary(depth: Int, last: UInt8 = 0xA0) -> Data {
        var bytes = Array("bplist00".utf8)
        var offsets: [Int] = []
        for level in 0..<depth {
            offsets.append(bytes.count)
            bytes += [0xA1] + (0..<4).map { UInt8(truncatingIfNeeded: (level + 1) >> (8 * (3 - $0))) }
        }
        offsets.append(bytes.count)
        bytes.append(last)
        let table = bytes.count
        for offset in offsets { bytes += (0..<4).map { UInt8(truncatingIfNeeded: offset >> (8 * (3 - $0))) } }
        bytes += [0, 0, 0, 0, 0, 0, 4, 4]
        for number in [offsets.count, 0, table] {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * (7 - $0))) }
        }
        return Data(bytes)
    }

    @Test("A property list that is nested deeply is refused", arguments: [600, 15_000, 200_000])
    func deep(depth: Int) {
        #expect(throws: DecodingError.self) { try coder.decode(Nested.self, from: binary(depth: depth)) }
    }

    @Test("A property list that is nested moderately is read")
    func shallow() throws {
        _ = try coder.decode(Nested.self, from: binary(depth: 100))
    }

    @Test("A property list in a format that the coder does not write is refused")
    func otherFormats() {
        let deep = String(repeating: "<array>", count: 20_000) + String(repeating: "</array>", count: 20_000)
        for text in [
            "<?xml version=\"1.0\"?><plist version=\"1.0\">\(deep)</plist>", String(repeating: "(", count: 60_000),
        ] {
            #expect(throws: DecodingError.self) { try coder.decode(Nested.self, from: Data(text.utf8)) }
        }
    }

    @Test("A property list whose containers hold themselves, or each other twice, is refused")
    func cycles() {
        var bytes = [UInt8](binary(depth: 1))
        // The outer array holds itself.
        bytes.replaceSubrange(9..<13, with: [0, 0, 0, 0])
        #expect(throws: DecodingError.self) { try coder.decode(Nested.self, from: Data(bytes)) }
    }

    @Test("Any damage of a property list is refused or read, and does not end the process")
    func damage() throws {
        let data = try coder.encode([["a": 1, "b": 2], ["a": 1, "b": 2], [:]])
        #expect(try coder.decode([[String: Int]].self, from: data) == [["a": 1, "b": 2], ["a": 1, "b": 2], [:]])
        for index in data.indices {
            for value in [0, 1, 0x1F, 0x7F, 0xAF, 0xDF, 0xFF] as [UInt8] {
                var damaged = data
                damaged[index] = value
                _ = try? coder.decode([[String: Int]].self, from: damaged)
            }
            _ = try? coder.decode([[String: Int]].self, from: data.prefix(index))
        }
    }

    @Test("Values that the coder writes are read, equal and empty ones within one another as well")
    func roundTrip() throws {
        let lists = [[[1], [1]], [], [[1], [1]], [[]]]
        #expect(try coder.decode([[[Int]]].self, from: coder.encode(lists)) == lists)
        let many = (0..<2000).map { ["key \($0)": [Double($0), 1], "same": []] }
        #expect(try coder.decode([[String: [Double]]].self, from: coder.encode(many)) == many)
    }

    @Test("A compressed value that claims to be larger than the maximum is a miss")
    func inflation() async throws {
        let fixture = try await CacheFixture()
        let large = try RedisCache(
            namespace: "test", options: .init(maximumValueSize: 64 << 20), compression: .init()
        ) { fixture.client }
        let small = try RedisCache(
            namespace: "test", options: .init(maximumValueSize: 1 << 20), compression: .init()
        ) { fixture.client }
        _ = await large.cached(key: "k") { String(repeating: "x", count: 2 << 20) }
        #expect(try await fixture.server.stored("test:k") != nil)
        #expect(await small.cached(key: "k") { "small" } == "small")
        #expect(small.statistics.undecodable == 1)
    }
}
