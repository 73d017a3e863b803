import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The listening socket of a proxy, or its absence.
///
/// It is Sendable because it is touched on its event loop only.
final class ProxyListener: @unchecked Sendable {
    private static let backlog: Int32 = 511

    private struct ListeningSocket {
        /// A second descriptor of the socket: the first belongs to the channel.
        let descriptor: FileDescriptor
        /// The channel of SwiftNIO.
        let channel: EventLoopFuture<any Channel>
        /// Whether connects hang.
        var isBlocked = false
        /// Our own connections that fill the queue then.
        var fillers: [FileDescriptor] = []
    }

    private let port: Int
    private let loop: any EventLoop
    private let ledger: FaultLedger
    private let accept: (ProxyHandler) -> Void
    private var socket: ListeningSocket?
    /// The local ports of fillers whose connections may still be accepted.
    private var fillerPorts: Set<Int> = []

    init(port: Int, loop: any EventLoop, ledger: FaultLedger, accept: @escaping (ProxyHandler) -> Void) {
        self.port = port
        self.loop = loop
        self.ledger = ledger
        self.accept = accept
    }

    /// Accepts connections.
    func open() throws(FaultInjectionError) {
        guard var current = socket else {
            socket = try makeSocket()
            return
        }
        guard current.isBlocked else { return }
        fillerPorts.formUnion(current.fillers.map(LoopbackSocket.port(of:)))
        current.fillers = []
        current.isBlocked = false
        socket = current
        _ = listen(current.descriptor.raw, Self.backlog)
        setAccepting(true, current)
    }

    /// Lets connects hang.
    func block() throws(FaultInjectionError) {
        try open()
        guard var current = socket, !current.isBlocked else { return }
        setAccepting(false, current)
        _ = listen(current.descriptor.raw, 0)
        current.isBlocked = true
        current.fillers = try fillQueue()
        socket = current
    }

    /// Refuses connections.
    func close() {
        guard let current = socket.take() else { return }
        // Closing alone may take a moment: a child process that this one is just starting holds copies of all
        // descriptors until it runs its program.
        _ = shutdown(current.descriptor.raw, Int32(SHUT_RDWR))
        current.channel.whenSuccess { $0.close(promise: nil) }
    }

    private func makeSocket() throws(FaultInjectionError) -> ListeningSocket {
        let descriptor = try LoopbackSocket.listening(on: port, backlog: Self.backlog)
        let copy = fcntl(descriptor.raw, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .system("copy a listening socket") }
        let channel = ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [weak self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ProxyHandler(.toClient) { self?.accepted($0) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .withBoundSocket(copy)
        return ListeningSocket(descriptor: descriptor, channel: channel)
    }

    private func accepted(_ handler: ProxyHandler) {
        if let port = handler.channel?.remoteAddress?.port, fillerPorts.remove(port) != nil {
            handler.channel?.close(promise: nil)
        } else {
            accept(handler)
        }
    }

    private func setAccepting(_ accepting: Bool, _ socket: ListeningSocket) {
        socket.channel.whenSuccess { channel in
            try? channel.syncOptions?.setOption(.autoRead, value: accepting)
        }
    }

    /// Connects until three connects in a row hang.
    private func fillQueue() throws(FaultInjectionError) -> [FileDescriptor] {
        var fillers: [FileDescriptor] = []
        var hanging = 0
        while hanging < 3 {
            // The kernel rounds a backlog of 0 up a little; far more than that means that it does not drop.
            guard fillers.count < 50 else {
                ledger.note("this system accepts connections beyond a full queue: connects do not hang")
                break
            }
            let filler = try LoopbackSocket.connecting(to: port)
            // On the loopback interface a handshake that gets an answer completes at once.
            if LoopbackSocket.wait(filler, for: POLLOUT, milliseconds: 1) {
                hanging = 0
                fillers.append(filler)
            } else {
                hanging += 1
            }
        }
        return fillers
    }
}
