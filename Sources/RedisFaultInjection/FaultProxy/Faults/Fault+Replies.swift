extension Fault {
    // Replies are matched to requests by position. What a server sends out of band (RESP3 pushes) passes untouched.

    /// Other bytes come instead of the reply.
    public static func replaceReply(with bytes: [UInt8]) -> Fault { Fault(.replaceReply(bytes)) }

    /// Other text comes instead of the reply; line ends are written `\r\n`.
    public static func replaceReply(with text: String) -> Fault { .replaceReply(with: Array(text.utf8)) }

    /// The reply comes later; those behind it wait.
    public static func delayReply(_ delay: Duration) -> Fault { Fault(.delayReply(delay.atLeastZero)) }

    /// The reply never comes; those behind it do, and so seem to answer the request before.
    public static let swallowReply = Fault(.swallowReply)

    /// The reply comes twice.
    public static let duplicateReply = Fault(.duplicateReply)

    /// Only the reply's first bytes come (3 by default); the next reply follows right behind them.
    public static func truncateReply(bytes: Int = 3) -> Fault { Fault(.truncateReply(bytes: max(0, bytes))) }

    /// The reply comes after the one that follows it.
    public static let reorderReply = Fault(.reorderReply)

    /// Unsolicited bytes come before the reply; with the triggers `onConnect` and `afterIdle` at once.
    public static func prependReply(_ bytes: [UInt8]) -> Fault { Fault(.prependReply(bytes)) }

    /// Unsolicited text comes before the reply; line ends are written `\r\n`.
    public static func prependReply(_ text: String) -> Fault { .prependReply(Array(text.utf8)) }

    /// An error comes instead of the reply. ``ServerErrorReply/maxClients`` turns new connections away instead, as a
    /// server does: the line comes before any request, then the connection is closed.
    public static func errorReply(_ reply: ServerErrorReply) -> Fault { Fault(.errorReply(reply)) }

    /// So many random bytes (32 by default) that are no RESP come instead of the reply. The bytes follow from the seed.
    public static func garbage(bytes: Int = 32) -> Fault { Fault(.garbage(bytes: max(1, bytes))) }

    /// The header of a bulk string longer than any address space comes instead of the reply.
    public static let giantHeader = Fault(.giantHeader)

    /// Arrays within arrays come instead of the reply, 10,000 deep by default.
    public static func deepNesting(levels: Int = 10_000) -> Fault { Fault(.deepNesting(levels: max(1, levels))) }
}
