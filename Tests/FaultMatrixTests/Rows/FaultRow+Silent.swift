import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// Connections are there, and nothing comes back.
    static let silent: [Self] = [
        silent("a black hole", .blackHole),
        silent("a drip that never gets through", .slowDrip(every: .milliseconds(300)), trickles: true),
        silent("a bandwidth of next to nothing", .bandwidth(bytesPerSecond: 4), trickles: true),
        silent("replies that come long after the deadline", .delayReply(.seconds(60))),
        // The network forgets one connection; others work.
        Self(
            name: "a connection dropped silently", costsConnection: true,
            seen: [.idle: .replacement, .pooled: .timeout, .traffic: .timeout],
            begin: { stage, _ in stage.proxy.inject(.silentDrop) }),
        Self(
            name: "a half-open connection", costsConnection: true,
            seen: [.firstUse: .outage(silence), .idle: .replacement, .pooled: .timeout, .traffic: .timeout],
            begin: { stage, position in
                stage.proxy.inject(.halfOpen, when: position == .firstUse ? .onConnect() : .now)
            }),
        process(
            "SIGSTOP, then SIGCONT",
            begin: { stage, _ in stage.server.freeze() },
            end: { stage, _ in stage.server.thaw() }),
        process(
            "CLIENT PAUSE",
            begin: { stage, _ in
                _ = try await stage.admin().send("CLIENT", "PAUSE", 3000, "ALL", as: String.self)
            },
            end: answersAgain),
        process(
            "DEBUG SLEEP",
            begin: { stage, _ in
                let admin = try stage.admin()
                _ = try await admin.send("PING", as: String.self)
                Task { try await admin.send("DEBUG", "SLEEP", 3, as: String.self) }
                // It sleeps when a server that was quick to answer before no longer is.
                try await FaultMatrix.until("the server sleeps") {
                    let probe = try stage.admin().withTimeout(.milliseconds(50))
                    return await FaultMatrix.tried { try await probe.send("PING", as: String.self) }.error != nil
                }
            },
            end: answersAgain),
    ]

    private static let silence = FaultMatrix.Outage(causes: [.handshake], isSilent: true)

    /// A first use finds out while connecting, and so does the replacement of an idle connection.
    private static let seenOfSilence: [FaultMatrix.Position: FaultMatrix.Sight] = [
        .firstUse: .outage(silence), .idle: .outage(silence), .pooled: .timeout, .traffic: .timeout,
    ]

    private static func silent(_ name: String, _ fault: Fault, trickles: Bool = false) -> Self {
        Self(
            name: name, trickles: trickles, seen: seenOfSilence,
            begin: { stage, _ in stage.proxy.inject(fault, direction: trickles ? .toClient : .both) })
    }

    private static func process(_ name: String, begin: @escaping Step, end: @escaping Step) -> Self {
        Self(name: name, route: .direct, seen: seenOfSilence, begin: begin, end: end)
    }

    private static let answersAgain: Step = { stage, _ in
        let admin = try stage.admin()
        _ = try await admin.send("PING", as: String.self)
    }
}
