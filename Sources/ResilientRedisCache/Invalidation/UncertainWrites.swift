import ResilientRedisClient
package import RedisTransport

/// The writes of this process that may still arrive at the server, as a value: those that got no answer, and those that
/// an invalidation overtook.
///
/// A server that was frozen reads what lies in its sockets when it goes on, also from connections that were given up,
/// and shared connections are not in step with each other. So a value that was loaded before an invalidation may appear
/// after it. It is recognised by its writer and its number.
package struct UncertainWrites {
    private struct Entry {
        var sequence: UInt32
        var isInvalidated: Bool
        var noted: MonotonicTime
    }

    private var entries: [CacheKey: Entry] = [:]
    private let limit: Int
    /// Nothing stays on its way longer than this.
    package static let patience = Duration.seconds(5 * 60)

    package init(limit: Int = 65_536) {
        self.limit = limit
    }

    package var isEmpty: Bool { entries.isEmpty }
    package var count: Int { entries.count }

    /// A write got no answer, or is overtaken. False when there is no room to note it.
    ///
    /// - Parameter last: The latest number there is. The write's own may be much older, as its load may have taken long.
    package mutating func note(
        _ key: CacheKey, sequence: UInt32, last: UInt32, isInvalidated: Bool, now: MonotonicTime
    ) -> Bool {
        if entries[key] == nil, entries.count >= limit {
            entries = entries.filter { now - $0.value.noted < Self.patience }
            guard entries.count < limit else { return false }
        }
        let earlier = entries[key].flatMap { $0.sequence.isRecent(at: last) ? $0 : nil }
        entries[key] = Entry(
            sequence: sequence, isInvalidated: isInvalidated || earlier?.isInvalidated ?? false, noted: now)
        if let earlier, earlier.sequence.isAfter(sequence) { entries[key]?.sequence = earlier.sequence }
        return true
    }

    /// The key was invalidated: what of it is still on its way counts for nothing.
    package mutating func invalidate(_ key: CacheKey) { entries[key]?.isInvalidated = true }

    /// Everything was invalidated, by a new epoch: that tells the values apart as well.
    package mutating func invalidateAll() { entries = [:] }

    /// Whether a value of this process comes from before an invalidation.
    ///
    /// - Parameter last: The latest number there is. Once the numbers are half around, an entry would hit new values.
    package func isOutdated(_ key: CacheKey, sequence: UInt32, last: UInt32) -> Bool {
        guard let entry = entries[key], entry.isInvalidated, entry.sequence.isRecent(at: last) else { return false }
        return !sequence.isAfter(entry.sequence)
    }
}

extension UInt32 {
    /// Whether a number that counts up and wraps around is later than another.
    package func isAfter(_ other: UInt32) -> Bool { Int32(bitPattern: self &- other) > 0 }

    /// Whether it comes from before a number that was the latest a moment ago, and not by half of all numbers.
    fileprivate func isRecent(at last: UInt32) -> Bool {
        (-(1 << 16)..<1 << 30).contains(Int32(bitPattern: last &- self))
    }
}
