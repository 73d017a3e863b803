import RedisFaultInjection
import Testing

@Suite("Fault table")
struct FaultTableTests {
    /// A reference, since the testing macros only take values that they need not change.
    private final class Box {
        var table = FaultTable()
    }

    private let box = Box()

    private func add(_ injection: Injection, open: [Int: ConnectionTally] = [:]) -> Int {
        box.table.add(injection, seed: 3, open: open).rule
    }

    @Test("An event happens at once on every open connection, and on none that comes later")
    func eventNow() {
        let (_, hits) = box.table.add(Injection(.reset), seed: 0, open: [4: .init(), 2: .init()])
        #expect(hits == [2, 4])
        #expect(box.table.connected(5).isEmpty)
    }

    @Test("An event with a number of times happens to connections that come later, too")
    func lastingEvent() {
        let rule = add(Injection(.reset, times: 2))
        #expect(box.table.connected(1) == [rule])
        #expect(box.table.connected(2) == [rule])
        #expect(box.table.connected(3).isEmpty)
    }

    @Test("A state happens on connections open and new, until lifted")
    func stateNow() {
        let (rule, hits) = box.table.add(Injection(.blackHole), seed: 0, open: [1: .init()])
        #expect(hits == [1])
        #expect(box.table.connected(2) == [rule])
        box.table.lift(rule)
        #expect(box.table.connected(3).isEmpty)
    }

    @Test("The n-th connection is counted from the injection on")
    func nthConnection() {
        _ = box.table.connected(1)
        let rule = add(Injection(.reset, when: .onConnect(2)), open: [1: .init()])
        #expect(box.table.connected(2).isEmpty)
        #expect(box.table.connected(3) == [rule])
        #expect(box.table.connected(4).isEmpty)
    }

    @Test("A refusal of the n-th connection is in force before it comes")
    func refusalOfNth() {
        _ = add(Injection(.refuse, when: .onConnect(2)))
        #expect(box.table.listenerRules.isEmpty)
        #expect(box.table.connected(1).isEmpty)
        #expect(box.table.listenerRules.count == 1)
    }

    @Test("Commands are counted by name over all connections")
    func nthCommand() {
        let rule = add(Injection(.reset, when: .onCommand("get", nth: 2)))
        #expect(box.table.command("GET", on: 1).isEmpty)
        #expect(box.table.command("SET", on: 1).isEmpty)
        #expect(box.table.command("GET", on: 2) == [rule])
        #expect(box.table.command("GET", on: 2).isEmpty)
    }

    @Test("What lasts is set off by a command once on each connection, and by the others to come")
    func stateOnCommands() {
        let rule = add(Injection(.slicing(bytes: 1), when: .onCommand("GET", nth: 2), times: 2))
        #expect(box.table.command("GET", on: 1).isEmpty)
        #expect(box.table.command("GET", on: 1) == [rule])
        #expect(box.table.command("GET", on: 1).isEmpty)
        #expect(box.table.command("GET", on: 2) == [rule])
        #expect(box.table.command("GET", on: 3).isEmpty)
    }

    @Test("Bytes are counted on each connection, from the injection on where it was open before")
    func bytes() {
        let rule = add(
            Injection(.cut(.reset), when: .afterBytes(10, .toServer), times: 2),
            open: [1: .init(bytesToServer: 100)]
        )
        #expect(box.table.bytesUntilHit(.toServer, on: 1, tally: .init(bytesToServer: 103)) == 7)
        #expect(box.table.bytesUntilHit(.toServer, on: 2, tally: .init()) == 10)
        #expect(box.table.bytesUntilHit(.toClient, on: 2, tally: .init()) == nil)
        #expect(box.table.bytesPassed(.toServer, on: 1, tally: .init(bytesToServer: 109)).isEmpty)
        #expect(box.table.bytesPassed(.toServer, on: 1, tally: .init(bytesToServer: 110)) == [rule])
        #expect(box.table.bytesUntilHit(.toServer, on: 1, tally: .init(bytesToServer: 110)) == nil)
        #expect(box.table.bytesPassed(.toServer, on: 1, tally: .init(bytesToServer: 120)).isEmpty)
        #expect(box.table.bytesPassed(.toServer, on: 2, tally: .init(bytesToServer: 10)) == [rule])
        #expect(box.table.bytesPassed(.toServer, on: 3, tally: .init(bytesToServer: 10)).isEmpty)
    }

    @Test("More bytes or replies than a connection can ever pass are just never reached")
    func hugeCounts() {
        let tally = ConnectionTally(bytesToServer: 5, replies: 5)
        _ = add(Injection(.reset, when: .afterBytes(.max, .toServer)), open: [1: tally])
        _ = add(Injection(.reset, when: .afterReplies(.max)), open: [1: tally])
        #expect(box.table.bytesUntilHit(.toServer, on: 1, tally: tally) == .max)
        #expect(box.table.bytesPassed(.toServer, on: 1, tally: tally).isEmpty)
        #expect(box.table.repliesPassed(on: 1, tally: tally).isEmpty)
    }

    @Test("A connection number that comes again starts from zero")
    func disconnected() {
        let rule = add(Injection(.cut(.fin), when: .afterBytes(1, .toClient), times: .max))
        #expect(box.table.bytesPassed(.toClient, on: 1, tally: .init(bytesToClient: 1)) == [rule])
        box.table.disconnected(1)
        #expect(box.table.bytesPassed(.toClient, on: 1, tally: .init(bytesToClient: 1)) == [rule])
    }

    @Test("After k replies a connection's fault happens at once, a reply's fault on the next reply")
    func replies() {
        let end = add(Injection(.reset, when: .afterReplies(2)))
        let swallow = add(Injection(.swallowReply, when: .afterReplies(2)))
        let one = ConnectionTally(replies: 1)
        let two = ConnectionTally(replies: 2)
        #expect(box.table.repliesPassed(on: 1, tally: one).isEmpty)
        #expect(box.table.replyBegins(on: 1, tally: one).isEmpty)
        #expect(box.table.repliesPassed(on: 1, tally: two) == [end])
        #expect(box.table.replyBegins(on: 1, tally: two) == [swallow])
        #expect(box.table.replyBegins(on: 1, tally: two).isEmpty)
    }

    @Test("A reply's fault with no trigger happens on every reply, or so many times")
    func everyReply() {
        let always = add(Injection(.errorReply(.loading)))
        let twice = add(Injection(.prependReply("+X\r\n"), times: 2))
        #expect(box.table.replyBegins(on: 1, tally: .init()) == [always, twice])
        #expect(box.table.replyBegins(on: 2, tally: .init()) == [always, twice])
        #expect(box.table.replyBegins(on: 2, tally: .init(replies: 1)) == [always])
    }

    @Test("The idle time is watched while a rule needs it, and reported once a connection")
    func idle() {
        #expect(box.table.idleLimit(on: 1) == nil)
        let rule = add(Injection(.silentDrop, when: .afterIdle(.seconds(5)), times: .max))
        #expect(box.table.idleLimit(on: 1) == .seconds(5))
        #expect(box.table.idled(1, for: .seconds(4)).isEmpty)
        #expect(box.table.idled(1, for: .seconds(5)) == [rule])
        #expect(box.table.idleLimit(on: 1) == nil)
        #expect(box.table.idleLimit(on: 2) == .seconds(5))
    }

    @Test("A fault on accepted connections that a command sets off lasts for all later connections")
    func setOff() {
        let rule = add(Injection(.acceptThenClose, when: .onCommand("GET")))
        #expect(box.table.connected(1).isEmpty)
        #expect(box.table.command("GET", on: 1) == [rule])
        #expect(box.table.connected(2) == [rule])
        #expect(box.table.connected(3) == [rule])
    }

    @Test("A probability selects the same occasions for the same seed")
    func probability() {
        func strikes(seed: UInt64) -> [Bool] {
            var table = FaultTable()
            _ = table.add(Injection(.swallowReply, probability: 0.3), seed: seed, open: [:])
            return (0..<1000).map { _ in !table.replyBegins(on: 1, tally: .init()).isEmpty }
        }
        #expect(strikes(seed: 1) == strikes(seed: 1))
        #expect(strikes(seed: 1) != strikes(seed: 2))
        #expect((250...350).contains(strikes(seed: 1).filter(\.self).count))
    }

    @Test("Whether a fault of the listener comes into force is drawn once", arguments: [1, 2])
    func doorByChance(n: Int) {
        var closed = 0
        for seed in 0..<1000 as Range<UInt64> {
            var table = FaultTable()
            let trigger = n == 1 ? FaultTrigger.now : .onConnect(2)
            _ = table.add(Injection(.refuse, when: trigger, probability: 0.3), seed: seed, open: [:])
            if n == 2 { #expect(table.listenerRules.isEmpty) }
            _ = table.connected(1)
            let isClosed = !table.listenerRules.isEmpty
            for connection in 2..<10 {
                _ = table.connected(connection)
                #expect(table.listenerRules.isEmpty == !isClosed)
            }
            closed += isClosed ? 1 : 0
        }
        #expect((250...350).contains(closed))
    }

    @Test("What is drawn for every packet is not drawn for the connection as well, whatever the trigger")
    func drawnOnce() {
        for seed in 0..<50 as Range<UInt64> {
            var table = FaultTable()
            for trigger in [FaultTrigger.now, .onConnect(), .onCommand("GET"), .afterIdle(.zero), .afterReplies(0)] {
                _ = table.add(
                    Injection(.latency(.seconds(1)), when: trigger, probability: 0.5), seed: seed, open: [:])
            }
            #expect(table.connected(1) == [0, 1])
            #expect(table.command("GET", on: 1) == [2])
            #expect(table.idled(1, for: .seconds(1)) == [3])
            #expect(table.repliesPassed(on: 1, tally: .init()) == [4])
        }
    }

    @Test("Bytes are looked at only while a rule needs it")
    func inspects() {
        let hole = add(Injection(.blackHole))
        _ = add(Injection(.latency(.seconds(1))))
        #expect(!box.table.inspects)
        let command = add(Injection(.reset, when: .onCommand("GET")))
        #expect(box.table.inspects && box.table.needsNames)
        box.table.lift(command)
        box.table.lift(hole)
        #expect(!box.table.inspects && !box.table.needsNames)
    }
}
