/// How long a key has left.
public enum RedisTimeToLive: Sendable, Hashable {
    /// There is no such key.
    case noKey
    /// The key does not expire.
    case noExpiry
    /// The key expires after this time, precise to the millisecond.
    case expires(in: Duration)

    /// The time left, or `nil` when there is no such key or it does not expire.
    public var remaining: Duration? {
        if case .expires(let duration) = self { duration } else { nil }
    }
}

extension RedisTimeToLive: RESPDecodable {
    /// Reads the reply of `PTTL`: milliseconds, -1 for a key without expiry, -2 for no key.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        switch try Int(resp: value) {
        case -2: self = .noKey
        case -1: self = .noExpiry
        case let milliseconds where milliseconds >= 0: self = .expires(in: .milliseconds(milliseconds))
        default: throw RESPDecodingError(expected: Self.self, unreadable: value)
        }
    }
}
