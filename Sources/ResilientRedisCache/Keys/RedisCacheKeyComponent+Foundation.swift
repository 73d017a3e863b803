import ResilientRedisClient
public import FoundationEssentials

extension UUID: RedisCacheKeyComponent {
    /// The usual form with hyphens, in capital letters.
    public var cacheKeyText: String { uuidString }
}

extension Date: RedisCacheKeyComponent {
    /// Seconds since the reference date, with all the precision there is.
    public var cacheKeyText: String { timeIntervalSinceReferenceDate.cacheKeyText }
}

extension URL: RedisCacheKeyComponent {
    /// The address as it was given, and what it is relative to.
    public var cacheKeyText: String { RedisCacheKey.join(relativeString, baseURL?.absoluteString) }
}

extension Data: RedisCacheKeyComponent {
    /// The bytes in Base64.
    public var cacheKeyText: String { base64EncodedString() }
}

extension Decimal: RedisCacheKeyComponent {
    /// The number in decimal digits.
    public var cacheKeyText: String { description }
}
