import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Connect race")
struct ConnectRaceTests {
    private func race(_ addresses: [String], seconds: Double = 2) -> ConnectRace {
        ConnectRace(addresses: addresses, now: .at(0), deadline: .at(seconds))
    }

    private func actions(_ race: inout ConnectRace, at time: Double) -> [ConnectRace.Action] {
        var actions: [ConnectRace.Action] = []
        while let action = race.next(now: .at(time)) { actions.append(action) }
        return actions
    }

    private func results(_ race: ConnectRace) -> [String] {
        race.results.map { "\($0.address): \($0.reason)" }
    }

    @Test("The next attempt starts after 250 ms while the earlier ones go on")
    func delay() {
        var race = race(["a", "b", "c"])
        #expect(actions(&race, at: 0) == [.connect("a")])
        #expect(race.nextCheck == .at(0.25))
        #expect(actions(&race, at: 0.249) == [])
        #expect(actions(&race, at: 0.25) == [.connect("b")])
        #expect(actions(&race, at: 0.5) == [.connect("c")])
        #expect(race.nextCheck == .distantFuture)
        #expect(
            actions(&race, at: 100) == [], "attempts under way end by their own results or by the caller's deadline")
        #expect(results(race) == ["a: no answer", "b: no answer", "c: no answer"])
    }

    @Test("The next attempt starts at once when one fails, and 250 ms later the one after it")
    func failure() {
        var race = race(["a", "b", "c"])
        #expect(actions(&race, at: 0) == [.connect("a")])
        race.failed("a", reason: "refused", now: .at(0.01))
        #expect(race.nextCheck == .at(0.01))
        #expect(actions(&race, at: 0.01) == [.connect("b")])
        #expect(race.nextCheck == .at(0.26))
    }

    @Test("The race is lost when the last attempt has failed, and every result is known")
    func lost() {
        var race = race(["a", "b"])
        #expect(actions(&race, at: 0) == [.connect("a")])
        #expect(actions(&race, at: 0.25) == [.connect("b")])
        race.failed("b", reason: "refused", now: .at(0.3))
        #expect(actions(&race, at: 0.3) == [])
        race.failed("a", reason: "unreachable", now: .at(0.4))
        #expect(actions(&race, at: 0.4) == [.fail])
        #expect(actions(&race, at: 0.5) == [])
        #expect(race.nextCheck == .distantFuture)
        #expect(results(race) == ["b: refused", "a: unreachable"])
    }

    @Test("After an attempt has connected no other one starts")
    func won() {
        var race = race(["a", "b"])
        #expect(actions(&race, at: 0) == [.connect("a")])
        race.connected()
        race.failed("a", reason: "late", now: .at(0.2))
        #expect(actions(&race, at: 1) == [])
        #expect(race.nextCheck == .distantFuture)
    }

    @Test("Addresses alternate between the families, beginning with that of the first, and none is tried twice")
    func families() {
        func order(_ addresses: [String]) -> [String] {
            var race = race(addresses)
            var order: [String] = []
            while let action = race.next(now: .at(0)) {
                guard case .connect(let address) = action else { continue }
                order.append(address)
                race.failed(address, reason: "refused", now: .at(0))
            }
            return order
        }
        #expect(order(["::1", "::2", "::3", "1.1.1.1", "1.1.1.2"]) == ["::1", "1.1.1.1", "::2", "1.1.1.2", "::3"])
        #expect(order(["1.1.1.1", "1.1.1.2", "::1"]) == ["1.1.1.1", "::1", "1.1.1.2"])
        #expect(order(["1.1.1.1", "1.1.1.1", "::1", "::1"]) == ["1.1.1.1", "::1"])
        #expect(order([]) == [])
    }

    @Test("Without addresses the race is lost at once")
    func none() {
        var race = race([])
        #expect(actions(&race, at: 0) == [.fail])
        #expect(results(race) == [])
    }

    @Test("Sixteen addresses that need 130 ms each are connected after 130 ms")
    func farAddresses() {
        let addresses = (1...16).map { "10.0.0.\($0)" }
        var race = race(addresses)
        var started: [(address: String, time: Double)] = []
        for step in 0..<2_000 {
            let time = Double(step) / 1_000
            for case .connect(let address) in actions(&race, at: time) { started.append((address, time)) }
            if let first = started.first, time >= first.time + 0.13 {
                race.connected()
                #expect(time < 0.14)
                break
            }
        }
        #expect(started.count == 2)
    }

    @Test("The last of many addresses is tried before the deadline, although all others never answer")
    func manyAddresses() {
        for count in [2, 9, 16, 50, 150] {
            var race = race((1...count).map { "a\($0)" })
            var (started, open) = (0, 0)
            for step in 0..<2_000 {
                for action in actions(&race, at: Double(step) / 1_000) {
                    switch action {
                    case .connect:
                        started += 1
                        open += 1
                    case .abandon: open -= 1
                    case .fail: Issue.record("an attempt is still under way")
                    }
                    #expect(open <= ConnectRace.maximumAttempts)
                }
            }
            #expect(started == count)
            #expect(race.results.count == count)
        }
    }

    @Test("When too many attempts are under way the oldest one makes room, and its result is kept")
    func bound() {
        var race = race((0...16).map { "a\($0)" })
        var time = 0.0
        for index in 0..<16 {
            #expect(actions(&race, at: time) == [.connect("a\(index)")])
            time += 0.2
        }
        #expect(actions(&race, at: time) == [.abandon("a0"), .connect("a16")])
        race.failed("a0", reason: "late", now: .at(time))
        #expect(results(race).first == "a0: no answer")
        #expect(results(race).count == 17)
    }
}
