extension FaultProxy {
    /// Starts a proxy in front of a private server.
    ///
    /// - Parameters:
    ///   - server: The server that connections are forwarded to.
    ///   - port: The port of 127.0.0.1 to listen on. Default: a free one.
    ///   - seed: The seed of all random choices. Default: a new one each time, see ``seed``.
    /// - Throws: ``FaultInjectionError`` when the port is not available.
    public static func start(to server: RedisServer, port: Int? = nil, seed: UInt64? = nil) async throws -> FaultProxy {
        try await start(to: .server(server), port: port, seed: seed)
    }

    /// Starts a proxy in front of any server, which need not listen yet.
    ///
    /// While nothing listens there, connections are refused, unless a fault in force deals with them by itself: with a
    /// full backlog they hang, with accept-then-close they are closed, in a black hole they stay silent. The proxy
    /// notices that at once for a Unix socket and, on Linux, for a port of this machine; for any other target with the
    /// first connection, which is accepted and reset.
    ///
    /// - Parameters:
    ///   - target: What connections are forwarded to.
    ///   - port: The port of 127.0.0.1 to listen on. Default: a free one.
    ///   - seed: The seed of all random choices. Default: a new one each time, see ``seed``.
    /// - Throws: ``FaultInjectionError`` when `target` is no address or the port is not available.
    public static func start(to target: ProxyTarget, port: Int? = nil, seed: UInt64? = nil) async throws -> FaultProxy {
        let loops = ProxyLoops(sharers: 1)
        do {
            // A name is resolved on the way, which may take a while.
            return try await BlockingWork.run { try start(to: target, port: port, seed: seed, loops: loops) }
        } catch {
            loops.release()
            throw error
        }
    }

    /// The same without socket filters, as on a system that has none or does not allow them.
    package static func start(withoutSocketFiltersTo target: ProxyTarget) throws -> FaultProxy {
        try start(to: target, port: nil, seed: nil, loops: ProxyLoops(sharers: 1), usesSocketFilters: false)
    }

    static func start(
        to target: ProxyTarget,
        port: Int?,
        seed: UInt64?,
        loops: ProxyLoops,
        usesSocketFilters: Bool = true
    ) throws(FaultInjectionError) -> FaultProxy {
        try target.validate()
        if let port, !(1...65535).contains(port) {
            throw FaultInjectionError(code: .invalidArgument, message: "the port \(port) is not in 1...65535")
        }
        let seed = seed ?? .random(in: 0...UInt64.max)
        let core = ProxyCore(
            loop: loops.loop,
            reservation: try PortReservation(port: port ?? 0),
            target: target,
            seed: seed,
            usesSocketFilters: usesSocketFilters
        )
        let probe = TargetProbe(target)
        let problem = core.onLoop { $0.start(probe) } ?? nil
        if let problem { throw problem }
        return FaultProxy(core: core, loops: loops, seed: seed)
    }
}
