import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Lease pool")
struct LeasePoolStateMachineTests {
    private typealias Machine = LeasePoolStateMachine<Int, String>

    private func pool(
        maximum: Int = 2, waiters: Int = 10, minimumIdle: Int = 0, idleTimeout: Duration? = .seconds(60)
    ) -> Machine {
        Machine(
            RedisConfiguration.Pool(
                maximumLeasedConnections: maximum, maximumLeaseWaiters: waiters,
                minimumIdleLeasedConnections: minimumIdle, idleTimeout: idleTimeout))
    }

    /// One with connections 1, 2 and so on, leased to "a", "b" and so on.
    private func leased(_ count: Int, maximum: Int = 2) -> Machine {
        var machine = pool(maximum: maximum)
        for index in 0..<count {
            let waiter = String("abcdefgh".dropFirst(index).prefix(1))
            #expect(machine.acquire(waiter) == .dial)
            #expect(machine.dialSucceeded(index + 1, now: .at(0)) == .lease(index + 1, to: waiter))
        }
        return machine
    }

    private func acquire(_ waiters: [String], _ machine: inout Machine) -> [Machine.Action] {
        waiters.map { machine.acquire($0) }
    }

    @Test("Dials that end after everything was closed make no room for others")
    func lateDials() {
        var machine = pool(maximum: 2, minimumIdle: 2)
        #expect(machine.advance(to: .at(0)).dial == 2)
        _ = machine.closeAll()
        _ = machine.dialFailed(warmUpAgainAt: .at(100))
        _ = machine.dialFailed(warmUpAgainAt: .at(100))
        #expect(acquire(["a", "b", "c", "d"], &machine) == [.dial, .dial, .none, .none])
    }

    // MARK: Getting and giving back

    @Test("The first caller has a connection opened, and gets it")
    func first() {
        let machine = leased(1)
        #expect(machine.leasedCount == 1)
        #expect(machine.waiterCount == 0)
        #expect(machine.idleConnections == [])
    }

    @Test("A connection that comes back idle goes to the next caller at once")
    func reuse() {
        var machine = leased(1)
        #expect(machine.release(1, isReusable: true, now: .at(1)) == .none)
        #expect(machine.idleConnections == [1])
        #expect(machine.leasedCount == 0)
        #expect(machine.acquire("b") == .lease(1, to: "b"))
        #expect(machine.idleConnections == [])
    }

    @Test("The connection that was used last is used first")
    func lastInFirstOut() {
        var machine = leased(3, maximum: 3)
        for connection in [2, 1, 3] { _ = machine.release(connection, isReusable: true, now: .at(1)) }
        #expect(machine.idleConnections == [2, 1, 3])
        #expect(machine.acquire("x") == .lease(3, to: "x"))
        #expect(machine.acquire("y") == .lease(1, to: "y"))
        #expect(machine.acquire("z") == .lease(2, to: "z"))
    }

    @Test("Callers are served in the order in which they came")
    func firstInFirstOut() {
        var machine = leased(2)
        for waiter in ["c", "d", "e"] { #expect(machine.acquire(waiter) == .none) }
        #expect(machine.waiterCount == 3)
        #expect(machine.release(2, isReusable: true, now: .at(1)) == .lease(2, to: "c"))
        #expect(machine.release(1, isReusable: true, now: .at(1)) == .lease(1, to: "d"))
        #expect(machine.release(2, isReusable: true, now: .at(1)) == .lease(2, to: "e"))
        #expect(machine.release(2, isReusable: true, now: .at(1)) == .none)
    }

    @Test("A connection of no more use is closed, and another is opened when a caller waits")
    func unusable() {
        var machine = leased(2)
        #expect(machine.release(1, isReusable: false, now: .at(1)) == .close(1))
        #expect(machine.acquire("c") == .dial)
        #expect(machine.acquire("d") == .none)
        #expect(machine.release(2, isReusable: false, now: .at(1)) == .closeAndDial(2))
        #expect(machine.dialSucceeded(3, now: .at(1)) == .lease(3, to: "c"))
        #expect(machine.dialSucceeded(4, now: .at(1)) == .lease(4, to: "d"))
    }

    @Test("What is given back twice, or was never leased, changes nothing")
    func strayReleases() {
        var machine = leased(1)
        #expect(machine.release(7, isReusable: true, now: .at(1)) == .none)
        #expect(machine.release(1, isReusable: true, now: .at(1)) == .none)
        #expect(machine.release(1, isReusable: true, now: .at(1)) == .none)
        #expect(machine.release(1, isReusable: false, now: .at(1)) == .none)
        #expect(machine.idleConnections == [1])
    }

    // MARK: Bounds

    @Test("No more connections are opened than allowed")
    func maximumConnections() {
        var machine = pool(maximum: 3)
        #expect(acquire(["a", "b", "c", "d", "e"], &machine) == [.dial, .dial, .dial, .none, .none])
        for connection in 1...3 { _ = machine.dialSucceeded(connection, now: .at(0)) }
        #expect(machine.leasedCount == 3)
        #expect(machine.waiterCount == 2)
    }

    @Test("One caller too many is refused, and nothing changes for the others")
    func maximumWaiters() {
        var machine = pool(maximum: 1, waiters: 2)
        // The first one waits for a connection that is being opened, not for one to become free.
        #expect(acquire(["a", "b", "c", "d"], &machine) == [.dial, .none, .none, .refuse])
        #expect(machine.waiterCount == 3)
        #expect(machine.dialSucceeded(1, now: .at(0)) == .lease(1, to: "a"))
        #expect(machine.acquire("d") == .refuse)
        #expect(machine.release(1, isReusable: true, now: .at(0)) == .lease(1, to: "b"))
        #expect(machine.acquire("d") == .none)
    }

    @Test("Where no one may wait for others, connections are opened and reused all the same")
    func noWaiters() {
        var machine = pool(maximum: 2, waiters: 0)
        #expect(acquire(["a", "b", "c"], &machine) == [.dial, .dial, .refuse])
        #expect(machine.dialSucceeded(1, now: .at(0)) == .lease(1, to: "a"))
        #expect(machine.acquire("c") == .refuse)
        #expect(machine.release(1, isReusable: true, now: .at(0)) == .lease(1, to: "b"))
        #expect(machine.dialSucceeded(2, now: .at(0)) == .none)
        #expect(machine.acquire("c") == .lease(2, to: "c"))
        #expect(machine.acquire("d") == .refuse)
    }

    // MARK: Cancelled callers

    @Test("A cancelled caller makes room for the next, and its connection stays for others")
    func cancel() {
        var machine = pool(maximum: 1)
        #expect(machine.acquire("a") == .dial)
        #expect(machine.acquire("b") == .none)
        #expect(machine.cancel("a") == true)
        #expect(machine.cancel("a") == false)
        #expect(machine.cancel("x") == false)
        #expect(machine.dialSucceeded(1, now: .at(0)) == .lease(1, to: "b"))
        #expect(machine.cancel("b") == false, "it is served already")

        var alone = pool()
        #expect(alone.acquire("a") == .dial)
        #expect(alone.cancel("a") == true)
        #expect(alone.acquire("b") == .none, "the connection that is being opened will do")
        #expect(alone.cancel("b") == true)
        #expect(alone.dialSucceeded(1, now: .at(0)) == .none)
        #expect(alone.idleConnections == [1])
    }

    // MARK: Closed connections

    @Test("A leased connection that closes by itself makes room for another")
    func leasedConnectionCloses() {
        var machine = leased(2)
        #expect(machine.acquire("c") == .none)
        #expect(machine.connectionClosed(1) == .dial)
        #expect(machine.leasedCount == 1)
        #expect(machine.release(1, isReusable: true, now: .at(1)) == .none, "it is closed, even if it is leased")
        #expect(machine.idleConnections == [])
        #expect(machine.dialSucceeded(3, now: .at(1)) == .lease(3, to: "c"))
    }

    @Test("An idle connection that closes by itself is not handed out")
    func idleConnectionCloses() {
        var machine = leased(2)
        _ = machine.release(1, isReusable: true, now: .at(1))
        _ = machine.release(2, isReusable: true, now: .at(1))
        #expect(machine.connectionClosed(2) == .none)
        #expect(machine.connectionClosed(2) == .none)
        #expect(machine.acquire("x") == .lease(1, to: "x"))
        #expect(machine.acquire("y") == .dial)
    }

    @Test("When everything is closed, waiting callers fail, and connections on lease count until they return")
    func closeAll() {
        var machine = leased(3, maximum: 4)
        _ = machine.release(2, isReusable: true, now: .at(1))
        var (waiters, idle) = machine.closeAll()
        #expect(waiters == [])
        #expect(idle == [2])
        #expect(acquire(["d", "e", "f"], &machine) == [.dial, .dial, .none])
        (waiters, idle) = machine.closeAll()
        #expect(waiters == ["d", "e", "f"])
        #expect(idle == [])
        #expect(machine.leasedCount == 2)
        #expect(acquire(["g", "h", "i"], &machine) == [.dial, .dial, .none])
        #expect(machine.release(1, isReusable: false, now: .at(1)) == .closeAndDial(1))
    }

    @Test("A caller whose connection was dead is first in line, and one too many never")
    func deadConnection() {
        var machine = pool(maximum: 1, waiters: 1)
        _ = machine.acquire("a")
        _ = machine.dialSucceeded(1, now: .at(0))
        #expect(machine.acquire("b") == .none)
        #expect(machine.connectionClosed(1) == .dial)
        #expect(machine.acquireAgain("a") == .none)
        #expect(machine.waiterCount == 2)
        #expect(machine.dialSucceeded(2, now: .at(0)) == .lease(2, to: "a"))
        #expect(machine.release(2, isReusable: true, now: .at(0)) == .lease(2, to: "b"))
        #expect(machine.release(2, isReusable: true, now: .at(0)) == .none)
        #expect(machine.acquireAgain("c") == .lease(2, to: "c"), "an idle one is as good as a new one")
    }

    // MARK: Connections that cannot be opened

    @Test("When no connection can be opened, all waiting callers fail, in order")
    func dialFails() {
        var machine = pool(maximum: 2)
        #expect(acquire(["a", "b", "c"], &machine) == [.dial, .dial, .none])
        #expect(machine.dialFailed() == ["a", "b", "c"])
        #expect(machine.waiterCount == 0)
        // The second attempt is still under way, and may end either way.
        #expect(machine.acquire("d") == .none)
        #expect(machine.dialFailed() == ["d"])
        #expect(machine.acquire("e") == .dial)
        #expect(machine.dialSucceeded(1, now: .at(0)) == .lease(1, to: "e"))
    }

    @Test("Connections in advance are not asked for before the time given, unless the outage is known to be over")
    func warmUpPause() {
        var machine = pool(maximum: 2, minimumIdle: 1)
        #expect(machine.advance(to: .at(0)).dial == 1)
        #expect(machine.dialFailed(warmUpAgainAt: .at(30)) == [])
        #expect(machine.advance(to: .at(29.9)).dial == 0)
        #expect(machine.nextCheck == .at(30))
        #expect(machine.acquire("a") == .dial, "who needs one is not kept waiting")
        #expect(machine.dialFailed(warmUpAgainAt: .at(31)) == ["a"])
        #expect(machine.advance(to: .at(30)).dial == 0)
        #expect(machine.advance(to: .at(31)).dial == 1)
        #expect(machine.dialFailed(warmUpAgainAt: .at(61)) == [])
        machine.resumeWarmUp()
        #expect(machine.advance(to: .at(31)).dial == 1)
        #expect(machine.nextCheck == .distantFuture)
    }

    // MARK: Idle time

    @Test("A connection that is not needed is closed after the idle timeout, the oldest first")
    func idleTimeout() {
        var machine = leased(3, maximum: 3)
        #expect(machine.nextCheck == .distantFuture)
        _ = machine.release(1, isReusable: true, now: .at(1))
        _ = machine.release(2, isReusable: true, now: .at(2))
        _ = machine.release(3, isReusable: true, now: .at(30))
        #expect(machine.nextCheck == .at(61))
        #expect(machine.advance(to: .at(60.9)).close == [])
        #expect(machine.advance(to: .at(61)).close == [1])
        #expect(machine.nextCheck == .at(62))
        #expect(machine.advance(to: .at(100)).close == [2, 3])
        #expect(machine.nextCheck == .distantFuture)
        #expect(machine.acquire("x") == .dial)
    }

    @Test("Being used starts the idle time again")
    func idleTimeStartsAnew() {
        var machine = leased(1)
        _ = machine.release(1, isReusable: true, now: .at(1))
        _ = machine.acquire("x")
        #expect(machine.advance(to: .at(1_000)).close == [])
        _ = machine.release(1, isReusable: true, now: .at(1_000))
        #expect(machine.advance(to: .at(1_059)).close == [])
        #expect(machine.advance(to: .at(1_060)).close == [1])
    }

    @Test("Without an idle timeout connections stay")
    func noIdleTimeout() {
        var machine = pool(idleTimeout: nil)
        _ = machine.acquire("a")
        _ = machine.dialSucceeded(1, now: .at(0))
        _ = machine.release(1, isReusable: true, now: .at(0))
        #expect(machine.nextCheck == .distantFuture)
        #expect(machine.advance(to: .at(1e9)).close == [])
    }

    // MARK: Minimum idle

    @Test("The minimum number of idle connections is opened in advance and kept")
    func minimumIdle() {
        var machine = pool(maximum: 3, minimumIdle: 2)
        #expect(machine.advance(to: .at(0)).dial == 2)
        #expect(machine.advance(to: .at(0)).dial == 0, "they are on their way")
        #expect(machine.dialSucceeded(1, now: .at(0)) == .none)
        #expect(machine.dialSucceeded(2, now: .at(0)) == .none)
        #expect(machine.advance(to: .at(1_000)).close == [])
        #expect(machine.acquire("a") == .lease(2, to: "a"))
        #expect(machine.advance(to: .at(1_000)).dial == 1)
        #expect(machine.dialSucceeded(3, now: .at(1_000)) == .none)
        #expect(machine.release(2, isReusable: true, now: .at(1_000)) == .none)
        #expect(machine.nextCheck == .at(60), "one of the three is too many, and old enough to go")
        #expect(machine.advance(to: .at(1_000)).close == [1])
        #expect(machine.idleConnections == [3, 2])
    }

    @Test("What is kept in advance never exceeds the maximum")
    func minimumWithinMaximum() {
        var machine = pool(maximum: 2, minimumIdle: 5)
        #expect(machine.minimumIdle == 2)
        #expect(machine.advance(to: .at(0)).dial == 2)
        #expect(machine.dialSucceeded(1, now: .at(0)) == .none)
        #expect(machine.acquire("a") == .lease(1, to: "a"))
        #expect(machine.advance(to: .at(0)).dial == 0)
        #expect(machine.acquire("b") == .none, "the one that is being opened will do")
        #expect(machine.dialSucceeded(2, now: .at(0)) == .lease(2, to: "b"))
    }
}
