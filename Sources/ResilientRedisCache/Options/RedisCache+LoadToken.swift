import ResilientRedisClient

extension RedisCache {
    /// A fence for slow loaders across processes.
    ///
    /// A call that finds no value takes the key's load token before it loads, and its value is stored only if the token is
    /// still there (compare-and-set, in a script on the server). An invalidation by any process removes the token. So a
    /// value that was loaded before an invalidation is never stored after it, whichever process invalidates. Without
    /// tokens this holds for invalidations by the same process.
    ///
    /// All caches that share the namespace must use tokens. They cost a call to Redis for each load. When Redis fails
    /// meanwhile, the value is returned and not stored.
    public struct LoadToken: Sendable, Hashable {
        /// How long a token lasts. The value of a load that takes longer is not stored.
        public var duration: Duration

        /// Makes the setting. Default: 30 seconds.
        public init(duration: Duration = .seconds(30)) {
            self.duration = duration
        }
    }

    /// When to compress values.
    public struct Compression: Sendable, Hashable {
        /// Encoded values of more bytes than this are compressed, if that makes them smaller.
        public var threshold: Int

        /// Makes the setting. Default: 1 KiB.
        public init(above threshold: Int = 1024) {
            self.threshold = threshold
        }
    }
}
