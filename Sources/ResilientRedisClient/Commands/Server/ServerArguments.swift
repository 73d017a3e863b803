/// Which connections `CLIENT LIST` and `CLIENT KILL` concern.
public struct RedisClientFilter: Sendable, Hashable, RESPEncodable {
    private let words: [String]

    /// The connection of an ID.
    public static func id(_ id: Int) -> RedisClientFilter { RedisClientFilter(words: ["ID", "\(id)"]) }
    /// Connections of a kind: `normal`, `replica` or `pubsub`.
    public static func type(_ type: String) -> RedisClientFilter { RedisClientFilter(words: ["TYPE", type]) }
    /// Connections of a user (`CLIENT KILL`).
    public static func user(_ user: String) -> RedisClientFilter { RedisClientFilter(words: ["USER", user]) }
    /// Connections from an address (`CLIENT KILL`).
    public static func address(_ address: String) -> RedisClientFilter {
        RedisClientFilter(words: ["ADDR", address])
    }
    /// Connections to an address of the server (`CLIENT KILL`).
    public static func localAddress(_ address: String) -> RedisClientFilter {
        RedisClientFilter(words: ["LADDR", address])
    }
    /// Whether the connection that the command goes over is left out (`CLIENT KILL`); by default it is.
    public static func skippingOwn(_ isSkipped: Bool) -> RedisClientFilter {
        RedisClientFilter(words: ["SKIPME", isSkipped ? "yes" : "no"])
    }

    /// Appends the filter's words.
    public func encode(into encoder: inout RESPEncoder) {
        for word in words { encoder.append(word) }
    }
}

/// Which commands `COMMAND LIST` returns.
public struct RedisCommandFilter: Sendable, Hashable, RESPEncodable {
    private let words: [String]

    /// Those of a module.
    public static func module(_ name: String) -> RedisCommandFilter { RedisCommandFilter(words: ["MODULE", name]) }
    /// Those of a category.
    public static func category(_ name: String) -> RedisCommandFilter { RedisCommandFilter(words: ["ACLCAT", name]) }
    /// Those whose names match a glob-style pattern.
    public static func pattern(_ pattern: String) -> RedisCommandFilter {
        RedisCommandFilter(words: ["PATTERN", pattern])
    }

    /// Appends the filter's words.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append("FILTERBY")
        for word in words { encoder.append(word) }
    }
}

/// The replica that takes over in a failover.
public struct RedisFailoverTarget: Sendable, Hashable, RESPEncodable {
    /// The replica's host, as the primary knows it.
    public var host: String
    /// The replica's port.
    public var port: Int
    /// Whether the replica takes over even if it has not caught up in time.
    public var isForced: Bool

    /// Makes a target.
    public init(host: String, port: Int, isForced: Bool = false) {
        self.host = host
        self.port = port
        self.isForced = isForced
    }

    /// Appends the words that `FAILOVER` has for it.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append("TO")
        encoder.append(host)
        encoder.append(port)
        if isForced { encoder.append("FORCE") }
    }
}

/// The state of a slot of a cluster.
public struct RedisSlotState: Sendable, Hashable, RESPEncodable {
    private let words: [String]

    /// The node receives it from another one.
    public static func importing(from node: String) -> RedisSlotState { RedisSlotState(words: ["IMPORTING", node]) }
    /// The node gives it to another one.
    public static func migrating(to node: String) -> RedisSlotState { RedisSlotState(words: ["MIGRATING", node]) }
    /// It belongs to a node.
    public static func node(_ node: String) -> RedisSlotState { RedisSlotState(words: ["NODE", node]) }
    /// It is neither given nor received.
    public static let stable = RedisSlotState(words: ["STABLE"])

    /// Appends the state's words.
    public func encode(into encoder: inout RESPEncoder) {
        for word in words { encoder.append(word) }
    }
}

/// Both ends of ranges of slots, at least one range.
@usableFromInline
struct SlotRanges: RESPEncodable {
    let ranges: [ClosedRange<Int>]

    @usableFromInline
    init(_ ranges: [ClosedRange<Int>]) { self.ranges = ranges }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) {
        if ranges.isEmpty { encoder.isMalformed = true }
        for range in ranges {
            encoder.append(NonNegative(range.lowerBound))
            encoder.append(range.upperBound)
        }
    }
}

/// The settings that `MODULE LOADEX` gives a module.
@usableFromInline
struct ModuleConfiguration: RESPEncodable {
    let settings: KeyValuePairs<String, String>

    @usableFromInline
    init(_ settings: KeyValuePairs<String, String>) { self.settings = settings }

    @usableFromInline
    func encode(into encoder: inout RESPEncoder) {
        for (name, value) in settings {
            encoder.append("CONFIG")
            encoder.append(name)
            encoder.append(value)
        }
    }
}

/// Some keys of a cluster's node (`CLUSTERSCAN`).
public struct RedisClusterScanPage<Key: RESPDecodable>: RESPDecodable {
    /// The keys. There may be none, though the iteration has not ended.
    public let keys: [Key]
    /// Where to go on, or `nil` when the iteration has ended.
    public let next: String?

    /// Reads a list of the cursor and the keys.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        let cursor = try String(resp: parts[0])
        next = cursor == "0" ? nil : cursor
        keys = try [Key](resp: parts[1])
    }
}

extension RedisClusterScanPage: Sendable where Key: Sendable {}
extension RedisClusterScanPage: Equatable where Key: Equatable {}
