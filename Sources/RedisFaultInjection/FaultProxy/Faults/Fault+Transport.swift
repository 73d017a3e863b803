extension Fault {
    // MARK: While connecting

    /// New connections are refused (ECONNREFUSED): nothing listens on the port, which stays reserved for the proxy.
    /// Open connections go on. It counts as having fired once, when it comes into force: the proxy does not see the
    /// connects that the kernel refuses.
    public static let refuse = Fault(.refuse)

    /// New connections are accepted and closed in an orderly way before a byte was exchanged. Open ones go on: set off by
    /// something on one of them, it happens to the next that comes.
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

    /// The server's side of the connection is closed without the client noticing: what it sends is acknowledged and lost.
    /// With the direction `toServer` the client's side is closed without the server noticing. When the fault is
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

    /// Bytes arrive later by `delay`, give or take `jitter` (none by default), in order. With a probability below 1 it is
    /// drawn for every packet.
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
