import ResilientRedisClient

extension RedisCache {
    /// A level of a cache that keeps values in this process, before Redis is asked.
    ///
    /// ```swift
    /// let cache = try RedisCache(redis, namespace: "prices", inProcess: .init(maximumEntries: 5000))
    /// ```
    ///
    /// A value that a call has read from Redis is kept. The server tells of every key of the namespace that changes
    /// (`CLIENT TRACKING`, since Redis 6.0), by any client, and the value is dropped; a change that
    /// overtakes a read under way is not lost either. Nothing is kept while the server cannot tell: when the connection
    /// for it is lost, or Redis is away, everything is dropped.
    ///
    /// **How old a value can be.** A change reaches this process as soon as the network brings it. When the network drops
    /// the connection without a word, it takes until the next health check
    /// (``RedisConfiguration/Resilience/healthCheckInterval``) and its timeout, and in no case longer than
    /// ``maximumAge``.
    ///
    /// Values of types that are `Sendable` are kept as they are, others in their encoded form. Every client that a cache
    /// with this level uses has one more connection.
    public struct InProcess: Sendable, Hashable {
        /// How many values are kept at most. Default: 10,000.
        public var maximumEntries: Int
        /// How many bytes they may take up, as Redis stores them, with some 200 bytes of overhead each. Default: 64 MiB.
        public var maximumBytes: Int
        /// How long a value is kept at most, whatever its time to live. Default: 60 seconds.
        public var maximumAge: Duration

        /// Makes the settings; every one may be left out.
        public init(
            maximumEntries: Int = 10_000, maximumBytes: Int = 64 << 20, maximumAge: Duration = .seconds(60)
        ) {
            self.maximumEntries = maximumEntries
            self.maximumBytes = maximumBytes
            self.maximumAge = maximumAge
        }

        func validate() throws(RedisConfigurationError) {
            guard maximumEntries > 0, maximumBytes > 0, maximumAge > .zero else {
                throw RedisConfigurationError(
                    field: "cache.inProcess", read: "\(maximumEntries), \(maximumBytes), \(maximumAge)",
                    problem: "nothing could be kept in the process",
                    advice: "Set all bounds above zero, or leave the level out")
            }
        }
    }
}
