import CFaultInjection
import NIOCore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Knows whether something listens where a proxy leads to, so that the proxy can refuse connections when nothing does.
///
/// On Linux a port of this machine is asked after every few milliseconds, without the server's noticing: a port that can
/// be bound has no listener. Only when that seems so, and everywhere else only after a connection was refused, is the
/// verdict sought by connecting. Touched on the event loop only.
final class TargetWatch {
    private static let interval = TimeAmount.milliseconds(5)

    /// Whether something listens, as far as known.
    private(set) var isUp = true
    private let probe: Probe
    private let loop: any EventLoop
    private let changed: (Bool) -> Void
    private var timer: Scheduled<Void>?
    private var isStopped = false

    init(target: ProxyTarget, loop: any EventLoop, changed: @escaping (Bool) -> Void) {
        self.loop = loop
        self.changed = changed
        probe = Probe(target)
        isUp = probe.finds(isUp: true)
        schedule()
    }

    func stop() {
        isStopped = true
        timer?.cancel()
    }

    /// Asks at once.
    func check() { become(probe.finds(isUp: isUp)) }

    /// Somebody could not connect: looks whether that is so for everybody.
    func refused() {
        become(probe.finds(isUp: false))
        schedule()
    }

    private func become(_ isUp: Bool) {
        guard isUp != self.isUp, !isStopped else { return }
        self.isUp = isUp
        changed(isUp)
    }

    private func schedule() {
        guard !isStopped, !isUp || probe.isUnnoticed else { return }
        timer?.cancel()
        timer = loop.assumeIsolated().scheduleTask(in: Self.interval) { [weak self] in
            self?.check()
            self?.schedule()
        }
    }
}

/// One look at a target.
private struct Probe {
    private let host: String?
    private let port: Int
    private let path: String?

    init(_ target: ProxyTarget) {
        switch target.kind {
        case .tcp(let host, let port):
            self.host = host == "localhost" ? "127.0.0.1" : host
            self.port = port
            path = nil
        case .unixSocket(let path):
            host = nil
            port = 0
            self.path = path
        }
    }

    /// Whether a target that is up can be looked at without its noticing.
    var isUnnoticed: Bool {
        #if os(Linux)
            guard let host else { return false }
            return faultPortIsBusy(host, UInt16(clamping: port)) >= 0
        #else
            return false
        #endif
    }

    /// Whether something listens, given whether something did before.
    func finds(isUp: Bool) -> Bool {
        if let path { return isUp ? true : faultUnixSocketAnswers(path) != 0 }
        guard let host else { return true }
        #if os(Linux)
            let verdict = faultPortIsBusy(host, UInt16(clamping: port))
            if verdict > 0 { return true }
            if verdict < 0, isUp { return true }
        #else
            if isUp { return true }
        #endif
        return faultPortAnswers(host, UInt16(clamping: port)) != 0
    }
}
