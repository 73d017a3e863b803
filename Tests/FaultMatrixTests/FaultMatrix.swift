import Testing

/// Every fault between a client and its server, in every position a client can be in, against real servers.
///
/// The rows are in `Rows/`: what goes wrong, and what callers are to see of it in each position. Time is the client's
/// own: deadlines, backoff and idle time pass by a clock that the tests move, so that a busy machine is not taken for a
/// fault.
@Suite("The fault matrix", .timeLimit(.minutes(10 * slowness)))
enum FaultMatrix {
    /// What may come on top of a deadline, beside the delays of a busy machine: those are measured, and met once by
    /// every thread that a call passes.
    static let slack = Duration.milliseconds(300) * slowness
    /// How long a test waits for what must happen at once, before it gives up.
    static let patience = Duration.seconds(60)
    /// How many tasks make up traffic.
    static let tasks = 50
}

extension FaultMatrix {
    /// What the client was doing when the fault began.
    enum Position: String, Sendable, CaseIterable {
        case firstUse = "at first use"
        /// Its connection was not used for longer than the health check's interval.
        case idle = "on an idle connection"
        /// Its connection was used a moment ago, so that no health check precedes a command.
        case pooled = "on a connection just used"
        case traffic = "in the traffic of 50 tasks"
    }
}
