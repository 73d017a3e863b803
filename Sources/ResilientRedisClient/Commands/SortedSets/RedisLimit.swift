/// A part of a longer result: so many elements, after skipping some.
public struct RedisLimit: Sendable, Hashable, RESPEncodable {
    /// How many elements to skip.
    public var offset: Int
    /// How many elements to return at most; a negative number means all that are left.
    public var count: Int

    /// Makes a limit.
    public init(offset: Int = 0, count: Int) {
        self.offset = offset
        self.count = count
    }

    /// The first elements.
    public static func first(_ count: Int) -> RedisLimit { RedisLimit(count: count) }

    /// Appends the words that sorted set commands have for it.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append("LIMIT")
        encoder.append(offset)
        encoder.append(count)
    }
}
