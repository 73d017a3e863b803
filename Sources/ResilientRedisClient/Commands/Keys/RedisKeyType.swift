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
