import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// One reply is not what it should be.
    static let unusable: [Self] = [
        unusable("garbage", .garbage()),
        unusable("a giant header", .giantHeader),
        unusable("a reply nested too deep", .deepNesting()),
        unusable("a bulk string without its end", .replaceReply(with: "$3\r\nabcdef\r\n")),
        // Without another reply behind it, it looks like one that is still to come.
        outOfStep("a truncated bulk string, and silence", .replaceReply(with: "$24\r\nvalue"), .timeout),
        Self(
            name: "a truncated bulk string, and more replies", seen: [.traffic: .unusableReply],
            begin: { environment, _ in
                // It ends within the next reply. After more of them its end might, by chance, be that of one: what
                // follows would be in order, for other callers, and no client could know.
                environment.proxy.inject(.replaceReply(with: "$6\r\nvalue"), when: .onCommand(environment.readCommand))
            }),
        outOfStep("one reply too many", .duplicateReply, .answers),
        outOfStep("a reply that never comes", .swallowReply, .timeout),
        outOfStep("a reply that waits for the one after it", .reorderReply, .timeout),
        Self(
            name: "a reply before anything was asked", hitsLastCall: true, costsConnection: true,
            seen: [.idle: .cuts, .pooled: .cuts, .traffic: .cuts],
            begin: { environment, _ in
                let unasked = environment.proxy.inject(
                    .prependReply("+UNASKED\r\n"), when: .afterIdle(.milliseconds(5)))
                try await unasked.waitUntilFired(within: FaultMatrix.patience)
                // A call before the client has seen it would get it.
                try await FaultMatrix.until("the connection is given up") { environment.proxy.openConnections == 0 }
            }),
    ]

    private static func unusable(_ name: String, _ fault: Fault) -> Self {
        Self(
            name: name, costsConnection: true, seen: .everywhere(.unusableReply),
            begin: { environment, _ in environment.proxy.inject(fault, when: .onCommand(environment.readCommand)) })
    }

    private static func outOfStep(_ name: String, _ fault: Fault, _ sight: FaultMatrix.Sight) -> Self {
        Self(
            name: name, hitsLastCall: true, costsConnection: true, seen: .everywhere(sight),
            begin: { environment, position in
                let calls = position == .traffic ? FaultMatrix.tasks : 1
                environment.proxy.inject(fault, when: .onCommand(environment.readCommand, nth: calls))
            })
    }
}

extension FaultMatrix.FaultRow {
    /// What an error reply may say about the whole server. It is one once a PING gets the same reply.
    private static let announcements = ["LOADING", "MASTERDOWN", "CLUSTERDOWN"]

    /// The server refuses a write by name, and that concerns the write alone.
    static let refusals: [Self] = ServerErrorReply.canned.filter { $0 != .maxClients }.map { reply in
        let name = String(reply.text.prefix { $0 != " " })
        return Self(
            name: "a write refused with \(name)",
            // A primary that became a replica: the name may lead to another one by now.
            costsConnection: name == "READONLY",
            seen: .everywhere(.refusal(name, isOutage: false)),
            begin: { environment, _ in environment.proxy.inject(.errorReply(reply), when: .onCommand("SET")) })
    }

    /// The server refuses a write by name, and a PING as well: it is the server's state. At first use and on an idle
    /// connection a PING comes first; "LOADING from the first reply on" is the row for that.
    static let announcedStates: [Self] = ServerErrorReply.canned.filter {
        announcements.contains(String($0.text.prefix { $0 != " " }))
    }.map { reply in
        let name = String(reply.text.prefix { $0 != " " })
        return Self(
            name: "a write and a PING refused with \(name)",
            seen: [.pooled: .refusal(name, isOutage: true), .traffic: .refusal(name, isOutage: true)],
            begin: { environment, _ in
                environment.proxy.inject(.errorReply(reply), when: .onCommand("PING"))
                environment.proxy.inject(.errorReply(reply), when: .onCommand("SET"))
            })
    }
}
