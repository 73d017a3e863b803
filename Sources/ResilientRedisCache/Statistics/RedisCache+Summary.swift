import ResilientRedisClient

extension RedisCache.Statistics: CustomStringConvertible {
    /// What the numbers come to, in a few lines: the hit ratio, the loads and their time, and what is not zero of the
    /// rest.
    ///
    /// ```
    /// 1204 lookups, 97.4 % hits
    /// loads: 31, 12.5 ms on average, 80.1 ms at most
    /// misses 29, bypasses 2, writes 29, writes skipped 2
    /// ```
    public var description: String {
        var lines = ["\(lookups) lookup\(lookups == 1 ? "" : "s"), \(Self.percent(hitRate)) hits"]
        lines.append(
            loads == 0
                ? "loads: none"
                : "loads: \(loads), \(Self.text(averageLoadTime)) on average, \(Self.text(slowestLoad)) at most")
        let rest = Self.counts.filter { $0.path != \.hits && $0.path != \.loads && self[keyPath: $0.path] != 0 }
        if !rest.isEmpty {
            lines.append(rest.map { "\($0.name) \(self[keyPath: $0.path])" }.joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }

    static let counts: [(path: any WritableKeyPath<RedisCache.Statistics, Int> & Sendable, name: String)] = [
        (\.hits, "hits"), (\.inProcessHits, "in-process hits"), (\.misses, "misses"), (\.bypasses, "bypasses"),
        (\.faults, "faults"),
        (\.undecodable, "undecodable"), (\.foreign, "foreign"), (\.fenced, "fenced"),
        (\.cancellations, "cancellations"), (\.stale, "stale answers"), (\.joinedFlights, "joined flights"),
        (\.promotions, "promotions"), (\.refreshes, "refreshes"), (\.loads, "loads"),
        (\.loadErrors, "load errors"), (\.writes, "writes"), (\.writesSkipped, "writes skipped"),
        (\.writesFenced, "writes fenced"), (\.writeFailures, "writes failed"), (\.unencodable, "unencodable"),
        (\.removed, "removed"), (\.absent, "absent"), (\.pendingInvalidations, "pending invalidations"),
        (\.replayedInvalidations, "replayed invalidations"), (\.epochs, "epochs"),
    ]

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

    private static func text(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        return milliseconds < 1000
            ? "\((milliseconds * 10).rounded() / 10) ms" : "\((milliseconds / 100).rounded() / 10) s"
    }
}
