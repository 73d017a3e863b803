import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// Connections break, and others can be opened; or the server is down for a while.
    static let lost: [Self] =
        Fault.Ending.allCases.flatMap { ending in
            [
                Self(
                    name: "a connection cut by \(ending)", costsConnection: true,
                    seen: [
                        .firstUse: .outage(.init(causes: [.connect, .handshake])), .idle: .cuts, .pooled: .cuts,
                        .traffic: .cuts,
                    ],
                    begin: { environment, position in
                        environment.proxy.inject(.cut(ending), when: position == .firstUse ? .onConnect() : .now)
                    }),
                cutsInTraffic(ending, .toServer, at: [0, 100, 1000, 1301, 2222]),
                cutsInTraffic(ending, .toClient, at: [0, 100, 1000, 1301, 2222]),
            ]
        } + [
            Self(
                name: "the server closes after a while, and that is told late", costsConnection: true,
                seen: [.idle: .cuts, .pooled: .cuts, .traffic: .cuts],
                begin: { environment, _ in
                    environment.proxy.inject(.slowClose(.milliseconds(100)))
                    let admin = try environment.admin()
                    _ = try await admin.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes", as: Int.self)
                }),
            Self(
                name: "six proxies restarted one by one, twice", route: .fleet,
                seen: [.firstUse: .answers, .idle: .cuts, .pooled: .cuts, .traffic: .cuts],
                begin: { environment, position in
                    for index in 0..<12 {
                        try await environment.fleet?.restart(index % 6, downtime: .milliseconds(20))
                        if position == .traffic { try await flow(environment) }
                    }
                }),
            Self(
                name: "kill -9, then a restart on the same port", route: .direct, mayForget: true,
                seen: .everywhere(.outage(.init(causes: [.connect, .handshake]))),
                begin: { environment, _ in environment.server.kill() },
                end: { environment, _ in try await environment.server.restart() }),
            Self(
                name: "kill -9, then a restart on another address of the same name", route: .direct, mayForget: true,
                seen: .everywhere(.outage(.init(causes: [.connect, .handshake]))),
                begin: { environment, _ in environment.server.kill() },
                end: { environment, _ in
                    let port = environment.server.port
                    environment.server.stop()
                    let other = try await RedisServer.start(
                        unixSocket: true, port: port, directives: ["bind": "127.0.0.1 127.0.0.2"])
                    environment.replaceServer(by: other)
                    environment.names[FaultMatrix.MatrixEnvironment.host] = .addresses(["127.0.0.2"])
                }),
        ]

    /// Cuts one connection after the other, each after so many bytes in one direction.
    private static func cutsInTraffic(
        _ ending: Fault.Ending, _ direction: StreamDirection, at offsets: [Int]
    ) -> Self {
        Self(
            name: "\(ending) after some bytes \(direction)", seen: [.traffic: .cuts],
            begin: { environment, _ in
                for offset in offsets {
                    try await flow(environment)
                    let cut = environment.proxy.inject(.cut(ending), when: .afterBytes(offset, direction))
                    try await cut.waitUntilFired(within: FaultMatrix.patience)
                }
            })
    }

    /// Waits until there is a connection again: a cut in its handshake would be an outage.
    private static func flow(_ environment: FaultMatrix.MatrixEnvironment) async throws {
        let answers = environment.log.answers
        try await FaultMatrix.until("traffic flows") { environment.log.answers > answers + 50 }
    }
}
