import RedisTransport

extension Duration: SettingCodable {
    /// Reads a decimal number with a unit: `2s`, `500ms`, `1.5m`. Without a unit it is seconds.
    init?(settingText: String) {
        let text = settingText.utf8
        let number = text.prefix { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || isDigit($0) }
        let unitName = String(settingText[number.endIndex...])
        guard let unit = Self.units[unitName] else { return nil }

        let negative = number.first == UInt8(ascii: "-")
        let parts = (negative ? number.dropFirst() : number).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        // Few enough digits that nothing below can overflow.
        guard let whole = parts.first, (1...9).contains(whole.count), whole.allSatisfy(isDigit) else { return nil }
        var result = unit * (Int(String(Substring(whole))) ?? 0)
        if parts.count == 2 {
            guard (1...9).contains(parts[1].count), parts[1].allSatisfy(isDigit) else { return nil }
            var scale = 1
            for _ in parts[1] { scale *= 10 }
            result += unit * (Int(String(Substring(parts[1]))) ?? 0) / scale
        }
        self = negative ? .zero - result : result
    }

    var settingText: String? { decimalSeconds }

    var settingValue: RedisConfiguration.SettingValue { .seconds(self / .seconds(1)) }

    static var settingForm: String { "seconds such as 2 or 0.5, or a number with a unit such as 500ms, 2s or 1m" }

    /// The duration in seconds, as a decimal number down to the nanosecond: `2`, `0.5`.
    var decimalSeconds: String {
        // Within what `components` can tell without a trap.
        let (seconds, attoseconds) = Duration.nanoseconds(clampedNanoseconds).components
        let sign = self < .zero ? "-" : ""
        let nanoseconds = attoseconds.magnitude / 1_000_000_000
        guard nanoseconds > 0 else { return "\(sign)\(seconds.magnitude)" }
        var digits = String(nanoseconds)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(sign)\(seconds.magnitude).\(digits)"
    }

    private static let units: [String: Duration] = [
        "": .seconds(1), "ns": .nanoseconds(1), "us": .microseconds(1), "ms": .milliseconds(1), "s": .seconds(1),
        "m": .seconds(60), "h": .seconds(3_600), "d": .seconds(86_400),
    ]
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
