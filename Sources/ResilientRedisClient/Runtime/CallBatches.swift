/// Tells whether calls come a few at a time.
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
