extension RedisCache {
    /// How often each outcome occurred. Every lookup ends as exactly one of the first six.
    public struct Statistics: Sendable, Hashable {
        /// Lookups answered with the stored value.
        public internal(set) var hits = 0
        /// Lookups that found no value.
        public internal(set) var misses = 0
        /// Lookups that did not ask Redis, because it was known to be unavailable.
        public internal(set) var bypasses = 0
        /// Lookups that asked Redis and got an error or no answer in time.
        public internal(set) var faults = 0
        /// Lookups that found something which could not be read as the type asked for. It is overwritten.
        public internal(set) var undecodable = 0
        /// Lookups given up because the caller's task was cancelled.
        public internal(set) var cancellations = 0

        /// How often a value was asked of its source.
        public internal(set) var loads = 0
        /// How many of these loads ended with an error.
        public internal(set) var loadErrors = 0

        /// Values stored.
        public internal(set) var writes = 0
        /// Loaded values that were not offered to Redis: it was unavailable or had just timed out, the task was cancelled,
        /// or the time to live was not positive.
        public internal(set) var writesSkipped = 0
        /// Loaded values that Redis did not take, or did not confirm in time.
        public internal(set) var writeFailures = 0
        /// Loaded values that the coder has no form for, such as NaN in JSON. They are never stored.
        public internal(set) var unencodable = 0

        /// Invalidations that ended as ``Invalidation/pending``.
        public internal(set) var pendingInvalidations = 0

        /// Nothing has been counted yet.
        public init() {}

        /// How many values were asked for.
        public var lookups: Int { hits + misses + bypasses + faults + undecodable + cancellations }

        /// The share of lookups answered with the stored value, from 0 to 1; 0 when there were none.
        public var hitRate: Double { lookups == 0 ? 0 : Double(hits) / Double(lookups) }

        /// What has been counted since an earlier reading of the same cache.
        public func since(_ earlier: Statistics) -> Statistics {
            var difference = Statistics()
            for count in Self.counts { difference[keyPath: count] = self[keyPath: count] - earlier[keyPath: count] }
            return difference
        }

        private static let counts: [any WritableKeyPath<Statistics, Int> & Sendable] = [
            \.hits, \.misses, \.bypasses, \.faults, \.undecodable, \.cancellations, \.loads, \.loadErrors, \.writes,
            \.writesSkipped, \.writeFailures, \.unencodable, \.pendingInvalidations,
        ]
    }
}
