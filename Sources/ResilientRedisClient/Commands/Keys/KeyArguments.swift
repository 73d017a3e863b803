public import FoundationEssentials

/// What kind of value a key holds.
public struct RedisKeyType: RawRepresentable, Sendable, Hashable, RESPArgument, RESPDecodable {
    /// The server's name for the kind.
    public let rawValue: String

    /// Makes a kind from the server's name for it, for example of a module's own type.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A string, which numbers and bitmaps are too.
    public static let string = RedisKeyType(rawValue: "string")
    /// A list.
    public static let list = RedisKeyType(rawValue: "list")
    /// A set.
    public static let set = RedisKeyType(rawValue: "set")
    /// A sorted set, which geographic indexes are too.
    public static let sortedSet = RedisKeyType(rawValue: "zset")
    /// A hash.
    public static let hash = RedisKeyType(rawValue: "hash")
    /// A stream.
    public static let stream = RedisKeyType(rawValue: "stream")
}

extension RedisKeyType: CustomStringConvertible {
    /// The server's name for the kind.
    public var description: String { rawValue }
}

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

extension RedisTimeToLive {
    /// Reads the reply of `TTL`: seconds, -1 for a key without expiry, -2 for no key.
    @usableFromInline
    init(seconds value: RESPValue) throws(RESPDecodingError) {
        let time = try RedisTimeToLive(resp: value)
        self = if case .expires = time { .expires(in: .seconds(try Int(resp: value))) } else { time }
    }

    @usableFromInline
    static func list(seconds value: RESPValue) throws(RESPDecodingError) -> [RedisTimeToLive] {
        try value.fieldReplies.map { element throws(RESPDecodingError) in try RedisTimeToLive(seconds: element) }
    }

    @usableFromInline
    static func list(milliseconds value: RESPValue) throws(RESPDecodingError) -> [RedisTimeToLive] {
        try value.fieldReplies.map { element throws(RESPDecodingError) in try RedisTimeToLive(resp: element) }
    }
}

/// When a key or a field of a hash expires.
public enum RedisExpirationTime: Sendable, Hashable {
    /// There is no such key or field.
    case noKey
    /// It does not expire.
    case noExpiry
    /// It expires at this time by the server's clock.
    case expires(at: Date)

    /// The time, or `nil` when there is no such key or field or it does not expire.
    public var date: Date? {
        if case .expires(let date) = self { date } else { nil }
    }

    @usableFromInline
    init(milliseconds value: RESPValue) throws(RESPDecodingError) {
        try self.init(value, unitsPerSecond: 1000)
    }

    @usableFromInline
    init(seconds value: RESPValue) throws(RESPDecodingError) { try self.init(value, unitsPerSecond: 1) }

    private init(_ value: RESPValue, unitsPerSecond: Double) throws(RESPDecodingError) {
        switch try Int(resp: value) {
        case -2: self = .noKey
        case -1: self = .noExpiry
        case let time where time >= 0:
            self = .expires(at: Date(timeIntervalSince1970: Double(time) / unitsPerSecond))
        default: throw RESPDecodingError(expected: Self.self, unreadable: value)
        }
    }

    @usableFromInline
    static func list(seconds value: RESPValue) throws(RESPDecodingError) -> [RedisExpirationTime] {
        try value.fieldReplies.map { element throws(RESPDecodingError) in try RedisExpirationTime(seconds: element) }
    }

    @usableFromInline
    static func list(milliseconds value: RESPValue) throws(RESPDecodingError) -> [RedisExpirationTime] {
        try value.fieldReplies.map { element throws(RESPDecodingError) in
            try RedisExpirationTime(milliseconds: element)
        }
    }
}

extension RESPValue {
    /// The replies for each field of a hash command; none when there is no such hash (Redis before 8 replies so).
    var fieldReplies: [RESPValue] {
        get throws(RESPDecodingError) {
            guard let elements else { throw RESPDecodingError(expected: [RESPValue].self, received: self) }
            return elements
        }
    }
}

/// A condition under which a key's expiry is changed (Redis 7.0 or later).
public struct RedisExpireCondition: Sendable, Hashable, RESPEncodable {
    @usableFromInline let word: String

    @usableFromInline
    init(word: String) { self.word = word }

    /// Only when the key does not expire yet (`NX`).
    @inlinable public static var ifPersistent: RedisExpireCondition { RedisExpireCondition(word: "NX") }

    /// Only when the key expires already (`XX`).
    @inlinable public static var ifExpiring: RedisExpireCondition { RedisExpireCondition(word: "XX") }

    /// Only when the key expires and would do so later than now set (`GT`).
    @inlinable public static var ifLater: RedisExpireCondition { RedisExpireCondition(word: "GT") }

    /// Only when the key would expire earlier than now set, or does not expire yet (`LT`).
    @inlinable public static var ifEarlier: RedisExpireCondition { RedisExpireCondition(word: "LT") }

    /// Appends the condition's word.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}
