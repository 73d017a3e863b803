extension Fault {
    // MARK: While connecting

    /// New connections are refused (ECONNREFUSED): nothing listens on the port, which stays reserved for the proxy.
    /// Open connections go on. It counts as having fired once, when it comes into force: the proxy does not see the
    /// connects that the kernel refuses.
    public static let refuse = Fault(.refuse)

    /// New connections are accepted and closed in an orderly way before a byte was exchanged. Open ones go on: set off
    /// by something on one of them, it happens to the next that comes.
    public static let acceptThenClose = Fault(.acceptThenClose)

    /// New connections hang: the queue of the listening socket is full, so that a SYN gets no answer of any kind.
    /// Open connections go on. On systems that accept beyond a full queue the journal says so. It counts as having
    /// fired once, when it comes into force, as with ``refuse``.
    public static let fullBacklog = Fault(.fullBacklog)

    /// New connections are connected, but nothing is read from them and nothing sent for the time given: the server
    /// behind them is slow to accept.
    public static func slowAccept(_ delay: Duration) -> Fault { Fault(.slowAccept(delay.atLeastZero)) }

    // MARK: Ends of connections

    /// The connection is reset (RST) towards the sides that the direction names; the other side sees an orderly end.
    public static let reset = Fault(.end(.reset))

    /// The connection ends in an orderly way (FIN) on both sides. With the direction `toClient` or `toServer` that side
    /// alone receives the end of input, and may go on sending.
    public static let fin = Fault(.end(.fin))

    /// Cuts the connection off right after the bytes that the trigger names, as in
    /// `inject(.cut(.reset), when: .afterBytes(17, .toServer))`: exactly those bytes arrive. The same as ``reset`` or
    /// ``fin``.
    public static func cut(_ ending: Ending) -> Fault { Fault(.end(ending)) }

    /// The server's side of the connection is closed without the client noticing: what it sends is acknowledged and
    /// lost. With the direction `toServer` the client's side is closed without the server noticing. When the fault is
    /// lifted, the side that was left behind is reset.
    public static let halfOpen = Fault(.halfOpen)

    /// The network forgets the connection, as a firewall's connection tracking does after idle time: neither side
    /// notices, and the kernel stops acknowledging what is sent. New connections work. Lifted, the connection goes on.
    ///
    /// It needs Linux and the right to attach a socket filter; without those it is a ``blackHole`` on that connection,
    /// and the journal says so.
    public static let silentDrop = Fault(.silentDrop)

    // MARK: On the stream

    /// Bytes are acknowledged and vanish, sockets stay open, on open and on new connections. A connection that has lost
    /// bytes cannot be mended: it is reset when the fault is lifted.
    public static let blackHole = Fault(.blackHole)

    /// Bytes arrive later by `delay`, give or take `jitter` (none by default), in order. With a probability below 1 it
    /// is drawn for every packet.
    public static func latency(_ delay: Duration, jitter: Duration = .zero) -> Fault {
        Fault(.latency(delay.atLeastZero, jitter: jitter.atLeastZero))
    }

    /// No more than so many bytes a second (at least 1) pass on each connection.
    public static func bandwidth(bytesPerSecond: Int) -> Fault {
        Fault(.bandwidth(bytesPerSecond: max(1, bytesPerSecond)))
    }

    /// Bytes are sent on in packets of so many (1 by default, and at least 1).
    public static func slicing(bytes: Int = 1) -> Fault { Fault(.slicing(bytes: max(1, bytes))) }

    /// Bytes arrive in packets of `bytes` (1 by default), with a pause after each.
    public static func slowDrip(bytes: Int = 1, every interval: Duration) -> Fault {
        Fault(.slowDrip(bytes: max(1, bytes), every: interval.atLeastZero))
    }

    /// When one side closes, the other receives the end after the time given.
    public static func slowClose(_ delay: Duration) -> Fault { Fault(.slowClose(delay.atLeastZero)) }
}

extension Duration {
    /// The duration, or zero for a negative one.
    var atLeastZero: Duration { max(self, .zero) }
}

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

extension Fault {
    /// The fault of that name with figures that suit a first look: for command lines and the like.
    ///
    /// - Throws: ``FaultInjectionError`` with all the valid names when there is none of that name.
    public init(named name: String) throws {
        guard let fault = Self.catalogue.first(where: { $0.name == name })?.fault else {
            throw FaultInjectionError(
                code: .invalidArgument,
                message: "no fault is named \"\(name)\"; the names are \(Self.names.joined(separator: ", "))"
            )
        }
        self = fault
    }

    /// The names that ``init(named:)`` knows.
    public static var names: [String] { catalogue.map(\.name) }

    private static let catalogue: [(name: String, fault: Fault)] =
        [
            ("refuse", .refuse),
            ("accept-then-close", .acceptThenClose),
            ("full-backlog", .fullBacklog),
            ("slow-accept", .slowAccept(.milliseconds(500))),
            ("reset", .reset),
            ("fin", .fin),
            ("half-open", .halfOpen),
            ("silent-drop", .silentDrop),
            ("black-hole", .blackHole),
            ("latency", .latency(.milliseconds(100), jitter: .milliseconds(20))),
            ("bandwidth", .bandwidth(bytesPerSecond: 10_000)),
            ("slicing", .slicing()),
            ("slow-drip", .slowDrip(every: .milliseconds(100))),
            ("slow-close", .slowClose(.milliseconds(500))),
            ("replace-reply", .replaceReply(with: "+REPLACED\r\n")),
            ("delay-reply", .delayReply(.milliseconds(500))),
            ("swallow-reply", .swallowReply),
            ("duplicate-reply", .duplicateReply),
            ("truncate-reply", .truncateReply()),
            ("reorder-reply", .reorderReply),
            ("prepend-reply", .prependReply("+UNASKED\r\n")),
            ("garbage", .garbage()),
            ("giant-header", .giantHeader),
            ("deep-nesting", .deepNesting()),
        ] + ServerErrorReply.canned.map { ($0.name ?? "", .errorReply($0)) }
}
