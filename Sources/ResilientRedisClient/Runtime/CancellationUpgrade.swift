package import RedisTransport

/// Decides when a waiting call gets a cancellation handler (see ``ReplyWaiter``).
///
/// Calls are counted in generations. A generation ends after each ``age`` for as long as calls wait without a handler,
/// so a call waits without one for that time at least and for twice that time at most.
package struct CancellationUpgrade {
    package static let age = Duration.milliseconds(5)

    /// The generation of the calls that are submitted now.
    package private(set) var generation: UInt32 = 0
    /// When it ends; `nil` while no call waits without a handler.
    package private(set) var nextEnd: MonotonicTime?

    package init() {}

    /// A call of the present generation is submitted.
    package mutating func callWasSubmitted(now: @autoclosure () -> MonotonicTime) {
        if nextEnd == nil { nextEnd = now() + Self.age }
    }

    /// Lets time pass. When the generation ends, `upgrade` gives a handler to all calls of the generations before the one
    /// that it is given, and returns whether calls without one are left.
    package mutating func advance(to now: MonotonicTime, upgrade: (UInt32) -> Bool) {
        guard let nextEnd, now >= nextEnd else { return }
        self.nextEnd = upgrade(generation) ? now + Self.age : nil
        generation &+= 1
    }

    /// All calls have been answered.
    package mutating func reset() { nextEnd = nil }
}

extension Sequence<Call> {
    /// Gives calls of earlier generations a cancellation handler. Returns whether calls without one are left.
    ///
    /// It stops at the first call of this generation: nearly all calls behind it are of this generation too.
    func upgrade(before generation: UInt32) -> Bool {
        for call in self where call.waiter.isWithoutHandler {
            if call.generation == generation { return true }
            call.upgrade()
        }
        return false
    }
}
