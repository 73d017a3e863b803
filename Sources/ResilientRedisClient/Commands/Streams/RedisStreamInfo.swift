/// What is pending in a consumer group.
public struct RedisPendingSummary: Sendable, Hashable, RESPDecodable {
    /// How many entries are pending.
    public let count: Int
    /// The lowest and the highest ID of them; `nil` when there are none.
    public let ids: ClosedRange<RedisStreamID>?
    /// How many entries each consumer has pending.
    public let consumers: [String: Int]

    /// Reads a list of the number, the IDs and the consumers.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 4 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        count = try Int(resp: parts[0])
        let (lowest, highest) = (try RedisStreamID?(resp: parts[1]), try RedisStreamID?(resp: parts[2]))
        if let lowest, let highest, lowest <= highest { ids = lowest...highest } else { ids = nil }
        consumers = try [String: Int](resp: parts[3])
    }
}

/// An entry that a consumer was given and has not acknowledged.
public struct RedisPendingEntry: Sendable, Hashable, RESPDecodable {
    /// The entry's ID.
    public let id: RedisStreamID
    /// The consumer that has it.
    public let consumer: String
    /// How long ago it was delivered last.
    public let idleTime: Duration
    /// How often it was delivered.
    public let deliveries: Int

    /// Reads a list of the ID, the consumer, milliseconds and a number.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 4 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        id = try RedisStreamID(resp: parts[0])
        consumer = try String(resp: parts[1])
        idleTime = .milliseconds(try Int(resp: parts[2]))
        deliveries = try Int(resp: parts[3])
    }
}

/// A stream as `XINFO STREAM` describes it.
public struct RedisStreamInfo: Sendable, Hashable, RESPDecodable {
    /// How many entries it has.
    public let length: Int
    /// The ID of the last entry that was added.
    public let lastID: RedisStreamID
    /// How many consumer groups it has.
    public let groups: Int
    /// The first entry.
    public let first: RedisStreamEntry<String, [UInt8]>?
    /// The last entry.
    public let last: RedisStreamEntry<String, [UInt8]>?
    /// How many entries were ever added (Redis 7.0 or later).
    public let entriesAdded: Int?
    /// The greatest ID of a deleted entry (Redis 7.0 or later).
    public let maximumDeletedID: RedisStreamID?

    /// Reads named fields.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        let fields = try RedisReplyFields(value, of: Self.self)
        length = try fields.value("length")
        lastID = try fields.value("last-generated-id")
        groups = try fields.value("groups")
        first = try fields.optional("first-entry")
        last = try fields.optional("last-entry")
        entriesAdded = try fields.optional("entries-added")
        maximumDeletedID = try fields.optional("max-deleted-entry-id")
    }
}

/// A consumer group as `XINFO GROUPS` describes it.
public struct RedisStreamGroupInfo: Sendable, Hashable, RESPDecodable {
    /// The group's name.
    public let name: String
    /// How many consumers it has.
    public let consumers: Int
    /// How many entries are pending.
    public let pending: Int
    /// The last entry that it was given.
    public let lastDeliveredID: RedisStreamID
    /// How many entries it counts as having read (Redis 7.0 or later).
    public let entriesRead: Int?
    /// How many entries it was not given yet, or `nil` when the server does not know (Redis 7.0 or later).
    public let lag: Int?

    /// Reads named fields.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        let fields = try RedisReplyFields(value, of: Self.self)
        name = try fields.value("name")
        consumers = try fields.value("consumers")
        pending = try fields.value("pending")
        lastDeliveredID = try fields.value("last-delivered-id")
        entriesRead = try fields.optional("entries-read")
        lag = try fields.optional("lag")
    }
}

/// A consumer as `XINFO CONSUMERS` describes it.
public struct RedisStreamConsumerInfo: Sendable, Hashable, RESPDecodable {
    /// The consumer's name.
    public let name: String
    /// How many entries it has pending.
    public let pending: Int
    /// How long ago it asked for entries.
    public let idleTime: Duration
    /// How long ago it was given an entry; `nil` when it never was (Redis 7.2 or later).
    public let inactiveTime: Duration?

    /// Reads named fields.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        let fields = try RedisReplyFields(value, of: Self.self)
        name = try fields.value("name")
        pending = try fields.value("pending")
        idleTime = try fields.milliseconds("idle") ?? .zero
        inactiveTime = try fields.milliseconds("inactive").flatMap { $0 < .zero ? nil : $0 }
    }
}
