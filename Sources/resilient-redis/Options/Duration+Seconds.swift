extension Duration {
    /// Reads a decimal number of seconds, such as `2`, `0.5` or `1e-3`, to the nanosecond.
    ///
    /// `nil` for what is no number, for one that is not above zero, and for more than 365 days: that is a slip of the
    /// pen, such as milliseconds in place of seconds.
    init?(secondsText: String) {
        // `Double` alone would also read hexadecimal numbers.
        guard secondsText.utf8.allSatisfy(Self.isDecimal), let seconds = Double(secondsText) else { return nil }
        guard seconds > 0, seconds <= 365 * 86_400 else { return nil }
        let nanoseconds = (seconds * 1_000_000_000).rounded()
        guard nanoseconds >= 1 else { return nil }
        self = .nanoseconds(Int64(nanoseconds))
    }

    private static func isDecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
