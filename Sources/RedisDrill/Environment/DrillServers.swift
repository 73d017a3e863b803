package import RedisFaultInjection
package import ResilientRedisClient
import Synchronization

/// The server of one run and the proxies in front of it.
package final class DrillServers: Sendable {
    /// The server, when it is a private one.
    package let server: RedisServer?
    /// The proxy that the client connects to, unless it connects to the server itself.
    package let proxy: FaultProxy?
    /// Several proxies behind one port that the client connects to, in scenarios with several proxies.
    package let fleet: ProxyFleet?
    /// The configuration with which a client reaches the server.
    package let configuration: RedisConfiguration
    private let open = Mutex<[DrillFault: InjectedFault]>([:])

    /// Sets up a private server, or the way to a named one.
    package init(_ location: DrillLocation, for kind: Scenario.DrillTarget, times: PolicyTimes) async throws {
        var configuration: RedisConfiguration
        let target: ProxyTarget
        switch location {
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
        fleet = kind == .fleet ? try await ProxyFleet.start(to: target, count: 6) : nil
        proxy = kind == .proxied || (kind == .server && !isOurs) ? try await FaultProxy.start(to: target) : nil
        if let fleet { configuration.endpoint = .tcp(host: fleet.host, port: fleet.port) }
        if let proxy { configuration.endpoint = .tcp(host: proxy.host, port: proxy.port) }
        times.apply(to: &configuration)
        self.configuration = configuration
    }

    /// Injects a fault. Where the server is not a private one, the proxy takes the place of faults of its process.
    package func begin(_ fault: DrillFault) async throws {
        switch (fault, server, proxy) {
        case (.frozenServer, let server?, nil): server.freeze()
        case (.killedServer, let server?, nil): server.kill()
        case (.killedServer, _, let proxy?): proxy.suspend()
        case (_, _, let proxy?): inject(fault, into: proxy)
        default: break
        }
    }

    /// Ends a fault.
    package func end(_ fault: DrillFault) async throws {
        switch (fault, server, proxy) {
        case (.frozenServer, let server?, nil): server.thaw()
        case (.killedServer, let server?, nil): try await server.restart()
        case (.killedServer, _, let proxy?): proxy.resume()
        default: open.withLock { $0.removeValue(forKey: fault) }?.lift()
        }
    }

    private func inject(_ fault: DrillFault, into proxy: FaultProxy) {
        let injected =
            switch fault {
            case .frozenServer, .blackHole, .killedServer: proxy.inject(.blackHole)
            case .silentDrop: proxy.inject(.silentDrop)
            case .latency(let delay, let jitter): proxy.inject(.latency(delay, jitter: jitter))
            }
        open.withLock { $0[fault] = injected }
    }

    /// Stops everything that was started for the run.
    package func tearDown() async {
        await fleet?.stop()
        await proxy?.stop()
        server?.stop()
    }
}

/// Where a drill takes place.
package enum DrillLocation: Sendable {
    /// On private servers, one for each run, with a client that has these settings but for the times.
    case privateServers(RedisConfiguration.Resilience = .init())
    /// On a server that the user has named, through a proxy. Without `writes` nothing is ever written to it.
    case named(RedisConfiguration, writes: Bool)

    /// The location as text, without secrets.
    package var summary: String {
        switch self {
        case .privateServers: "private servers on this machine"
        case .named(let configuration, let writes):
            "\(configuration.endpoint), through a proxy on this machine" + (writes ? "" : ", reading only")
        }
    }
}
