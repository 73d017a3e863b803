/// The ID of a stream's entry: the time in milliseconds since 1970 and a number within the millisecond.
public struct RedisStreamID: Sendable, Hashable, Comparable, RESPArgument, RESPDecodable, CustomStringConvertible {
    /// The time in milliseconds since 1970, by the clock of the server that made the ID.
    public var milliseconds: UInt64
    /// The number within the millisecond.
    public var sequence: UInt64

    /// Makes an ID.
    public init(milliseconds: UInt64, sequence: UInt64 = 0) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    /// Reads the server's form, such as `1526919030474-55`; without the second number it is 0.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2, let milliseconds = UInt64(parts[0]) else { return nil }
        guard let sequence = parts.count == 2 ? UInt64(parts[1]) : 0 else { return nil }
        self.init(milliseconds: milliseconds, sequence: sequence)
    }

    /// The ID before all entries.
    public static let zero = RedisStreamID(milliseconds: 0)

    /// The server's form: `1526919030474-55`.
    public var description: String { "\(milliseconds)-\(sequence)" }

    /// Orders IDs as their streams do.
    public static func < (first: RedisStreamID, second: RedisStreamID) -> Bool {
        (first.milliseconds, first.sequence) < (second.milliseconds, second.sequence)
    }

    /// Appends the server's form.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(description) }

    /// Reads the server's form.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard let text = value.string, let id = RedisStreamID(text) else {
            throw RESPDecodingError(expected: Self.self, unreadable: value)
        }
        self = id
    }
}

/// One end of a range of entries.
public struct RedisStreamBound: Sendable, Hashable {
    private let word: String?

    /// The range has no end on this side.
    public static let unbounded = RedisStreamBound(word: nil)
    /// The range ends with this ID.
    public static func inclusive(_ id: RedisStreamID) -> RedisStreamBound { RedisStreamBound(word: id.description) }
    /// The range ends just before this ID.
    public static func exclusive(_ id: RedisStreamID) -> RedisStreamBound { RedisStreamBound(word: "(\(id)") }

    @usableFromInline var asLower: String { word ?? "-" }
    @usableFromInline var asUpper: String { word ?? "+" }
}

/// The entry behind which a consumer group begins.
public struct RedisStreamStart: Sendable, Hashable, RESPEncodable {
    private let word: String

    /// The stream's last entry: the group is given what is added from now on.
    public static let last = RedisStreamStart(word: "$")
    /// The beginning: the group is given all entries.
    public static let beginning = RedisStreamStart(word: "0")
    /// The entry of an ID.
    public static func id(_ id: RedisStreamID) -> RedisStreamStart { RedisStreamStart(word: id.description) }

    /// Appends the ID.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// A stream and the position behind which to read it.
public struct RedisStreamPosition: Sendable {
    let key: any RESPArgument & Sendable
    let position: String

    /// The entries behind an ID. For a consumer group: those behind it that the consumer has not acknowledged.
    public static func after(_ id: RedisStreamID, _ key: some RESPArgument & Sendable) -> RedisStreamPosition {
        RedisStreamPosition(key: key, position: id.description)
    }

    /// All entries. For a consumer group: all that the consumer has not acknowledged.
    public static func beginning(_ key: some RESPArgument & Sendable) -> RedisStreamPosition {
        RedisStreamPosition(key: key, position: "0")
    }

    /// What is added from now on; only for a read that waits.
    public static func last(_ key: some RESPArgument & Sendable) -> RedisStreamPosition {
        RedisStreamPosition(key: key, position: "$")
    }

    /// What no consumer of the group was given yet.
    public static func new(_ key: some RESPArgument & Sendable) -> RedisStreamPosition {
        RedisStreamPosition(key: key, position: ">")
    }
}

/// The end of `XREAD`: all keys, then all positions.
@usableFromInline
struct StreamPositions: RESPEncodable {
    let streams: [RedisStreamPosition]

    @usableFromInline
    init(_ streams: [RedisStreamPosition]) { self.streams = streams }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) {
        if streams.isEmpty { encoder.isMalformed = true }
        encoder.append("STREAMS")
        for stream in streams { encoder.append(stream.key) }
        for stream in streams { encoder.append(stream.position) }
    }
}

/// The ID of an entry that `XADD` adds.
@usableFromInline
struct NewEntry: RESPEncodable {
    let id: RedisStreamID?

    @usableFromInline
    init(_ id: RedisStreamID?) { self.id = id }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) { encoder.append(id?.description ?? "*") }
}

/// How a stream is trimmed.
public struct RedisStreamTrimming: Sendable, Hashable, RESPEncodable {
    private let words: [String]
    private let isMalformed: Bool

    /// Keeps this many of the newest entries.
    ///
    /// - Parameters:
    ///   - count: How many entries stay.
    ///   - exactly: Whether no more may stay; by default the server keeps some more when that is faster.
    ///   - limit: How many entries to remove at most; only without `exactly`.
    public static func maximumCount(_ count: Int, exactly: Bool = false, limit: Int? = nil) -> RedisStreamTrimming {
        RedisStreamTrimming("MAXLEN", "\(count)", exactly, limit, isMalformed: count < 0)
    }

    /// Removes the entries before an ID.
    ///
    /// - Parameters:
    ///   - id: The first entry that stays.
    ///   - exactly: Whether all earlier ones go; by default the server keeps some more when that is faster.
    ///   - limit: How many entries to remove at most; only without `exactly`.
    public static func minimumID(
        _ id: RedisStreamID, exactly: Bool = false, limit: Int? = nil
    ) -> RedisStreamTrimming {
        RedisStreamTrimming("MINID", id.description, exactly, limit, isMalformed: false)
    }

    private init(_ word: String, _ threshold: String, _ exactly: Bool, _ limit: Int?, isMalformed: Bool) {
        words = [word, exactly ? "=" : "~", threshold] + (limit.map { ["LIMIT", "\($0)"] } ?? [])
        self.isMalformed = isMalformed || (limit ?? 0) < 0
    }

    /// Appends the words that the server has for it.
    public func encode(into encoder: inout RESPEncoder) {
        if isMalformed { encoder.isMalformed = true }
        for word in words { encoder.append(word) }
    }
}
