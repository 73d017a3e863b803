extension FaultKind {
    /// The fault as Swift code that makes it again.
    var code: String {
        switch self {
        case .refuse: ".refuse"
        case .fullBacklog: ".fullBacklog"
        case .slowAccept(let delay): ".slowAccept(\(delay.code))"
        case .acceptThenClose: ".acceptThenClose"
        case .end(let ending): "\(ending)"
        case .halfOpen: ".halfOpen"
        case .silentDrop: ".silentDrop"
        case .blackHole: ".blackHole"
        case .latency(let delay, .zero): ".latency(\(delay.code))"
        case .latency(let delay, let jitter): ".latency(\(delay.code), jitter: \(jitter.code))"
        case .bandwidth(let rate): ".bandwidth(bytesPerSecond: \(rate))"
        case .slicing(let bytes): ".slicing(bytes: \(bytes))"
        case .slowDrip(let bytes, let interval): ".slowDrip(bytes: \(bytes), every: \(interval.code))"
        case .slowClose(let delay): ".slowClose(\(delay.code))"
        case .replaceReply(let bytes): ".replaceReply(with: \(Self.literal(bytes)))"
        case .delayReply(let delay): ".delayReply(\(delay.code))"
        case .swallowReply: ".swallowReply"
        case .duplicateReply: ".duplicateReply"
        case .truncateReply(let bytes): ".truncateReply(bytes: \(bytes))"
        case .reorderReply: ".reorderReply"
        case .prependReply(let bytes): ".prependReply(\(Self.literal(bytes)))"
        case .errorReply(let reply): ".errorReply(\(reply))"
        case .garbage(let bytes): ".garbage(bytes: \(bytes))"
        case .giantHeader: ".giantHeader"
        case .deepNesting(let levels): ".deepNesting(levels: \(levels))"
        }
    }

    /// Text where the bytes are text, else an array.
    private static func literal(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self)?.debugDescription ?? "\(bytes)"
    }
}

extension Duration {
    /// The duration as Swift code, in the largest unit that says it exactly; nothing below a nanosecond is kept.
    var code: String {
        let (seconds, attoseconds) = components
        let nanoseconds = attoseconds / 1_000_000_000
        if nanoseconds == 0 { return ".seconds(\(seconds))" }
        let units: [(name: String, perSecond: Int64)] = [
            ("milliseconds", 1000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000),
        ]
        for unit in units {
            let perUnit = 1_000_000_000 / unit.perSecond
            if nanoseconds % perUnit == 0 {
                return ".\(unit.name)(\(seconds * unit.perSecond + nanoseconds / perUnit))"
            }
        }
        return ".nanoseconds(0)"
    }
}
