package import RedisTransport

/// Decides whether a thread that leaves a message for the event loop gives its processor up for a moment.
///
/// With many callers and few processors, the loop and the server often wait for just the processor on which a caller's
/// thread leaves one message after the other. The system does not interrupt that thread at once, so all messages gather
/// until no caller is left to run; then loop, server and callers work one after another instead of at the same time. A
/// caller who yields once the messages are worth a turn of the loop lets them overlap. On a single processor nothing can,
/// and small turns only cost more.
///
/// Where other processes want the processor, a yield gives them a whole time slice. What tells them from this process'
/// own loop is that this process gets less than half of the processors meanwhile. The next chances are passed over then.
package struct YieldPolicy: Sendable {
    /// A thread yields at every such number of messages that wait.
    package static let messagesWorthATurn = 32
    /// A thread that gets its processor back after this time is late.
    package static let lateAfter = Duration.milliseconds(1)
    /// How long one late thread is remembered when the next one is.
    package static let memory = Duration.seconds(1)
    /// How many chances are passed over where others want the processors.
    package static let chancesPassedOver = 4_096

    private let processors: Int
    private let chancesPassedOver: Int
    private var passedOver = 0
    private var lastLate: (at: MonotonicTime, processTime: Duration)?

    package init(
        processors: Int = SystemThread.usableProcessors, chancesPassedOver: Int = Self.chancesPassedOver
    ) {
        self.processors = processors
        self.chancesPassedOver = chancesPassedOver
    }

    /// Whether to yield, now that so many messages wait.
    package mutating func takesChance(waiting count: Int) -> Bool {
        guard processors > 1, count.isMultiple(of: Self.messagesWorthATurn) else { return false }
        guard passedOver > 0 else { return true }
        passedOver -= 1
        return false
    }

    /// A thread has yielded and got its processor back late, when its process had used so much time of all processors.
    package mutating func cameBackLate(at now: MonotonicTime, processTime: Duration) {
        if let lastLate, now - lastLate.at <= Self.memory,
            processTime - lastLate.processTime < (now - lastLate.at) * processors / 2
        {
            passedOver = chancesPassedOver
        }
        lastLate = (now, processTime)
    }
}
