/// How fast and in what packets one stream's bytes go on.
package struct StreamShape: Sendable, Equatable {
    /// A delay that applies to a packet with a probability.
    package struct Latency: Sendable, Equatable {
        package var rule: FaultTable.RuleID
        package var delay: Duration
        package var jitter: Duration
    }

    package var latencies: [Latency] = []
    /// The most bytes a packet may have; `nil` for any number.
    package var packetSize: Int?
    /// The time from one packet to the next.
    package var interval = Duration.zero
    /// Bytes a second; `nil` for any number.
    package var rate: Int?
    /// How much later the end of the stream is passed on.
    package var closeDelay = Duration.zero

    package init() {}

    /// The most that the latencies may add up to for one packet.
    package var longestLatency: Duration {
        latencies.reduce(.zero) { $0 + $1.delay + $1.jitter }
    }

    /// Whether packets are sent on as they come.
    package var isPlain: Bool { packetSize == nil && rate == nil }

    package mutating func add(_ kind: FaultKind, rule: FaultTable.RuleID) {
        switch kind {
        case .latency(let delay, let jitter): latencies.append(Latency(rule: rule, delay: delay, jitter: jitter))
        case .bandwidth(let bytesPerSecond): rate = min(rate ?? .max, bytesPerSecond)
        case .slicing(let bytes): packetSize = min(packetSize ?? .max, bytes)
        case .slowDrip(let bytes, let every):
            packetSize = min(packetSize ?? .max, bytes)
            interval = max(interval, every)
        case .slowClose(let delay): closeDelay = max(closeDelay, delay)
        default: break
        }
    }

    /// The next packet of a stream that has so many bytes waiting, and the time until the one after it may go.
    package func nextPacket(of available: Int) -> (bytes: Int, pause: Duration) {
        var bytes = min(available, packetSize ?? .max)
        var pause = interval
        if let rate {
            // A two-hundredth of a second at a time is smooth enough.
            bytes = min(bytes, max(1, rate / 200))
            pause = max(pause, .nanoseconds(Int64(Double(bytes) / Double(rate) * 1e9)))
        }
        return (bytes, pause)
    }
}
