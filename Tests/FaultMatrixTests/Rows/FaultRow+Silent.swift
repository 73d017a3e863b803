import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// Connections are open, and nothing comes back.
    static let silent: [Self] = [
        silent("a black hole", .blackHole),
        silent("a drip that never gets through", .slowDrip(every: .milliseconds(300)), trickles: true),
        silent("a bandwidth of next to nothing", .bandwidth(bytesPerSecond: 4), trickles: true),
        silent("replies that come long after the deadline", .delayReply(.seconds(60))),
        // The network forgets one connection; others work.
        Self(
            name: "a connection dropped silently", costsConnection: true,
            seen: [.idle: .replacement, .pooled: .timeout, .traffic: .timeout],
            begin: { environment, _ in environment.proxy.inject(.silentDrop) }),
        Self(
            name: "a half-open connection", costsConnection: true,
            seen: [.firstUse: .outage(silence), .idle: .replacement, .pooled: .timeout, .traffic: .timeout],
            begin: { environment, position in
                environment.proxy.inject(.halfOpen, when: position == .firstUse ? .onConnect() : .now)
            }),
        process(
            "SIGSTOP, then SIGCONT",
            begin: { environment, _ in environment.server.freeze() },
            end: { environment, _ in environment.server.thaw() }),
        process(
            "CLIENT PAUSE",
            begin: { environment, _ in
                _ = try await environment.admin().send("CLIENT", "PAUSE", 3000, "ALL", as: String.self)
            },
            end: answersAgain),
        process(
            "DEBUG SLEEP",
            begin: { environment, _ in
                let admin = try environment.admin()
                _ = try await admin.send("PING", as: String.self)
                Task { try await admin.send("DEBUG", "SLEEP", 3, as: String.self) }
                // It sleeps when a server that was quick to answer before no longer is.
                try await FaultMatrix.until("the server sleeps") {
                    let probe = try environment.admin().withTimeout(.milliseconds(50))
                    return await FaultMatrix.tried { try await probe.send("PING", as: String.self) }.error != nil
                }
            },
            end: answersAgain),
    ]

    private static let silence = FaultMatrix.Outage(causes: [.handshake], isSilent: true)

    /// A first use detects it while connecting, and so does the replacement of an idle connection.
    private static let seenOfSilence: [FaultMatrix.Position: FaultMatrix.Sight] = [
        .firstUse: .outage(silence), .idle: .outage(silence), .pooled: .timeout, .traffic: .timeout,
    ]

    private static func silent(_ name: String, _ fault: Fault, trickles: Bool = false) -> Self {
        Self(
            name: name, trickles: trickles, seen: seenOfSilence,
            begin: { environment, _ in environment.proxy.inject(fault, direction: trickles ? .toClient : .both) })
    }

    private static func process(_ name: String, begin: @escaping Step, end: @escaping Step) -> Self {
        Self(name: name, route: .direct, seen: seenOfSilence, begin: begin, end: end)
    }

    private static let answersAgain: Step = { environment, _ in
        let admin = try environment.admin()
        _ = try await admin.send("PING", as: String.self)
    }
}

extension FaultMatrix.FaultRow {
    /// Everything takes longer than usual, and less time than there is.
    static let slow: [Self] = [
        slow("replies delayed", .delayReply(.milliseconds(5))),
        slow("latency with jitter", .latency(.milliseconds(10), jitter: .milliseconds(8))),
        slow("bytes sliced one by one", .slicing()),
        slow("bytes that drip", .slowDrip(bytes: 16, every: .milliseconds(1))),
        slow("a small bandwidth", .bandwidth(bytesPerSecond: 100_000)),
        slow("a slow close", .slowClose(.milliseconds(50))),
        Self(
            name: "a slow accept", costsConnection: true,
            seen: [.firstUse: .answers, .idle: .cuts, .pooled: .cuts, .traffic: .cuts],
            begin: { environment, _ in
                environment.proxy.inject(.slowAccept(.milliseconds(50)))
                if environment.proxy.openConnections > 0 { environment.proxy.inject(.reset) }
            }),
    ]

    private static func slow(_ name: String, _ fault: Fault) -> Self {
        Self(name: name, seen: .everywhere(.answers), begin: { environment, _ in environment.proxy.inject(fault) })
    }
}
