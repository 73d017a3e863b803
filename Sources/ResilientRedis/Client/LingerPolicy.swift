/// Decides whether the event loop, with nothing left to do, lingers for a moment before it sleeps.
///
/// A caller that has got its reply often makes its next call within microseconds. When the loop has not gone to sleep by
/// then, the call needs no wake-up, which takes longer than the rest of the way. Where calls do not come one right after
/// the other, lingering would only burn time, so it is given up after two failures and tried again now and then.
package struct LingerPolicy: Sendable {
    /// How long the loop yields its processor, to the caller if that waits for it, before it sleeps.
    package static let limit = Duration.microseconds(25)
    /// After failures, one chance in so many is taken.
    package static let chancesPerTrial = 64
    private static let toleratedFailures = 2

    private var failures = 0
    private var chancesLeft = 0

    package init() {}

    /// Whether to linger now. To be followed by ``lingered(successfully:)`` when it says so.
    package mutating func takesChance() -> Bool {
        if failures < Self.toleratedFailures { return true }
        chancesLeft -= 1
        return chancesLeft == 0
    }

    /// The loop has lingered, and a call has come or none has.
    package mutating func lingered(successfully: Bool) {
        failures = successfully ? 0 : min(failures + 1, Self.toleratedFailures)
        chancesLeft = Self.chancesPerTrial
    }
}
