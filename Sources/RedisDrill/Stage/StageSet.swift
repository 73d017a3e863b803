package import RedisFaultInjection
package import ResilientRedisClient
import Synchronization

/// The server of one run and what stands before it.
package final class StageSet: Sendable {
    /// The server, when it is a private one.
    package let server: RedisServer?
    /// The proxy that the client connects to, unless it connects to the server itself.
    package let proxy: FaultProxy?
    /// Several proxies behind one port that the client connects to, in stories about a fleet of them.
    package let fleet: ProxyFleet?
    /// What a client needs to know to reach the server.
    package let configuration: RedisConfiguration
    private let open = Mutex<[StageFault: InjectedFault]>([:])

    /// Sets up a private server, or the way to a named one.
    package init(_ place: DrillPlace, venue: Scenario.Venue, times: PolicyTimes) async throws {
        var configuration: RedisConfiguration
        let target: ProxyTarget
        switch place {
        case .privateServers(let resilience):
            let server = try await RedisServer.start()
            self.server = server
            configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
            configuration.resilience = resilience
            target = .server(server)
        case .named(let named, _):
            server = nil
            configuration = named
            switch named.endpoint {
            case .tcp(let host, let port):
                target = .tcp(host: host, port: port)
                // The certificate is the server's, not the proxy's.
                if named.tls != nil, named.tls?.serverName == nil { configuration.tls?.serverName = host }
            case .unixSocket(let path): target = .unixSocket(path: path)
            }
        }
        let isOurs = server != nil
        fleet = venue == .fleet ? try await ProxyFleet.start(to: target, count: 6) : nil
        proxy = venue == .proxied || (venue == .server && !isOurs) ? try await FaultProxy.start(to: target) : nil
        if let fleet { configuration.endpoint = .tcp(host: fleet.host, port: fleet.port) }
        if let proxy { configuration.endpoint = .tcp(host: proxy.host, port: proxy.port) }
        times.apply(to: &configuration)
        self.configuration = configuration
    }

    /// Makes something go wrong. Where the server is not ours, the proxy stands in for what would befall its process.
    package func begin(_ fault: StageFault) async throws {
        switch (fault, server, proxy) {
        case (.frozenServer, let server?, nil): server.freeze()
        case (.killedServer, let server?, nil): server.kill()
        case (.killedServer, _, let proxy?): proxy.suspend()
        case (_, _, let proxy?): inject(fault, into: proxy)
        default: break
        }
    }

    /// Ends it.
    package func end(_ fault: StageFault) async throws {
        switch (fault, server, proxy) {
        case (.frozenServer, let server?, nil): server.thaw()
        case (.killedServer, let server?, nil): try await server.restart()
        case (.killedServer, _, let proxy?): proxy.resume()
        default: open.withLock { $0.removeValue(forKey: fault) }?.lift()
        }
    }

    private func inject(_ fault: StageFault, into proxy: FaultProxy) {
        let injected =
            switch fault {
            case .frozenServer, .blackHole, .killedServer: proxy.inject(.blackHole)
            case .silentDrop: proxy.inject(.silentDrop)
            case .latency(let delay, let jitter): proxy.inject(.latency(delay, jitter: jitter))
            }
        open.withLock { $0[fault] = injected }
    }

    /// Stops everything that was started for the run.
    package func strike() async {
        await fleet?.stop()
        await proxy?.stop()
        server?.stop()
    }
}
