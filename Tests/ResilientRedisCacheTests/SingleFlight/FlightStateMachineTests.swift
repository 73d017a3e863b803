import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("Flight state machine")
struct FlightStateMachineTests {
    typealias Machine = FlightStateMachine<String, String>

    @Test("A flight delivers its value to all waiters in the order in which they joined")
    func tells() {
        var machine = Machine(leader: 1)
        for number in 2...4 { _ = machine.join(UInt64(number), "waiter \(number)") }
        _ = machine.leave(3)
        let landing = machine.loaded(1, "value", isWritten: true)
        #expect(landing?.waiters == ["waiter 2", "waiter 4"] && landing?.isWritten == true)
        #expect(machine.phase == .writing)
    }

    @Test("A flight returns its value to callers that join while it is written")
    func duringWrite() {
        var machine = Machine(leader: 1)
        _ = machine.loaded(1, "value", isWritten: true)
        guard case .answered("value") = machine.join(2, "late") else {
            Issue.record("not answered")
            return
        }
        machine.written()
        #expect(machine.phase == .ended)
    }

    @Test("A flight promotes its longest waiter when its leader leaves")
    func promotes() {
        var machine = Machine(leader: 1)
        _ = machine.join(2, "second")
        _ = machine.join(3, "third")
        guard case .promote("second", id: 2) = machine.leaderLeft(1) else {
            Issue.record("not promoted")
            return
        }
        #expect(machine.phase == .loading(leader: 2))
        #expect(machine.loaded(1, "of the one that left", isWritten: true) == nil)
        #expect(machine.endUnlessAwaited(1) == .none)
        #expect(machine.loaded(2, "value", isWritten: true)?.waiters == ["third"])
    }

    @Test("A flight ends when its leader leaves and no waiters remain")
    func ends() {
        var machine = Machine(leader: 1)
        _ = machine.join(2, "second")
        #expect(machine.leave(2) == "second" && machine.leave(2) == nil)
        guard case .ended = machine.leaderLeft(1) else {
            Issue.record("not ended")
            return
        }
        guard case .tooLate = machine.join(3, "third") else {
            Issue.record("joined")
            return
        }
    }

    @Test("A fenced flight is not written")
    func fenced() {
        var machine = Machine(leader: 1)
        #expect(machine.fence() == false)
        #expect(machine.loaded(1, "value", isWritten: true)?.isWritten == false)
        #expect(machine.phase == .ended && machine.isFenced)
    }

    @Test("Fencing a flight reports whether its write was pending")
    func fencedDuringWrite() {
        var machine = Machine(leader: 1)
        _ = machine.loaded(1, "value", isWritten: true)
        #expect(machine.fence() == true)
    }

    @Test("A flight ends without an outcome only if no one waits for it")
    func endsUnlessAwaited() {
        var machine = Machine(leader: 1)
        _ = machine.join(2, "second")
        #expect(machine.endUnlessAwaited(1) == .awaited)
        _ = machine.leave(2)
        #expect(machine.endUnlessAwaited(1) == .ended)
    }
}
