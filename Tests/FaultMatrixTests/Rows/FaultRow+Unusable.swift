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
            begin: { stage, _ in
                // It ends within the next reply. After more of them its end might, by chance, be that of one: what follows
                // would be in order, for other callers, and no client could know.
                stage.proxy.inject(.replaceReply(with: "$6\r\nvalue"), when: .onCommand(stage.readCommand))
            }),
        outOfStep("one reply too many", .duplicateReply, .answers),
        outOfStep("a reply that never comes", .swallowReply, .timeout),
        outOfStep("a reply that waits for the one after it", .reorderReply, .timeout),
        Self(
            name: "a reply before anything was asked", hitsLastCall: true, costsConnection: true,
            seen: [.idle: .cuts, .pooled: .cuts, .traffic: .cuts],
            begin: { stage, _ in
                let unasked = stage.proxy.inject(.prependReply("+UNASKED\r\n"), when: .afterIdle(.milliseconds(5)))
                try await unasked.waitUntilFired(within: FaultMatrix.patience)
                // A call before the client has seen it would get it.
                try await FaultMatrix.until("the connection is given up") { stage.proxy.openConnections == 0 }
            }),
    ]

    private static func unusable(_ name: String, _ fault: Fault) -> Self {
        Self(
            name: name, costsConnection: true, seen: .everywhere(.unusableReply),
            begin: { stage, _ in stage.proxy.inject(fault, when: .onCommand(stage.readCommand)) })
    }

    private static func outOfStep(_ name: String, _ fault: Fault, _ sight: FaultMatrix.Sight) -> Self {
        Self(
            name: name, hitsLastCall: true, costsConnection: true, seen: .everywhere(sight),
            begin: { stage, position in
                let calls = position == .traffic ? FaultMatrix.tasks : 1
                stage.proxy.inject(fault, when: .onCommand(stage.readCommand, nth: calls))
            })
    }
}
