/// Decides whether the event loop, with nothing left to do, lingers for a moment before it sleeps.
///
/// A server nearby often replies, and a caller that has got its reply often makes its next call, within microseconds. When
/// the loop has not gone to sleep by then, it needs no wake-up, which takes longer than the rest of the way. Where what
/// comes next takes its time, lingering would only burn time, so it is given up after two failures and tried again now and
/// then; where others want the processor, it would take theirs, so it is given up at once and for longer.
package struct LingerPolicy: Sendable {
    /// How long the loop yields its processor, to other threads, before it sleeps.
    package static let limit = Duration.microseconds(50)
    /// A loop that has got its processor back only after this time shares it with others that have much to do.
    package static let crowdedLimit = Duration.microseconds(200)
    /// After failures, one chance in so many is taken.
    package static let chancesPerTrial = 64
    /// On a processor that others want, one chance in so many is taken.
    package static let chancesPerCrowdedTrial = 1024
    private static let toleratedFailures = 2

    private var failures = 0
    private var chancesLeft = 0

    package init() {}

    /// Whether to linger now. To be followed by ``lingered(for:successfully:)`` when it says so.
    package mutating func takesChance() -> Bool {
        if failures < Self.toleratedFailures { return true }
        chancesLeft -= 1
        return chancesLeft == 0
    }

    /// The loop has lingered for a time, and something has come or nothing has.
    package mutating func lingered(for time: Duration, successfully: Bool) {
        let isCrowded = time >= Self.crowdedLimit
        failures = isCrowded ? Self.toleratedFailures : successfully ? 0 : min(failures + 1, Self.toleratedFailures)
        chancesLeft = isCrowded ? Self.chancesPerCrowdedTrial : Self.chancesPerTrial
    }
}

/// Measures whether calls come a few at a time.
///
/// Of many calls, some come before the others. To linger for them, and send those that come first without the rest, costs
/// processor time. So after many have come together, that is remembered for a while, though the next batches may be small.
package struct CallBatches: Sendable {
    /// More calls than this at once are many.
    package static let few = 28
    /// How many small batches in a row show that calls come a few at a time again.
    package static let memory = 32

    private var smallOnesLeft = 0

    package init() {}

    package var areSmall: Bool { smallOnesLeft == 0 }

    /// Some calls have come together.
    package mutating func cameTogether(_ count: Int) {
        if count > Self.few {
            smallOnesLeft = Self.memory
        } else if smallOnesLeft > 0 {
            smallOnesLeft -= 1
        }
    }
}
