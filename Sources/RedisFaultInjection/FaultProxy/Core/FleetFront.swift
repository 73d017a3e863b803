import NIOCore
import Synchronization

/// The port in front of a fleet's proxies.
///
/// It is Sendable because everything mutable in it is touched on the event loop only, but for `isStopped`, which is
/// locked.
final class FleetFront: @unchecked Sendable {
    private let reservation: PortReservation
    private let members: [ProxyCore]
    private let loops: ProxyLoops
    private let isStopped = Mutex(false)
    private var listener: ProxyListener?
    private var next = 0

    var port: Int { reservation.port }

    init(members: [ProxyCore], loops: ProxyLoops) throws(FaultInjectionError) {
        reservation = try PortReservation()
        self.members = members
        self.loops = loops
        let problem = onLoop { $0.open() } ?? nil
        if let problem { throw problem }
    }

    func shutDown() {
        if closeListener() { loops.release() }
    }

    func stop() async {
        if closeListener() { await loops.leave() }
    }

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (FleetFront) -> Value) -> Value? {
        try? loops.loop.submit { body(self) }.wait()
    }

    private func open() -> FaultInjectionError? {
        listener = ProxyListener(port: port, loop: loops.loop, ledger: FaultLedger()) { [weak self] in self?.accept($0)
        }
        for member in members { member.acceptingChanged = { [weak self] in self?.update() } }
        return update()
    }

    /// Listens as long as some proxy takes connections.
    @discardableResult
    private func update() -> FaultInjectionError? {
        do {
            if members.contains(where: \.acceptsConnections) { try listener?.open() } else { listener?.close() }
            return nil
        } catch {
            return error
        }
    }

    /// Gives a connection to the next proxy that takes any.
    private func accept(_ handler: ProxyHandler) {
        for _ in members {
            let member = members[next % members.count]
            next += 1
            if member.acceptsConnections { return member.accept(handler) }
        }
        handler.channel?.close(promise: nil)
    }

    /// Returns whether it was this call that did it.
    private func closeListener() -> Bool {
        let isFirst = isStopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return false }
        _ = onLoop { front in
            front.listener?.close()
            front.listener = nil
        }
        return true
    }
}
