import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// Everything takes longer than usual, and less time than there is.
    static let slow: [Self] = [
        slow("replies delayed", .delayReply(.milliseconds(5))),
        slow("latency with jitter", .latency(.milliseconds(10), jitter: .milliseconds(8))),
        slow("bytes sliced one by one", .slicing()),
        slow("bytes that drip", .slowDrip(bytes: 16, every: .milliseconds(1))),
        slow("a small bandwidth", .bandwidth(bytesPerSecond: 100_000)),
        slow("a slow close", .slowClose(.milliseconds(50))),
        Self(
            name: "a slow accept", costsConnection: true,
            seen: [.firstUse: .answers, .idle: .cuts, .pooled: .cuts, .traffic: .cuts],
            begin: { stage, _ in
                stage.proxy.inject(.slowAccept(.milliseconds(50)))
                if stage.proxy.openConnections > 0 { stage.proxy.inject(.reset) }
            }),
    ]

    private static func slow(_ name: String, _ fault: Fault) -> Self {
        Self(name: name, seen: .everywhere(.answers), begin: { stage, _ in stage.proxy.inject(fault) })
    }
}
