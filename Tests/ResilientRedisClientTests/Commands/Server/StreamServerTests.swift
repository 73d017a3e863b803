import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Stream commands on a real server.
@Suite(.timeLimit(.minutes(3))) struct StreamServerTests {
    private typealias Entry = RedisStreamEntry<String, String>

    private func id(_ milliseconds: UInt64, _ sequence: UInt64 = 0) -> RedisStreamID {
        RedisStreamID(milliseconds: milliseconds, sequence: sequence)
    }

    @Test(arguments: CommandServer.protocols)
    func `entries are added, read, trimmed and deleted`(version: RedisConfiguration.ProtocolVersion) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("stream")
        #expect(try await redis.xadd(key, ["f": "v"], creating: false) == nil)
        #expect(try await redis.xadd(key, ["f": "v", "g": 1, "f": "w"], id: id(5)) == id(5))
        #expect(try await redis.xadd(key, fields: ["f": "x"], id: id(6, 2)) == id(6, 2))
        let made = try #require(try await redis.xadd(key, ["f": "y"]))
        #expect(made > id(6, 2))
        #expect(try await redis.xlen(key) == 3)
        let all = try await redis.xrange(key, as: Entry.self)
        #expect(all.map(\.id) == [id(5), id(6, 2), made])
        #expect(all[0].fields.map(\.field) == ["f", "g", "f"])
        #expect(all[0].fields.map(\.value) == ["v", "1", "w"])
        #expect(all[0]["f"] == "v")
        #expect(all[0]["none"] == nil)
        #expect(try await redis.xrange(key, from: .exclusive(id(5)), count: 1, as: Entry.self).map(\.id) == [id(6, 2)])
        #expect(
            try await redis.xrevrange(key, from: .inclusive(id(6)), to: .exclusive(made), as: Entry.self).map(\.id)
                == [id(6, 2)])
        let batches = try await redis.xread([.after(id(5), key), .beginning(key + "none")], count: 1, as: Entry.self)
        #expect(batches.map(\.key) == [key])
        #expect(batches.first?.entries.map(\.id) == [id(6, 2)])
        #expect(try await redis.xread([.after(made, key)], as: Entry.self).isEmpty)
        #expect(try await redis.xread([.last(key)], timeout: .milliseconds(1), as: Entry.self).isEmpty)
        let info = try await redis.xinfoStream(key)
        #expect(info.length == 3)
        #expect(info.lastID == made)
        #expect(info.first?.id == id(5))
        #expect(info.last?["f"] == Array("y".utf8))
        #expect(info.entriesAdded == 3)
        #expect(try await redis.xinfoStream(fullyOf: key, count: 1)["length"] == .integer(3))
        #expect(try await redis.xdel(key, id(5), id(1)) == 1)
        #expect(try await redis.xtrim(key, .minimumID(made, exactly: true)) == 1)
        #expect(try await redis.xtrim(key, .maximumCount(0, exactly: true)) == 1)
        try await redis.xsetid(key, id(.max / 2), entriesAdded: 9, maximumDeletedID: id(7))
        #expect(try await redis.xinfoStream(key).lastID == id(.max / 2))
        #expect(try await redis.xinfoStream(key).first == nil)
    }

    @Test(arguments: CommandServer.protocols)
    func `groups are given entries, which consumers acknowledge or claim`(
        version: RedisConfiguration.ProtocolVersion
    ) async throws {
        let redis = try await CommandServer.client(version)
        let key = CommandServer.uniqueKey("group")
        try await redis.xgroupCreate(key, group: "g", after: .beginning, creating: true)
        let busy = await #expect(throws: RedisError.self) {
            try await redis.xgroupCreate(key, group: "g", after: .last)
        }
        #expect(busy?.reply?.name == "BUSYGROUP")
        for number in 1...4 { try await redis.xadd(key, ["n": number], id: id(UInt64(number))) }
        #expect(try await redis.xgroupCreateconsumer(key, group: "g", consumer: "a"))
        let given = try await redis.xreadgroup("g", consumer: "a", [.new(key)], count: 3, as: Entry.self)
        #expect(given.first?.entries.map(\.id) == [id(1), id(2), id(3)])
        #expect(try await redis.xack(key, group: "g", id(1), id(9)) == 1)
        #expect(try await redis.xdel(key, id(2)) == 1)
        let again = try await redis.xreadgroup("g", consumer: "a", [.beginning(key)], as: Entry.self)
        #expect(
            again.first?.entries == [
                Entry(id: id(2), fields: []), Entry(id: id(3), fields: [.init(field: "n", value: "3")]),
            ])
        let summary = try await redis.xpending(key, group: "g")
        #expect(summary.count == 2)
        #expect(summary.ids == id(2)...id(3))
        #expect(summary.consumers == ["a": 2])
        let pending = try await redis.xpending(key, group: "g", count: 10, consumer: "a", idleTime: .zero)
        #expect(pending.map(\.id) == [id(2), id(3)])
        #expect(pending.map(\.consumer) == ["a", "a"])
        #expect(pending.allSatisfy { $0.deliveries >= 1 && $0.idleTime >= .zero })
        #expect(
            try await redis.xclaim(key, group: "g", consumer: "b", idleTime: .zero, [id(3)], as: Entry.self)
                .map(\.id) == [id(3)])
        #expect(try await redis.xclaim(key, group: "g", consumer: "c", idleTime: .zero, idsOf: [id(3)]) == [id(3)])
        let claimed = try await redis.xautoclaim(key, group: "g", consumer: "b", idleTime: .zero, as: Entry.self)
        #expect(claimed.entries.map(\.id) == [id(3)])
        #expect(claimed.deleted == [id(2)])
        #expect(claimed.next == nil)
        #expect(
            try await redis.xautoclaim(key, group: "g", consumer: "a", idleTime: .zero, idsFrom: .zero).entries
                == [id(3)])
        let rest = try await redis.xreadgroup(
            "g", consumer: "b", [.new(key)], acknowledging: true, timeout: .seconds(1), as: Entry.self)
        #expect(rest.first?.entries.map(\.id) == [id(4)])
        #expect(
            try await redis.xreadgroup("g", consumer: "b", [.new(key)], timeout: .milliseconds(1), as: Entry.self)
                .isEmpty)
        let group = try #require(try await redis.xinfoGroups(key).first)
        #expect(group.name == "g")
        #expect(group.pending == 1)
        #expect(group.lastDeliveredID == id(4))
        let consumers = try await redis.xinfoConsumers(key, group: "g")
        #expect(consumers.map(\.name).sorted() == ["a", "b", "c"])
        #expect(consumers.first { $0.name == "a" }?.pending == 1)
        try await redis.xgroupSetid(key, group: "g", after: .id(id(1)))
        #expect(try await redis.xgroupDelconsumer(key, group: "g", consumer: "a") == 1)
        #expect(try await redis.xgroupDestroy(key, group: "g"))
        #expect(try await !redis.xgroupDestroy(key, group: "g"))
        let missing = await #expect(throws: RedisError.self) { try await redis.xpending(key, group: "g") }
        #expect(missing?.reply?.name == "NOGROUP")
    }

    @Test func `IDs are read, written and compared`() {
        #expect(RedisStreamID("5-3") == id(5, 3))
        #expect(RedisStreamID("5") == id(5))
        #expect(RedisStreamID("18446744073709551615-18446744073709551615") == id(.max, .max))
        for text in ["", "-", "5-", "-5", "5-3-1", "x", "5-x"] { #expect(RedisStreamID(text) == nil, "\(text)") }
        #expect(id(5, 3).description == "5-3")
        #expect(id(5, 3) < id(5, 4))
        #expect(id(5, 9) < id(6))
    }
}
