package import RedisTransport

/// Decides when calls have waited so long that their tasks are to hear of their cancellation (see ``Call``).
///
/// Calls are counted in generations, of which one ends after each ``age`` for as long as there are young calls. So a call
/// stays young for that time at least, and at most twice as long.
package struct YoungCalls {
    package static let age = Duration.milliseconds(5)

    /// The generation of the calls that are submitted now.
    package private(set) var generation: UInt32 = 0
    /// When it ends; `nil` while no call is young.
    package private(set) var nextEnd: MonotonicTime?

    package init() {}

    /// A call of the present generation is submitted.
    package mutating func callWasSubmitted(now: @autoclosure () -> MonotonicTime) {
        if nextEnd == nil { nextEnd = now() + Self.age }
    }

    /// Lets time pass. `endYouth` sends the tasks back whose calls are of another generation than the one it is given,
    /// which ends now, and tells whether young calls are left.
    package mutating func timePassed(now: MonotonicTime, endYouth: (UInt32) -> Bool) {
        guard let nextEnd, now >= nextEnd else { return }
        self.nextEnd = endYouth(generation) ? now + Self.age : nil
        generation &+= 1
    }

    /// All calls have been answered.
    package mutating func areAllAnswered() { nextEnd = nil }
}

extension Sequence<Call> {
    /// Sends the tasks of young calls of other generations back. Whether young calls are left.
    ///
    /// It looks no further than to the first one that is of this generation: of those behind it, nearly all are.
    func endYouth(before generation: UInt32) -> Bool {
        for call in self where call.isYoung {
            if call.generation == generation { return true }
            call.sendTaskBack()
        }
        return false
    }
}
