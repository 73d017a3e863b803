import RedisFaultInjection
import Testing

@Suite("The journal of a fault proxy", .timeLimit(.minutes(2)))
struct FaultJournalTests {
    @Test("The journal of a fault proxy has every firing with its time, connection, fault and trigger, and prints them")
    func entries() async throws {
        let wire = try await Wire()
        let (second, secondServer) = try wire.connect()
        wire.proxy.inject(.reset, when: .onCommand("GET"))
        second.send(Wire.get)
        #expect(second.end() == "reset")
        #expect(secondServer.end() == "reset")
        let firing = try #require(wire.proxy.firings.first)
        #expect(wire.proxy.firings.count == 1)
        #expect(firing.connection == 2)
        #expect(firing.fault == .reset && firing.trigger == .onCommand("GET"))
        #expect(firing.time > .zero && firing.time < .seconds(60))
        #expect(wire.proxy.journal.description.contains("connection 2  .reset when .onCommand(\"GET\", nth: 1)"))
    }

    @Test("The journal of a fault proxy is empty when nothing happened, and available after a stop")
    func empty() async throws {
        let wire = try await Wire()
        #expect(wire.proxy.journal.description == "nothing happened")
        let never = wire.proxy.inject(.reset, when: .onConnect(100))
        #expect(wire.proxy.unfiredFaults.map(\.description) == [".reset, when: .onConnect(100)"])
        await wire.proxy.stop()
        #expect(!never.hasFired)
        #expect(wire.proxy.journal.entries.isEmpty)
    }

    @Test("The journal of a fault proxy keeps no more than a bounded number of entries")
    func bounded() async throws {
        let wire = try await Wire { $0.inject(.prependReply("")) }
        let replies = String(repeating: "+\r\n", count: 11_000)
        wire.server.send(replies)
        #expect(wire.client.receives(replies))
        let journal = wire.proxy.journal
        #expect(journal.entries.count == 10_000)
        #expect(journal.droppedEntries == 1000)
        #expect(journal.description.hasSuffix("… and 1000 more"))
    }

    @Test("A wait for a firing that does not come fails with the journal")
    func waitInVain() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.reset, when: .onConnect(5))
        let error = await #expect(throws: FaultInjectionError.self) {
            try await fault.waitUntilFired(within: .milliseconds(5))
        }
        #expect(error?.code == .waitTimedOut)
        #expect(error?.message.contains("nothing happened") == true)
    }
}
