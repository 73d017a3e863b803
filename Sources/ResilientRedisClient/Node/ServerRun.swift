import RedisTransport
import Synchronization

/// Which run of which server this client talks to: a number that changes when replies may come from another one.
///
/// A server that was restarted may have loaded an old snapshot, and another server may lack the last writes of the one
/// before. A connection that becomes a shared one is asked for its run before anything else is sent on it. So the number
/// has changed by the time at which a reply of another run reaches its caller.
package final class ServerRun: Sendable {
    private let number = Atomic<UInt64>(0)
    private let firstNumber = Atomic<UInt64>(0)

    package init() {}

    /// The first that was known.
    package var first: UInt64 { firstNumber.load(ordering: .acquiring) }

    /// 0 while it is not known. The same for two clients of the same run.
    package var current: UInt64 { number.load(ordering: .acquiring) }

    /// Returns the number of before.
    func change(to new: UInt64) -> UInt64 {
        _ = firstNumber.compareExchange(expected: 0, desired: new, ordering: .acquiringAndReleasing)
        return number.exchange(new, ordering: .acquiringAndReleasing)
    }
}

/// Asks each shared connection which run of the server it leads to (`INFO`), for ``ServerRun``.
///
/// A server that does not say, because `INFO` is not allowed, counts as another run with every connection.
final class ServerRunTracker {
    private let context: ConnectionContext
    private unowned let node: Node
    private let run: ServerRun
    /// Called after a change, on the event loop's thread: it must be quick and must not wait.
    private let changed: @Sendable () -> Void
    /// A lost connection is made again although no call needs one, to find out which run there is now.
    private let isNeeded: @Sendable () -> Bool
    private var last: UInt64 = 0
    private var lastDial: MonotonicTime?
    /// When to make a lost connection again.
    private var dialAt = MonotonicTime.distantFuture

    /// The least time between two such connections: one that is lost at once is not made again at once.
    private static let leastPause = Duration.seconds(1)

    init(
        _ run: ServerRun, node: Node, changed: @escaping @Sendable () -> Void,
        isNeeded: @escaping @Sendable () -> Bool
    ) {
        self.run = run
        self.node = node
        self.changed = changed
        self.isNeeded = isNeeded
        context = node.context
    }

    private func received(_ result: Result<RESPValue, RedisError>, from connection: Connection) {
        // Nothing more comes on a connection that is lost, and the next one is asked again.
        guard connection.isOpen else { return }
        // An answer that is late or is none leaves the run unknown: then it is another one.
        let number = Self.number(of: result) ?? UInt64.random(in: 1...UInt64.max)
        let before = run.change(to: number)
        if before != 0, before != number { node.serverRunChanged(now: context.time.now()) }
        guard last != number else { return }
        last = number
        changed()
    }

    /// The number of the run that two replies to `INFO` name.
    static func number(of result: Result<RESPValue, RedisError>) -> UInt64? {
        guard case .success(let reply) = result, let parts = try? [RESPValue](resp: reply), parts.count == 2,
            let server = try? String(resp: parts[0]), let replication = try? String(resp: parts[1]),
            let run = value(of: "run_id", in: server), let history = value(of: "master_replid", in: replication)
        else { return nil }
        // FNV-1a: stable, and the same in every client of this process.
        let hash = (run + history).utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return max(hash, 1)
    }

    private static func value(of name: String, in report: String) -> Substring? {
        for line in report.split(whereSeparator: \.isNewline) where line.hasPrefix(name + ":") {
            let value = line.dropFirst(name.count + 1)
            return value.isEmpty ? nil : value
        }
        return nil
    }
}

extension ServerRunTracker: ConnectionConsumer {
    func sharedConnectionBegan(_ connection: Connection, now: MonotonicTime) {
        var wire = WireCommand()
        for section in ["server", "replication"] {
            var encoder = RESPEncoder("INFO")
            encoder.append(section)
            wire.append(encoder.finish())
        }
        // Not as read-only: what is lost is not sent again, the next connection is asked by itself.
        let call = Call(
            RedisRequest(wire, traits: [], replyCount: 2), submitted: now,
            deadline: now + context.configuration.resilience.connectTimeout, hasPolicyDeadline: false)
        call.waiter.wait { [weak self] result in self?.received(result, from: connection) }
        connection.send(call, now: now)
    }

    func sharedConnectionWasLost(now: MonotonicTime) {
        dialAt = min(dialAt, lastDial.map { max(now, $0 + Self.leastPause) } ?? now)
    }

    func connected(_ connection: Connection, now: MonotonicTime) { node.offer(connection, now: now) }

    func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict {
        failure.cause.map { .outage($0) } ?? .absorbed
    }

    func outageBegan(_ refusal: RedisError, now: MonotonicTime) {}

    func advance(to now: MonotonicTime) -> MonotonicTime {
        guard now >= dialAt else { return dialAt }
        dialAt = .distantFuture
        if isNeeded(), !node.isConnecting(for: self), !node.isConnected {
            lastDial = now
            node.connect(for: self, since: now)
        }
        return .distantFuture
    }

    func close(_ error: RedisError) {}
}

extension ServerRunTracker: ConnectionOwner {
    func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {}

    func connectionIsSuspect(_ suspect: Connection) {}

    func connectionIsStuck(_ stuck: Connection, isSilent: Bool) {}

    func connection(_ connection: Connection, received error: RESPErrorReply) {}
}
