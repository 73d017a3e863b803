import ResilientRedisClient

extension RedisCache {
    /// How a cache remembers the invalidations that did not reach Redis.
    ///
    /// Until Redis has confirmed it, such a key reads as a miss in this process. When Redis is back, the journal is
    /// replayed before anything is read. When it is full, everything in the namespace is invalidated instead.
    public struct Journal: Sendable, Hashable {
        /// How many invalidations are remembered one by one. Default: 10,000.
        public var maximumEntries: Int
        /// How many bytes their keys may take up, with some 64 bytes of overhead each. Default: 4 MiB.
        public var maximumBytes: Int
        /// A file that keeps the journal when the process ends before Redis is back. Default: none.
        public var spool: Spool?

        /// Makes the settings; every one may be left out.
        public init(maximumEntries: Int = 10_000, maximumBytes: Int = 4 << 20, spool: Spool? = nil) {
            self.maximumEntries = maximumEntries
            self.maximumBytes = maximumBytes
            self.spool = spool
        }
    }

    /// A file to which a journal is appended, so that invalidations survive the process.
    ///
    /// It belongs to one cache of one process, which locks it. It is written only while Redis is away, by the task that
    /// invalidates, and emptied when the journal has been replayed. What a crash cut off at its end is dropped.
    public struct Spool: Sendable, Hashable {
        /// The file's path. Its folder must exist.
        public var path: String
        /// When the file is forced to the disk. Default: ``Sync/never``.
        public var sync: Sync

        /// Makes the settings.
        public init(path: String, sync: Sync = .never) {
            self.path = path
            self.sync = sync
        }

        /// When the file is forced to the disk with `fsync`.
        public enum Sync: Sendable, Hashable {
            /// After every entry: what was answered ``Invalidation/pending`` survives a power failure as well. It takes
            /// the calling thread some milliseconds each.
            case always
            /// With the first entry after so long: a power failure may take the ones since then.
            case interval(Duration)
            /// When the system does it by itself: the journal survives a crash of the process, not of the machine.
            case never
        }
    }
}

extension RedisCache.Journal {
    func validate() throws(RedisConfigurationError) {
        guard maximumEntries >= 0, maximumBytes >= 0 else {
            throw RedisConfigurationError(
                field: "cache.journal", read: "\(min(maximumEntries, maximumBytes))",
                problem: "a bound cannot be negative",
                advice: "Set zero or more; zero invalidates the whole namespace instead of a key")
        }
    }
}
