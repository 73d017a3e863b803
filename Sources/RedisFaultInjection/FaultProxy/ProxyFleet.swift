import Synchronization

/// Several proxies in front of one server, behind one port that spreads connections over them: the replicas of a proxy
/// behind a service's address, for rolling restarts.
///
/// ```swift
/// let fleet = try await ProxyFleet.start(to: server, count: 6)
/// // … a client on fleet.host, fleet.port gets one of the six with every connection …
/// try await fleet.rollingRestart(downtime: .milliseconds(20), pause: .milliseconds(10))
/// await fleet.stop()
/// ```
///
/// A connection belongs to one proxy, without a further hop. A proxy that is down gets none; when all are, connections
/// are refused. Each proxy also has a port of its own, and takes faults of its own.
public final class ProxyFleet: Sendable {
    /// The address that the fleet listens on.
    public let host = "127.0.0.1"
    /// The port that spreads connections over the proxies.
    public var port: Int { front.port }
    /// The proxies.
    public let proxies: [FaultProxy]

    private let front: FleetFront

    private init(proxies: [FaultProxy], front: FleetFront) {
        self.proxies = proxies
        self.front = front
    }

    deinit { front.shutDown() }

    /// Starts the proxies and the port in front of them.
    ///
    /// - Parameters:
    ///   - target: What connections are forwarded to.
    ///   - count: How many proxies; at least 1.
    ///   - seed: The seed of all random choices. Default: a new one each time. Each proxy's seed is derived from it.
    /// - Throws: ``FaultInjectionError`` when `count` is less than 1, or when the ports are not available.
    public static func start(to target: ProxyTarget, count: Int, seed: UInt64? = nil) async throws -> ProxyFleet {
        guard (1...1000).contains(count) else {
            throw FaultInjectionError(code: .invalidArgument, message: "a fleet has 1 to 1000 proxies, not \(count)")
        }
        var random = SeededRandom(seed: seed ?? .random(in: 0...UInt64.max))
        let loops = ProxyLoops(sharers: count + 1)
        var proxies: [FaultProxy] = []
        do {
            for _ in 0..<count {
                let seed = random.next()
                proxies.append(
                    try await BlockingWork.run { try FaultProxy.start(to: target, port: nil, seed: seed, loops: loops) }
                )
            }
            let front = try FleetFront(members: proxies.map(\.core), loops: loops)
            return ProxyFleet(proxies: proxies, front: front)
        } catch {
            // The proxies that were started release their share when they are deinitialized.
            for _ in proxies.count...count { loops.release() }
            throw error
        }
    }

    /// Starts the proxies in front of a private server.
    public static func start(to server: RedisServer, count: Int, seed: UInt64? = nil) async throws -> ProxyFleet {
        try await start(to: .server(server), count: count, seed: seed)
    }

    /// Takes one proxy down, which resets its connections, and brings it back after `downtime`.
    ///
    /// - Throws: ``FaultInjectionError`` when there is no such proxy, and `CancellationError` when the task is
    ///   cancelled; the proxy is brought back then, too.
    public func restart(_ index: Int, downtime: Duration) async throws {
        guard proxies.indices.contains(index) else {
            throw FaultInjectionError(
                code: .invalidArgument,
                message: "there is no proxy \(index) in a fleet of \(proxies.count)"
            )
        }
        proxies[index].suspend()
        defer { proxies[index].resume() }
        try await Task.sleep(for: downtime)
    }

    /// Restarts all proxies one after the other.
    ///
    /// - Parameters:
    ///   - downtime: How long each of them is down.
    ///   - pause: The time between two of them; none by default.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func rollingRestart(downtime: Duration, pause: Duration = .zero) async throws {
        for index in proxies.indices {
            if index > 0 { try await Task.sleep(for: pause) }
            try await restart(index, downtime: downtime)
        }
    }

    /// Closes all connections and ports, and waits until that is done. May be called more than once.
    public func stop() async {
        for proxy in proxies { await proxy.stop() }
        await front.stop()
    }
}
