import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// No connection can be opened.
    static let unreachable: [Self] = [
        unreachable("connection refused", .refuse, .init(causes: [.connect])),
        unreachable("connect black-holed", .fullBacklog, .init(causes: [.connect], isSilent: true)),
        unreachable("accepted, then closed", .acceptThenClose, .init(causes: [.handshake])),
        unreachable("accepted after an age", .slowAccept(.seconds(60)), .init(causes: [.handshake], isSilent: true)),
        unreachable(
            "the server at its limit of clients", .errorReply(.maxClients),
            .init(causes: [.maximumClients], reply: "ERR", words: "maxclients")),
        unreachable(
            "LOADING from the first reply on", .errorReply(.loading),
            .init(causes: [.loading], code: .server, outcome: .rejected, reply: "LOADING")),
        unusable("no Redis at all", .garbage(), .init(causes: [.handshake], code: .protocolError)),
        unusable("accepted, then reset", .reset, .init(causes: [.connect, .handshake])),
        unresolvable(
            "a name that does not resolve", .failure("the name is not known"),
            .init(causes: [.nameResolution], words: "the name is not known")),
        unresolvable(
            "a name server that does not answer", .stall, .init(causes: [.nameResolution], isSilent: true)),
    ]

    private static func unreachable(_ name: String, _ fault: Fault, _ outage: FaultMatrix.Outage) -> Self {
        Self(
            name: name, seen: .everywhere(.outage(outage)),
            begin: { environment, _ in
                environment.proxy.inject(fault)
                // Open connections would go on.
                if environment.proxy.openConnections > 0 { environment.proxy.inject(.reset) }
            })
    }

    /// Connections break, and no new one can be used.
    private static func unusable(_ name: String, _ fault: Fault, _ outage: FaultMatrix.Outage) -> Self {
        Self(
            name: name, seen: .everywhere(.outage(outage)),
            begin: { environment, _ in
                environment.proxy.inject(fault, when: .onConnect(), times: .max)
                if environment.proxy.openConnections > 0 { environment.proxy.inject(.reset) }
            })
    }

    private static func unresolvable(
        _ name: String, _ answer: FaultyResolver.Answer, _ outage: FaultMatrix.Outage
    ) -> Self {
        Self(
            name: name, seen: .everywhere(.outage(outage)),
            begin: { environment, _ in
                environment.names[FaultMatrix.MatrixEnvironment.host] = answer
                if environment.proxy.openConnections > 0 { environment.proxy.inject(.reset) }
            },
            end: { environment, _ in
                environment.names[FaultMatrix.MatrixEnvironment.host] = .addresses(["127.0.0.1"])
                environment.proxy.liftAll()
            })
    }
}
