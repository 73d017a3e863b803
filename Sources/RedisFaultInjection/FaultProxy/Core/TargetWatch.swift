import NIOCore
import NIOPosix

/// Tracks whether a proxy's target listens, so that the proxy can refuse connections when it does not.
///
/// A Unix socket, and on Linux a port of this machine, is checked every few milliseconds without the server noticing.
/// Any other target can only be checked by connecting: the first client that cannot be connected to it is accepted and
/// then reset; those after it are refused until a connection attempt of the watch's own gets through.
///
/// It is Sendable because it is touched on its event loop only.
final class TargetWatch: @unchecked Sendable {
    private static let interval = TimeAmount.milliseconds(5)
    /// A target that cannot be checked without connecting is tried less often.
    private static let attemptInterval = TimeAmount.milliseconds(20)
    /// An attempt without an answer within this time is inconclusive.
    private static let patience = TimeAmount.seconds(1)

    /// Whether something listens, as far as known.
    private(set) var isUp: Bool
    private let probe: TargetProbe
    private let loop: any EventLoop
    private let changed: (Bool) -> Void
    private var timer: Scheduled<Void>?
    private var isTrying = false
    private var isStopped = false

    init(_ probe: TargetProbe, loop: any EventLoop, changed: @escaping (Bool) -> Void) {
        self.loop = loop
        self.changed = changed
        self.probe = probe
        isUp = probe.wasUp
        schedule()
    }

    func stop() {
        isStopped = true
        timer?.cancel()
    }

    /// Checks at once, where that does not block.
    func check() {
        if let isUp = probe.look() { become(isUp) }
    }

    /// A client could not connect: checks whether the target is down.
    func refused() { probe.canLook ? check() : tryToConnect() }

    private func become(_ isUp: Bool) {
        guard isUp != self.isUp, !isStopped else { return }
        self.isUp = isUp
        changed(isUp)
        schedule()
    }

    private func schedule() {
        guard !isStopped, probe.canLook || !isUp else { return }
        timer?.cancel()
        let interval = probe.canLook ? Self.interval : Self.attemptInterval
        timer = loop.assumeIsolated().scheduleTask(in: interval) { [weak self] in
            guard let self else { return }
            guard probe.canLook else { return tryToConnect() }
            check()
            schedule()
        }
    }

    /// Connects as a client would, the resolution of a name included, without holding up the loop.
    private func tryToConnect() {
        guard !isTrying, !isStopped, case .tcp(let host, let port) = probe.target.kind else { return }
        isTrying = true
        let attempt = ClientBootstrap(group: loop).connectTimeout(Self.patience).connect(host: host, port: port)
        attempt.assumeIsolated().whenComplete { [weak self] result in
            if case .success(let channel) = result { channel.close(promise: nil) }
            guard let self else { return }
            isTrying = false
            if let isUp = result.isUp { become(isUp) }
            schedule()
        }
    }
}

extension Result where Failure == any Error {
    /// Whether the target accepts connections, as a connection attempt has shown; `nil` when it got no answer.
    fileprivate var isUp: Bool? {
        switch self {
        case .success: return true
        case .failure(let error as NIOConnectionError):
            // A name that does not resolve is down, not silent.
            return error.connectionErrors.contains { Self.isSilence($0.error) } ? nil : false
        case .failure(let error): return Self.isSilence(error) ? nil : false
        }
    }

    private static func isSilence(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { true } else { false }
    }
}
