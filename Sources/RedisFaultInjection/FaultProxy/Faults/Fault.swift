/// Something that goes wrong between a client and its server, to be injected into a ``FaultProxy``.
///
/// ```swift
/// let proxy = try await FaultProxy.start(to: server)
/// let hole = proxy.inject(.blackHole)
/// proxy.inject(.reset, when: .onCommand("GET", nth: 3))
/// proxy.inject(.latency(.milliseconds(20), jitter: .milliseconds(5)), direction: .toClient, probability: 0.3)
/// hole.lift()
/// ```
///
/// Three kinds of faults differ in how long they last, unless changed by `times:` or a plan:
/// - **States** (`blackHole`, `latency`, `refuse`, …): with the trigger `now` for all connections, open and new, until
///   lifted; with another trigger for the connection that set it off, until lifted.
/// - **Events** (`reset`, `fin`, `cut`, `halfOpen`, `silentDrop`): with the trigger `now` once on every open
///   connection; with another trigger once, on the connection that set it off.
/// - **Replies** (`swallowReply`, `errorReply`, `garbage`, …): with the trigger `now` on every reply until lifted; with
///   another trigger on one reply.
public struct Fault: Sendable, Hashable, CustomStringConvertible {
    package let kind: FaultKind

    init(_ kind: FaultKind) { self.kind = kind }

    /// The fault as Swift code, such as `.latency(.milliseconds(20), jitter: .milliseconds(5))`.
    public var description: String { kind.code }

    /// How a connection ends.
    public enum Ending: String, Sendable, Hashable, CustomStringConvertible, CaseIterable {
        /// At once, by a reset (RST): bytes under way may be lost.
        case reset
        /// In an orderly way (FIN).
        case fin

        /// The ending as Swift code.
        public var description: String { ".\(rawValue)" }
    }
}
