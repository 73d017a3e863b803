import RedisTransport
import ResilientRedisClient
import TestSupport
import Testing

@Suite("Shared connection, state machine")
struct SharedConnectionStateMachineTests {
    private let start = MonotonicTime(nanoseconds: 1_000)
    private let retry = Duration.seconds(15)

    private func machine() -> SharedConnectionStateMachine { SharedConnectionStateMachine(replacementRetry: retry) }

    private func connected(until: Duration = .seconds(60)) -> SharedConnectionStateMachine {
        var machine = machine()
        _ = machine.callWaits()
        machine.connected(replaceAt: start + until)
        return machine
    }

    @Test("The first call that waits makes a connection, the others wait for the same one")
    func connect() {
        var machine = machine()
        #expect(machine.callWaits() == .connect)
        #expect(machine.callWaits() == .none)
        machine.connected(replaceAt: .distantFuture)
        #expect(machine.isConnected)
        #expect(machine.nextCheck == .distantFuture)
    }

    @Test("A failed attempt with a cause is an outage; without one only the waiting calls fail")
    func connectFails() {
        var machine = machine()
        _ = machine.callWaits()
        #expect(machine.connectFailed(.connect, now: start) == .outage(.connect))
        #expect(machine.callWaits() == .connect)
        #expect(machine.connectFailed(nil, now: start) == .failWaiting)
        #expect(machine.state == .disconnected)
    }

    @Test("An aged connection is replaced at its time and once only")
    func ages() {
        var machine = connected()
        #expect(machine.advance(to: start + .seconds(59)) == .none)
        #expect(machine.nextCheck == start + .seconds(60))
        #expect(machine.advance(to: start + .seconds(60)) == .connect)
        #expect(machine.advance(to: start + .seconds(61)) == .none)
        #expect(machine.nextCheck == .distantFuture)
        machine.connected(replaceAt: start + .seconds(120))
        #expect(machine.nextCheck == start + .seconds(120))
    }

    @Test("An aged connection that cannot be replaced is no outage: it is kept and replaced later")
    func replacementFails() {
        var machine = connected()
        let now = start + .seconds(60)
        _ = machine.advance(to: now)
        #expect(machine.connectFailed(.maximumClients, now: now) == .none)
        #expect(machine.state == .connected(replaceAt: now + retry))
        #expect(machine.advance(to: now + retry) == .connect)
    }

    @Test("A lost connection is made again at once only when calls wait")
    func lost() {
        var idle = connected()
        #expect(idle.connectionLost(hasWaiting: false) == .none)
        #expect(idle.state == .disconnected)
        var busy = connected()
        #expect(busy.connectionLost(hasWaiting: true) == .connect)
        #expect(busy.state == .connecting)
    }

    @Test("A connection that is lost while it is being replaced waits for the replacement")
    func lostWhileReplaced() {
        var machine = connected()
        _ = machine.advance(to: start + .seconds(60))
        #expect(machine.connectionLost(hasWaiting: true) == .none)
        #expect(machine.state == .connecting)
        #expect(machine.callWaits() == .none)
        #expect(machine.connectFailed(.connect, now: start) == .outage(.connect))
    }

    @Test("A useless connection is drained, and another one made when calls wait")
    func useless() {
        var idle = connected()
        #expect(idle.connectionIsUseless(hasWaiting: false) == .drain)
        #expect(idle.state == .disconnected)
        var busy = connected()
        #expect(busy.connectionIsUseless(hasWaiting: true) == .drainAndConnect)
        var replaced = connected()
        _ = replaced.advance(to: start + .seconds(60))
        #expect(replaced.connectionIsUseless(hasWaiting: true) == .drain)
        #expect(replaced.state == .connecting)
        var none = machine()
        #expect(none.connectionIsUseless(hasWaiting: true) == .none)
    }

    @Test("An outage drains the connection and forgets attempts to connect")
    func outage() {
        var machine = connected()
        #expect(machine.outageBegan() == .drain)
        #expect(machine.state == .disconnected)
        _ = machine.callWaits()
        #expect(machine.outageBegan() == .none)
        #expect(machine.callWaits() == .connect)
    }

    @Test("Whatever happens in whatever order, one attempt to connect is under way at most")
    func randomWalk() {
        for seed in 0..<200 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var machine = machine()
            var attempts = 0
            var now = start
            for _ in 0..<200 {
                now = now + .seconds(Int.random(in: 0..<20, using: &generator))
                let hasWaiting = Bool.random(using: &generator)
                var action = SharedConnectionStateMachine.Action.none
                switch Int.random(in: 0..<7, using: &generator) {
                case 0 where !machine.isConnected: action = machine.callWaits()
                case 1 where attempts > 0:
                    attempts -= 1
                    machine.connected(replaceAt: now + .seconds(60))
                case 2 where attempts > 0:
                    attempts -= 1
                    _ = machine.connectFailed(Bool.random(using: &generator) ? .connect : nil, now: now)
                case 3: action = machine.connectionLost(hasWaiting: hasWaiting)
                case 4: action = machine.connectionIsUseless(hasWaiting: hasWaiting)
                case 5: action = machine.advance(to: now)
                case 6:
                    attempts = 0
                    action = machine.outageBegan()
                default: break
                }
                if action == .connect || action == .drainAndConnect { attempts += 1 }
                #expect(attempts <= 1)
                let waitsForAttempt = machine.state == .connecting || machine.state == .replacing
                #expect(waitsForAttempt == (attempts == 1))
            }
        }
    }
}
