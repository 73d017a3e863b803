/// An entry of a stream.
public struct RedisStreamEntry<Field: RESPDecodable, Value: RESPDecodable>: RESPDecodable {
    /// The entry's ID.
    public let id: RedisStreamID
    /// The entry's fields and values in their order. There are none when the entry was deleted.
    public let fields: [RedisHashEntry<Field, Value>]

    /// Makes an entry.
    public init(id: RedisStreamID, fields: [RedisHashEntry<Field, Value>]) {
        self.id = id
        self.fields = fields
    }

    /// Reads a list of the ID and the fields.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count >= 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        self.init(id: try RedisStreamID(resp: parts[0]), fields: try RedisHashEntry.list(parts[1]))
    }

    /// Reads entries; a null stands for one that was deleted (Redis before 7) and is left out.
    @usableFromInline
    static func list(_ value: RESPValue) throws(RESPDecodingError) -> [RedisStreamEntry] {
        guard let elements = value.elements else { throw RESPDecodingError(expected: [Self].self, received: value) }
        var entries: [RedisStreamEntry] = []
        entries.reserveCapacity(elements.count)
        for element in elements where element != .null { entries.append(try RedisStreamEntry(resp: element)) }
        return entries
    }
}

extension RedisStreamEntry where Field: Equatable {
    /// Returns the value of the first field of this name, or `nil`.
    public subscript(field: Field) -> Value? { fields.first { $0.field == field }?.value }
}

extension RedisStreamEntry: Sendable where Field: Sendable, Value: Sendable {}
extension RedisStreamEntry: Equatable where Field: Equatable, Value: Equatable {}
extension RedisStreamEntry: Hashable where Field: Hashable, Value: Hashable {}

/// A stream and entries of it.
public struct RedisStreamBatch<Field: RESPDecodable, Value: RESPDecodable> {
    /// The key's bytes.
    public let keyBytes: [UInt8]
    /// The entries, the oldest first.
    public let entries: [RedisStreamEntry<Field, Value>]

    /// The key as text; bytes that are not UTF-8 are repaired.
    public var key: String { String(decoding: keyBytes, as: UTF8.self) }

    /// Reads the reply of `XREAD`: pairs of keys and entries, or a null when there are none.
    @usableFromInline
    static func list(_ value: RESPValue) throws(RESPDecodingError) -> [RedisStreamBatch] {
        var batches: [RedisStreamBatch] = []
        let paired = try value.forEachPair { (key, entries, _) throws(RESPDecodingError) in
            batches.append(
                RedisStreamBatch(keyBytes: try [UInt8](resp: key), entries: try RedisStreamEntry.list(entries)))
        }
        guard paired else { throw RESPDecodingError(expected: [Self].self, received: value) }
        return batches
    }
}

extension RedisStreamBatch: Sendable where Field: Sendable, Value: Sendable {}
extension RedisStreamBatch: Equatable where Field: Equatable, Value: Equatable {}

/// What `XAUTOCLAIM` gave to a consumer.
public struct RedisClaimedEntries<Entry> {
    /// Where to go on; `nil` when all pending entries were looked at.
    public let next: RedisStreamID?
    /// The entries that the consumer was given.
    public let entries: [Entry]
    /// Pending entries that were deleted from the stream and are pending no longer (Redis 7.0 or later).
    public let deleted: [RedisStreamID]

    @usableFromInline
    init(
        _ value: RESPValue, entries read: (RESPValue) throws(RESPDecodingError) -> [Entry]
    ) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count >= 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        let next = try RedisStreamID(resp: parts[0])
        self.next = next == .zero ? nil : next
        entries = try read(parts[1])
        deleted = parts.count > 2 ? try [RedisStreamID](resp: parts[2]) : []
    }
}

extension RedisClaimedEntries: Sendable where Entry: Sendable {}
extension RedisClaimedEntries: Equatable where Entry: Equatable {}

/// What `XCLAIM` sets of the entries that it gives to a consumer.
public struct RedisClaimOptions: Sendable, Hashable, RESPEncodable {
    /// How long ago the entries count as delivered; by default they are delivered now.
    public var idleTime: Duration?
    /// How often the entries count as delivered; by default once more than before.
    public var deliveries: Int?
    /// Whether to give entries that are not pending as well.
    public var isForced: Bool

    /// Makes options.
    public init(idleTime: Duration? = nil, deliveries: Int? = nil, isForced: Bool = false) {
        self.idleTime = idleTime
        self.deliveries = deliveries
        self.isForced = isForced
    }

    /// Appends the words that `XCLAIM` has for them.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(KeywordArgument("IDLE", idleTime.map(WholeMilliseconds.init)))
        encoder.append(KeywordArgument("RETRYCOUNT", deliveries.map(NonNegative.init)))
        if isForced { encoder.append("FORCE") }
    }
}
