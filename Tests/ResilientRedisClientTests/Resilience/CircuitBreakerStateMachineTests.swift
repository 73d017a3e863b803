import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Circuit breaker")
struct CircuitBreakerStateMachineTests {
    private static let probes = RedisConfiguration.EarlyProbes.exponential(
        from: .milliseconds(500), factor: 2, atMost: .seconds(60), jitter: 0.1)

    /// One in each state. What follows the generation 0 tripped at 0 s.
    private func closed() -> CircuitBreaker { CircuitBreaker(backoff: .seconds(30)) }

    private func open() -> CircuitBreaker {
        var breaker = closed()
        #expect(breaker.trip(generation: 0, now: .at(0)) == .refuse(until: .at(30)))
        return breaker
    }

    private func probing() -> CircuitBreaker {
        var breaker = open()
        #expect(breaker.advance(to: .at(30)) == .probe)
        return breaker
    }

    // MARK: Closed

    @Test("A closed breaker has nothing to do but to trip")
    func closedIgnoresProbes() {
        var breaker = closed()
        #expect(breaker.advance(to: .at(1_000)) == .none)
        #expect(breaker.probeSucceeded() == .none)
        #expect(breaker.probeFailed(now: .at(1_000)) == .none)
        #expect(breaker.state == .closed)
        #expect(breaker.nextProbe == nil)
        #expect(breaker.generation == 0)
    }

    @Test("A trip opens the breaker for the backoff and starts a generation")
    func trip() {
        let breaker = open()
        #expect(breaker.state == .open(until: .at(30), nextProbe: .at(30)))
        #expect(breaker.nextProbe == .at(30))
        #expect(breaker.generation == 1)
    }

    @Test("The breaker ignores what a connection of another generation reports", arguments: [1, 3, 4, 100])
    func otherGenerations(_ generation: UInt64) {
        var breaker = closed()
        for outage in 0..<2 {
            _ = breaker.trip(generation: UInt64(outage), now: .at(0))
            _ = breaker.advance(to: .at(30))
            _ = breaker.probeSucceeded()
        }
        #expect(breaker.generation == 2)
        #expect(breaker.trip(generation: generation, now: .at(40)) == .none)
        #expect(breaker.state == .closed)
        #expect(breaker.trip(generation: 2, now: .at(40)) == .refuse(until: .at(70)))
    }

    // MARK: Open

    @Test("An open breaker probes when the backoff is over, and no earlier")
    func probe() {
        var breaker = open()
        #expect(breaker.advance(to: .at(0)) == .none)
        #expect(breaker.advance(to: .at(29.999_999)) == .none)
        #expect(breaker.advance(to: .at(30)) == .probe)
        #expect(breaker.state == .probing(until: .at(30)))
    }

    @Test("An open breaker does not trip again, whatever the generation", arguments: [0, 1, 2])
    func noSecondTrip(_ generation: UInt64) {
        var breaker = open()
        #expect(breaker.trip(generation: generation, now: .at(20)) == .none)
        #expect(breaker.state == .open(until: .at(30), nextProbe: .at(30)))
        #expect(breaker.generation == 1)
    }

    @Test("An open breaker ignores the end of a probe it did not start")
    func strayProbe() {
        var breaker = open()
        #expect(breaker.probeSucceeded() == .none)
        #expect(breaker.probeFailed(now: .at(10)) == .none)
        #expect(breaker.state == .open(until: .at(30), nextProbe: .at(30)))
    }

    // MARK: Probing

    @Test("The breaker has one probe at a time")
    func oneProbe() {
        var breaker = probing()
        #expect(breaker.advance(to: .at(31)) == .none)
        #expect(breaker.advance(to: .at(1_000)) == .none)
        #expect(breaker.nextProbe == nil)
    }

    @Test("A trip during a probe does not change the breaker", arguments: [0, 1, 2])
    func tripWhileProbing(_ generation: UInt64) {
        var breaker = probing()
        #expect(breaker.trip(generation: generation, now: .at(31)) == .none)
        #expect(breaker.state == .probing(until: .at(30)))
    }

    @Test("A probe that succeeds closes the breaker and reports since when it was open")
    func success() {
        var breaker = probing()
        #expect(breaker.probeSucceeded() == .admit(since: .at(0)))
        #expect(breaker.state == .closed)
        #expect(breaker.probeSucceeded() == .none)
        // The probe's connection belongs to the generation that the trip began.
        #expect(breaker.trip(generation: 1, now: .at(31)) == .refuse(until: .at(61)))
    }

    @Test("A probe that fails starts the breaker's backoff again, from now")
    func failure() {
        var breaker = probing()
        #expect(breaker.probeFailed(now: .at(32)) == .refuse(until: .at(62)))
        #expect(breaker.state == .open(until: .at(62), nextProbe: .at(62)))
        #expect(breaker.generation == 1)
        #expect(breaker.advance(to: .at(61.9)) == .none)
        #expect(breaker.advance(to: .at(62)) == .probe)
        // However many fail, the outage began when it began.
        #expect(breaker.probeSucceeded() == .admit(since: .at(0)))
    }

    // MARK: Reset

    @Test("A reset closes the breaker in every state and starts a generation")
    func reset() {
        for (breaker, action) in [
            (closed(), CircuitBreaker.Action.none), (open(), .admit(since: .at(0))), (probing(), .admit(since: .at(0))),
        ] {
            var breaker = breaker
            let before = breaker.generation
            #expect(breaker.reset() == action)
            #expect(breaker.state == .closed)
            #expect(breaker.generation == before + 1)
            #expect(breaker.probeSucceeded() == .none)
            #expect(breaker.probeFailed(now: .at(50)) == .none)
            #expect(breaker.advance(to: .at(1_000)) == .none)
            #expect(breaker.trip(generation: before, now: .at(50)) == .none)
            #expect(breaker.trip(generation: before + 1, now: .at(50)) == .refuse(until: .at(80)))
        }
    }

    // MARK: Jitter

    @Test("Jitter makes a backoff shorter, by its fraction at most")
    func backoffJitter() {
        for (randomUnit, end) in [(0.0, 30.0), (0.5, 28.5), (1, 27)] {
            var breaker = CircuitBreaker(backoff: .seconds(30), backoffJitter: 0.1)
            let action = breaker.trip(generation: 0, now: .at(0), randomUnit: randomUnit)
            #expect(action == .refuse(until: .at(end)))
            #expect(breaker.nextProbe == .at(end))
            _ = breaker.advance(to: .at(end))
            #expect(breaker.probeFailed(now: .at(100), randomUnit: randomUnit) == .refuse(until: .at(100 + end)))
        }
    }

    @Test("Early probes that are off come at the end of the backoff")
    func earlyProbesOff() {
        var breaker = CircuitBreaker(backoff: .seconds(30), earlyProbes: .off)
        _ = breaker.trip(generation: 0, now: .at(0))
        #expect(breaker.nextProbe == .at(30))
    }

    // MARK: Early probes

    @Test("Early probes come at growing distances while the backoff lasts")
    func earlyProbes() {
        var breaker = CircuitBreaker(backoff: .seconds(30), earlyProbes: Self.probes)
        #expect(breaker.trip(generation: 0, now: .at(0)) == .refuse(until: .at(30)))
        var now = 0.0
        for delay in [0.5, 1, 2, 4, 8] {
            #expect(breaker.advance(to: .at(now + delay - 0.001)) == .none)
            #expect(breaker.advance(to: .at(now + delay)) == .probe)
            // Each probe takes a while to fail; the next delay counts from then.
            now += delay + 0.25
            #expect(breaker.probeFailed(now: .at(now)) == .refuse(until: .at(30)))
        }
        #expect(breaker.nextProbe == .at(30))
    }

    @Test("No early probe is later than the end of the backoff", arguments: [0.0, 0.3, 0.5, 0.999])
    func earlyProbesStayWithinTheBackoff(_ randomUnit: Double) {
        var breaker = CircuitBreaker(
            backoff: .seconds(3), earlyProbes: .exponential(from: .seconds(2), factor: 10, jitter: 1))
        _ = breaker.trip(generation: 0, now: .at(0), randomUnit: randomUnit)
        var now = MonotonicTime.at(0)
        for _ in 0..<20 {
            guard case .open(let until, let nextProbe) = breaker.state else {
                Issue.record("not open")
                return
            }
            #expect(nextProbe <= until)
            #expect(nextProbe >= now)
            #expect(breaker.nextProbe == nextProbe)
            now = nextProbe
            #expect(breaker.advance(to: now) == .probe)
            now = now + .milliseconds(1)
            _ = breaker.probeFailed(now: now, randomUnit: randomUnit)
        }
    }

    @Test("An early probe that outlasts the backoff starts it again when it fails")
    func earlyProbeOutlastsTheBackoff() {
        var breaker = CircuitBreaker(backoff: .seconds(1), earlyProbes: Self.probes)
        _ = breaker.trip(generation: 0, now: .at(0))
        #expect(breaker.advance(to: .at(0.5)) == .probe)
        #expect(breaker.probeFailed(now: .at(2.5)) == .refuse(until: .at(3.5)))
    }

    @Test("The next outage begins with the first early delay again")
    func earlyProbesStartOver() {
        var breaker = CircuitBreaker(backoff: .seconds(30), earlyProbes: Self.probes)
        _ = breaker.trip(generation: 0, now: .at(0))
        _ = breaker.advance(to: .at(0.5))
        _ = breaker.probeFailed(now: .at(0.5))
        _ = breaker.advance(to: .at(1.5))
        #expect(breaker.probeSucceeded() == .admit(since: .at(0)))
        #expect(breaker.trip(generation: 1, now: .at(100)) == .refuse(until: .at(130)))
        #expect(breaker.nextProbe == .at(100.5))
    }
}
