import RedisTransport
import ResilientRedisClient
import TestSupport
import Testing

/// One after the other, and with pauses: tests of time run beside these.
@Suite("Lease pool: random walks", .serialized)
struct LeasePoolRandomWalkStateMachineTests {
    @Test("No connection is leased twice, no caller is lost, forgotten or served out of turn", arguments: 0..<20)
    func walk(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var walk = LeasePoolWalk(
            maximum: .random(in: 1...4, using: &random), waiters: .random(in: 0...6, using: &random),
            minimumIdle: .random(in: 0...2, using: &random))
        for index in 0..<2_000 {
            if index % 100 == 0 { await Task.yield() }
            try walk.step(using: &random)
        }
        #expect(walk.served > 100)
    }
}

/// The machine beside a simple model of what it must do. Each step does something to both and compares them.
private struct LeasePoolWalk {
    private let maximum: Int
    private let maximumWaiters: Int
    private let minimumIdle: Int
    private var machine: LeasePoolStateMachine<Int, Int>
    private var now = MonotonicTime.at(0)
    private var lastConnection = 0
    private var lastWaiter = 0

    private var idle: [Int] = []
    private var leased: Set<Int> = []
    private var dialing = 0
    private var waiting: [Int] = []
    private(set) var served = 0

    init(maximum: Int, waiters: Int, minimumIdle: Int) {
        self.maximum = maximum
        maximumWaiters = waiters
        self.minimumIdle = min(minimumIdle, maximum)
        machine = LeasePoolStateMachine(
            RedisConfiguration.Pool(
                maximumLeasedConnections: maximum, maximumLeaseWaiters: waiters,
                minimumIdleLeasedConnections: minimumIdle, idleTimeout: .seconds(10)))
    }

    mutating func step(using random: inout SeededGenerator) throws {
        switch Int.random(in: 0..<16, using: &random) {
        case 0...4: try acquire()
        case 5...8: try release(using: &random)
        case 9: try cancel(using: &random)
        case 10...11 where dialing > 0: try dialSucceeds()
        case 12 where dialing > 0: dialFails()
        case 13: try close(using: &random)
        case 15: try findDead(using: &random)
        case 14 where Int.random(in: 0..<10, using: &random) == 0: closeAll()
        default: try letTimePass(using: &random)
        }
        check()
    }

    // MARK: Steps

    private mutating func acquire() throws {
        lastWaiter += 1
        let action = machine.acquire(lastWaiter)
        if let last = idle.last {
            #expect(action == .lease(last, to: lastWaiter))
            idle.removeLast()
            leased.insert(last)
            served += 1
        } else if waiting.count >= maximumWaiters + maximum - leased.count {
            #expect(action == .refuse)
        } else {
            waiting.append(lastWaiter)
            try expectDial(action, closing: nil)
        }
    }

    private mutating func release(using random: inout SeededGenerator) throws {
        guard let connection = leased.sorted().randomElement(using: &random) else { return }
        leased.remove(connection)
        guard Int.random(in: 0..<5, using: &random) == 0 else {
            return use(connection, machine.release(connection, isReusable: true, now: now))
        }
        try expectDial(machine.release(connection, isReusable: false, now: now), closing: connection)
    }

    private mutating func cancel(using random: inout SeededGenerator) throws {
        let waiter = waiting.randomElement(using: &random)
        #expect(machine.cancel(waiter ?? -1) == (waiter != nil))
        waiting.removeAll { $0 == waiter }
    }

    private mutating func dialSucceeds() throws {
        dialing -= 1
        lastConnection += 1
        use(lastConnection, machine.dialSucceeded(lastConnection, now: now))
    }

    private mutating func dialFails() {
        dialing -= 1
        #expect(machine.dialFailed() == waiting)
        waiting = []
    }

    private mutating func close(using random: inout SeededGenerator) throws {
        guard let connection = (leased.sorted() + idle).randomElement(using: &random) else { return }
        let action = machine.connectionClosed(connection)
        if leased.remove(connection) == nil {
            idle.removeAll { $0 == connection }
            #expect(action == .none)
        } else {
            try expectDial(action, closing: nil)
        }
    }

    /// A connection on lease turns out to be dead before its caller could use it.
    private mutating func findDead(using random: inout SeededGenerator) throws {
        guard let connection = leased.sorted().randomElement(using: &random) else { return }
        leased.remove(connection)
        try expectDial(machine.connectionClosed(connection), closing: nil)
        lastWaiter += 1
        let action = machine.acquireAgain(lastWaiter)
        if let last = idle.popLast() {
            #expect(action == .lease(last, to: lastWaiter))
            leased.insert(last)
        } else {
            waiting.insert(lastWaiter, at: 0)
            try expectDial(action, closing: nil)
        }
    }

    private mutating func closeAll() {
        let (waiters, connections) = machine.closeAll()
        #expect(waiters == waiting)
        #expect(connections == idle)
        waiting = []
        idle = []
        dialing = 0
    }

    private mutating func letTimePass(using random: inout SeededGenerator) throws {
        now = now + .milliseconds(Int.random(in: 0...4_000, using: &random))
        let (old, missing) = machine.advance(to: now)
        #expect(old == Array(idle.prefix(old.count)), "the oldest go first")
        idle.removeFirst(old.count)
        #expect(idle.count >= minimumIdle || old.isEmpty)
        #expect(missing >= 0)
        dialing += missing
        #expect(machine.nextCheck > now)
    }

    // MARK: Model

    /// A connection is free: it goes to the caller that has waited longest.
    private mutating func use(_ connection: Int, _ action: LeasePoolStateMachine<Int, Int>.Action) {
        if let waiter = waiting.first {
            #expect(action == .lease(connection, to: waiter))
            waiting.removeFirst()
            leased.insert(connection)
            served += 1
        } else {
            #expect(action == .none)
            idle.append(connection)
        }
    }

    /// A connection is to be opened when a caller waits for which none is being opened, and there is room.
    private mutating func expectDial(_ action: LeasePoolStateMachine<Int, Int>.Action, closing connection: Int?) throws
    {
        let isNeeded = dialing < waiting.count && idle.count + leased.count + dialing < maximum
        if isNeeded { dialing += 1 }
        let expected: LeasePoolStateMachine<Int, Int>.Action =
            switch (connection, isNeeded) {
            case (let connection?, true): .closeAndDial(connection)
            case (let connection?, false): .close(connection)
            case (nil, true): .dial
            case (nil, false): .none
            }
        try #require(action == expected)
    }

    private func check() {
        #expect(machine.idleConnections == idle)
        #expect(machine.leasedCount == leased.count)
        #expect(machine.waiterCount == waiting.count)
        #expect(idle.count + leased.count + dialing <= maximum)
        #expect(leased.isDisjoint(with: idle))
        #expect(idle.isEmpty || waiting.isEmpty, "a caller waits although a connection is free")
        let isFull = idle.count + leased.count + dialing == maximum
        #expect(waiting.isEmpty || dialing > 0 || isFull, "a caller waits while no connection is being opened")
    }
}
