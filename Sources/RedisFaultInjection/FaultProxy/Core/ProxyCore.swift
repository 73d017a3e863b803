import NIOCore
import Synchronization

/// The part of a proxy that runs on its event loop: the listener, the connections, and the faults in force.
///
/// It is Sendable because everything mutable in it is touched on the event loop only; `ledger`, `injected` and
/// `isStopped` have locks of their own.
final class ProxyCore: @unchecked Sendable {
    let loop: any EventLoop
    let reservation: PortReservation
    let ledger = FaultLedger()
    /// Every fault ever injected, from which those that never fired are found.
    let injected = Mutex<[InjectedFault]>([])
    private let isStopped = Mutex(false)
    private let seed: UInt64
    /// Whether input is dropped by a socket filter in the kernel, where that works.
    let usesSocketFilters: Bool

    private(set) var target: ProxyTarget
    var table = FaultTable()
    private(set) var connections: [Int: ProxyConnection] = [:]
    private var accepted = 0
    private var isSuspended = false
    private var watch: TargetWatch?
    private var listener: ProxyListener?
    /// Called whenever the proxy begins or stops accepting connections.
    var acceptingChanged: (() -> Void)?

    init(
        loop: any EventLoop,
        reservation: PortReservation,
        target: ProxyTarget,
        seed: UInt64,
        usesSocketFilters: Bool
    ) {
        self.loop = loop
        self.reservation = reservation
        self.target = target
        self.seed = seed
        self.usesSocketFilters = usesSocketFilters
    }

    /// Runs `body` on the event loop and waits for it; `nil` once the proxy is stopped.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable (ProxyCore) -> Value) -> Value? {
        guard !isStopped.withLock({ $0 }) else { return nil }
        if loop.inEventLoop { return body(self) }
        return try? loop.submit { body(self) }.wait()
    }

    /// Opens the listener, or returns why that cannot be done.
    ///
    /// - Parameter probe: That of the target.
    func start(_ probe: TargetProbe) -> FaultInjectionError? {
        let listener = ProxyListener(port: reservation.port, loop: loop, ledger: ledger) { [weak self] in
            self?.accept($0)
        }
        self.listener = listener
        beginWatch(probe)
        return updateListener()
    }

    /// Closes everything; returns whether it was this call that did.
    func shutDown() -> Bool {
        let isFirst = isStopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return false }
        let close: @Sendable () -> Void = { [self] in
            watch?.stop()
            watch = nil
            listener?.close()
            listener = nil
            for connection in connections.values { connection.drop() }
            acceptingChanged?()
            acceptingChanged = nil
        }
        if loop.inEventLoop { close() } else { try? loop.submit(close).wait() }
        return true
    }

    // MARK: Faults

    func inject(_ injection: Injection, seed own: UInt64?) -> FaultTable.RuleID {
        // Golden-ratio steps keep the sequences of neighbouring rules apart.
        let number = injected.withLock { UInt64($0.count) }
        let ruleSeed = own ?? (seed ^ ((number &+ 1) &* 0x9e37_79b9_7f4a_7c15))
        let open = connections.compactMapValues { $0.isOpen ? $0.tally : nil }
        let (id, hits) = table.add(injection, seed: ruleSeed, open: open)
        for connection in hits { connections[connection]?.apply(id) }
        updateListener()
        for connection in connections.values { connection.watchIdleness() }
        return id
    }

    func lift(_ id: FaultTable.RuleID) {
        table.lift(id)
        updateListener()
        for connection in connections.values { connection.lift(id) }
    }

    func liftAll() {
        for rule in table.rules { lift(rule.id) }
    }

    /// Writes the firing to the journal.
    func fired(_ id: FaultTable.RuleID, on connection: Int?, note: String = "") {
        guard let rule = table.rule(id) else { return }
        ledger.fired(rule, on: connection, note: note)
    }

    // MARK: The listener

    func suspend() {
        isSuspended = true
        updateListener()
        for connection in connections.values { connection.reset() }
    }

    func resume() {
        isSuspended = false
        updateListener()
    }

    /// Whether a client that connects now gets a connection.
    var acceptsConnections: Bool { listener != nil && !isRefused && table.listenerRules.isEmpty }

    /// Whether connections are refused: the fault plan says so, or nothing listens at the target and the plan has
    /// nothing to say about it.
    private var isRefused: Bool {
        if isSuspended || table.listenerRules.contains(where: { $0.kind == .refuse }) { return true }
        return watch?.isUp == false && table.listenerRules.isEmpty && !table.standsInForTarget
    }

    func retarget(to target: ProxyTarget, _ probe: TargetProbe) {
        self.target = target
        beginWatch(probe)
        updateListener()
    }

    private func beginWatch(_ probe: TargetProbe) {
        watch?.stop()
        watch = TargetWatch(probe, loop: loop) { [weak self] isUp in
            guard let self else { return }
            ledger.note(
                isUp
                    ? "\(self.target) listens again"
                    : "nothing listens at \(self.target): refusing connections, unless a fault deals with them")
            updateListener()
        }
    }

    /// Looks at once whether the target still listens, and opens or closes the listener accordingly.
    func targetIsUp() -> Bool {
        watch?.check()
        return watch?.isUp != false
    }

    /// A connection to the target has failed.
    func targetRefused() { watch?.refused() }

    @discardableResult
    func updateListener() -> FaultInjectionError? {
        guard let listener else { return nil }
        let faults = table.listenerRules
        for rule in faults where ledger.firings(of: rule.id) == 0 { fired(rule.id, on: nil) }
        defer { acceptingChanged?() }
        do {
            if isRefused {
                listener.close()
            } else if !faults.isEmpty {
                try listener.block()
            } else {
                try listener.open()
            }
            return nil
        } catch {
            ledger.note("\(error)")
            return error
        }
    }

    // MARK: Connections

    func accept(_ handler: ProxyHandler) {
        guard let channel = handler.channel else { return }
        accepted += 1
        ledger.opened()
        let connection = ProxyConnection(id: accepted, client: channel, core: self)
        handler.connection = connection
        connections[connection.id] = connection
        let hits = table.connected(connection.id)
        updateListener()
        connection.begin(hits)
    }

    func remove(_ connection: ProxyConnection) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        table.disconnected(connection.id)
    }
}
