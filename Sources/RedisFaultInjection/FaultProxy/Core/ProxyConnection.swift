import CFaultInjection
import NIOCore
import NIOPosix

/// One client's connection and the one to the server that belongs to it.
///
/// It is Sendable because it is touched on its event loop only.
final class ProxyConnection: @unchecked Sendable {
    let id: Int
    let core: ProxyCore
    let toServer: ProxyLane
    let toClient: ProxyLane
    var tally = ConnectionTally()
    /// Faults that wait for the reply to a certain request.
    var marks: [(request: Int, rule: FaultTable.RuleID)] = []
    /// Faults that wait for the next reply.
    var forNextReply: [FaultTable.RuleID] = []
    /// The rules that shape this connection's streams.
    var states: [FaultTable.RuleID] = []
    /// The sockets whose input a filter drops, by the rule that attached it.
    var filtered: [FaultTable.RuleID: [StreamDirection]] = [:]
    /// The rules that have closed one side of this connection without telling the other.
    var lostBy: Set<FaultTable.RuleID> = []
    var lastActivity = ContinuousClock.now
    var idleTimer: Scheduled<Void>?
    /// Runs while the connection is not yet accepted, as it seems to the client.
    var arrivalTimer: Scheduled<Void>?
    /// The rule that made it run.
    var delayedBy: FaultTable.RuleID?
    /// Whether the connection is just coming in.
    private(set) var isArriving = true
    /// Whether the client's socket is open.
    private(set) var isOpen = true
    /// Whether the connection to the server is under way.
    private var isConnecting = false
    /// Whether connecting to the server has failed.
    private(set) var hasFailed = false
    /// How the connection to the server is to end as soon as it is made.
    private var earlyEnding: Fault.Ending?

    init(id: Int, client: any Channel, core: ProxyCore) {
        self.id = id
        self.core = core
        toServer = ProxyLane(.toServer)
        toClient = ProxyLane(.toClient)
        toServer.source = client
        toClient.destination = client
        toServer.connection = self
        toClient.connection = self
    }

    var client: (any Channel)? { toClient.destination }
    var upstream: (any Channel)? { toServer.destination }

    func lane(to side: StreamDirection) -> ProxyLane { side == .toClient ? toClient : toServer }
    func lane(from side: StreamDirection) -> ProxyLane { side == .toClient ? toServer : toClient }
    private func channel(_ side: StreamDirection) -> (any Channel)? { lane(to: side).destination }

    // MARK: Beginning

    /// The client's side is connected; `hits` are the rules that it has set off.
    func begin(_ hits: [FaultTable.RuleID]) {
        for id in hits where isOpen { apply(id) }
        isArriving = false
        guard isOpen, arrivalTimer == nil, !toServer.isShut else { return }
        connectUpstream()
    }

    func connectUpstream() {
        isConnecting = true
        let bootstrap = ClientBootstrap(group: core.loop)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.minutes(10))
            .channelInitializer { [weak self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ProxyHandler(.toServer)
                    handler.connection = self
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let channel =
            switch core.target.kind {
            case .tcp(let host, let port):
                if let address = try? SocketAddress(ipAddress: host, port: port) {
                    bootstrap.connect(to: address)
                } else {
                    bootstrap.connect(host: host, port: port)
                }
            case .unixSocket(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        channel.assumeIsolated().whenComplete { [weak self] result in self?.connected(result) }
    }

    private func connected(_ result: Result<any Channel, any Error>) {
        isConnecting = false
        switch result {
        case .success(let channel):
            toServer.destination = channel
            toClient.source = channel
            if let earlyEnding { return close(.toServer, by: earlyEnding) }
            filterNew()
            toServer.start()
            toClient.start()
            watchIdleness()
        case .failure(let error):
            hasFailed = true
            if earlyEnding == nil {
                core.ledger.note("no connection to \(core.target): \(error)", on: id)
                core.targetRefused()
            }
            if isCutOff {
                // The client does not notice.
                toServer.swallow()
                toServer.start()
            } else {
                reset()
            }
            removeIfGone()
        }
    }

    // MARK: Ends that come from outside

    /// A side has ended its output.
    func ended(_ side: StreamDirection) {
        tell(of: side) { $0.sourceEnded(byReset: false) }
    }

    /// A side's socket is closed.
    func closed(_ side: StreamDirection, byReset: Bool) {
        let wasOurs = lane(to: side).abandon() == nil
        if side == .toClient { finishClient() }
        if !wasOurs { tell(of: side) { $0.sourceClosed(byReset: byReset) } }
        removeIfGone()
    }

    /// Tells the lane from a side that this side has ended. A server that has died closes its connections a moment
    /// before its port: the end is passed on only then, so that a client that reconnects is refused.
    private func tell(of side: StreamDirection, _ end: @escaping (ProxyLane) -> Void) {
        guard side == .toServer, core.targetIsUp() else { return end(lane(from: side)) }
        core.loop.assumeIsolated().scheduleTask(in: .milliseconds(2)) { [self] in
            _ = core.targetIsUp()
            end(lane(from: side))
            removeIfGone()
        }
    }

    private func finishClient() {
        guard isOpen else { return }
        isOpen = false
        idleTimer?.cancel()
        arrivalTimer?.cancel()
        core.ledger.closed()
    }

    private func removeIfGone() {
        guard client == nil, upstream == nil, !isConnecting else { return }
        finishClient()
        toServer.stop()
        toClient.stop()
        core.remove(self)
    }

    // MARK: Ends that we bring about

    /// Resets both sides.
    func reset() { end(.reset, .both) }

    /// Closes both sides, as the end of the proxy's process would.
    func drop() {
        close(.toClient, by: .fin)
        close(.toServer, by: .fin)
    }

    func end(_ ending: Fault.Ending, _ direction: FaultDirection) {
        for side in [StreamDirection.toServer, .toClient] {
            switch (ending, direction.includes(side)) {
            case (.reset, true): close(side, by: .reset)
            case (.reset, false): finish(side)
            case (.fin, true): direction == .both ? finish(side) : shutOutput(side)
            case (.fin, false): break
            }
        }
    }

    /// Closes a side's socket at once.
    func close(_ side: StreamDirection, by ending: Fault.Ending) {
        if side == .toServer, isConnecting { earlyEnding = ending }
        let channel = lane(to: side).abandon()
        lane(from: side).source = nil
        if side == .toClient { finishClient() }
        if let channel, ending == .reset {
            _ = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
                faultResetOnClose($0)
            }
        }
        channel?.close(promise: nil)
        removeIfGone()
    }

    /// Ends a side in an orderly way: closing a socket that still gets input would reset it, so the end is announced
    /// first, and the socket closed when the other end has closed too, or a moment later.
    func finish(_ side: StreamDirection) {
        if side == .toServer, isConnecting { earlyEnding = earlyEnding ?? .fin }
        shutOutput(side)
        lane(from: side).swallow()
        core.loop.assumeIsolated().scheduleTask(in: .milliseconds(100)) { [weak self] in self?.close(side, by: .fin) }
    }

    private func shutOutput(_ side: StreamDirection) {
        lane(to: side).swallow()
        channel(side)?.close(mode: .output, promise: nil)
    }

    /// A lane has passed on its end. When both have, nothing is left to do.
    func laneFinished() {
        guard toServer.isFinished, toClient.isFinished else { return }
        drop()
    }
}
