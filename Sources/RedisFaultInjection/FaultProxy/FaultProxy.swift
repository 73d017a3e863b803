import Synchronization

/// A TCP proxy in front of a server that injects the faults a test asks for.
///
/// ```swift
/// let server = try await RedisServer.start()
/// let proxy = try await FaultProxy.start(to: server)
/// // … a client on proxy.host, proxy.port …
/// let hole = proxy.inject(.blackHole)                      // from now on, until lifted
/// proxy.inject(.reset, when: .onCommand("GET", nth: 3))    // once
/// hole.lift()
/// print(proxy.journal)                                     // what happened, when, on which connection
/// await proxy.stop()
/// ```
///
/// Without a fault it passes bytes on as they are, both ends' FIN and RST included (the server's 2 ms later, to see
/// whether it is the server that has gone). While nothing listens at the target, the proxy refuses connections as well;
/// what connects within the few milliseconds until it has noticed is reset.
/// Everything runs on one thread of the proxy's own. It stops when ``stop()`` is called or the last reference goes.
public final class FaultProxy: Sendable {
    /// The address the proxy listens on.
    public let host = "127.0.0.1"
    /// The port the proxy listens on, also while it refuses connections.
    public var port: Int { core.reservation.port }
    /// The seed of all random choices.
    public let seed: UInt64

    let core: ProxyCore
    let loops: ProxyLoops

    init(core: ProxyCore, loops: ProxyLoops, seed: UInt64) {
        self.core = core
        self.loops = loops
        self.seed = seed
    }

    deinit {
        if core.shutDown() { loops.release() }
    }

    /// Injects a fault, and returns once it is in force.
    ///
    /// - Parameters:
    ///   - fault: The fault to inject.
    ///   - trigger: When it happens. Default: at once.
    ///   - direction: The direction whose bytes the fault affects. Default: both. Faults on replies and on connecting
    ///     have no direction and ignore it.
    ///   - probability: The probability with which it happens on each occasion. Default: 1. The occasions are packets
    ///     for `latency`, replies for faults on replies, and connections for the others. Values outside of 0...1 are
    ///     clamped.
    ///   - times: On how many occasions it happens at most. By default with the trigger `now` for as long as it is in
    ///     force, and with others once. For an event such as `reset` with the trigger `now`, a number makes it happen
    ///     to connections that are yet to come as well.
    /// - Returns: The injected fault, to check whether it fired and to lift it.
    @discardableResult
    public func inject(
        _ fault: Fault,
        when trigger: FaultTrigger = .now,
        direction: FaultDirection = .both,
        probability: Double = 1,
        times: Int? = nil
    ) -> InjectedFault {
        let injection = Injection(
            fault,
            when: trigger,
            direction: direction,
            probability: probability,
            times: times
        )
        return inject(injection, seed: nil)
    }

    /// Ends all faults; returns once they have ended.
    public func liftAll() { core.onLoop { $0.liftAll() } }

    /// What has happened so far: every firing of a fault, with time, connection and trigger. Available after a stop,
    /// too.
    public var journal: FaultJournal { core.ledger.journal }

    /// The firings of faults so far.
    public var firings: [FaultJournal.Entry] { journal.firings }

    /// The faults injected so far, lifted or not, that have not happened once.
    public var unfiredFaults: [InjectedFault] { core.injected.withLock { $0.filter { !$0.hasFired } } }

    /// How many connections were accepted so far.
    public var acceptedConnections: Int { core.ledger.acceptedConnections }

    /// How many client connections are open.
    public var openConnections: Int { core.ledger.openConnections }

    /// Forwards new connections to another target. Open ones stay with the old target. A name is resolved before it
    /// returns.
    ///
    /// - Throws: ``FaultInjectionError`` when `target` is no address.
    public func retarget(to target: ProxyTarget) throws {
        try target.validate()
        let probe = TargetProbe(target)
        core.onLoop { $0.retarget(to: target, probe) }
    }

    /// Forwards new connections to another server. Open ones stay with the old one.
    public func retarget(to server: RedisServer) throws { try retarget(to: .server(server)) }

    /// Goes down as a proxy that is restarted does: its connections are reset and new ones refused, until ``resume()``.
    public func suspend() { core.onLoop { $0.suspend() } }

    /// Accepts connections again after ``suspend()``.
    public func resume() { core.onLoop { $0.resume() } }

    /// Closes all connections and the port, and waits until that is done. May be called more than once.
    public func stop() async {
        if core.shutDown() { await loops.leave() }
    }

    func inject(_ injection: Injection, seed: UInt64?) -> InjectedFault {
        let rule = core.onLoop { $0.inject(injection, seed: seed) }
        let fault = InjectedFault(injection, rule: rule, ledger: core.ledger) { [weak core] in
            guard let core, let rule else { return }
            core.onLoop { $0.lift(rule) }
        }
        core.injected.withLock { $0.append(fault) }
        return fault
    }
}
