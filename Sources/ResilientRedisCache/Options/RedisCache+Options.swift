#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import FoundationEssentials
import ResilientRedisClient

extension RedisCache {
    /// How one call, or all calls of a cache, treat their values.
    ///
    /// ```swift
    /// let report = try await cache.cached(
    ///     key: "sales:\(region)", ttl: .seconds(60),
    ///     options: cache.options.with { $0.tags = ["sales"] }
    /// ) { try await database.salesReport(region: region) }
    /// ```
    ///
    /// Options given at a call take the place of the cache's. Make them from the cache's with ``with(_:)``, so that nothing
    /// else changes. Numbers that make no sense at a call, such as a negative duration, count as zero; a cache refuses to be made with them.
    public struct Options: Sendable, Hashable {
        /// The share of the time to live by which it is shortened at random, from 0 to 1, so that values stored together
        /// do not expire together. Default: 0.1, a life of 90 to 100 percent.
        public var jitter: Double
        /// For how long after its time to live a value may still be served when the source fails. Default: zero, never.
        ///
        /// The value stays in Redis that much longer, and a copy in this process, so that it can be served when Redis
        /// and the source are both away. It is never served once it was invalidated by this process, or once a read by
        /// this process has found that another one has invalidated it. What another process invalidates after the last
        /// such read, this one cannot know while Redis is away: the copy may then be served for as long as Redis and the
        /// source are both away, and at most for this time.
        public var staleIfError: Duration
        /// Whether to load a value again shortly before it expires, while the stored one still serves other callers.
        /// Default: `.never`.
        public var refreshAhead: RefreshAhead
        /// The time to live of a result that is `nil`; zero keeps no such result. Default: `nil`, the same as for others.
        public var negativeTTL: Duration?
        /// Names under which ``RedisCache/invalidate(tag:)`` finds this value together with others. Default: none.
        ///
        /// Reads must name the tags too: a stored value whose tags were not asked for counts as none. At most 63: a call
        /// that names more neither reads nor stores, and the log tells of it once.
        ///
        /// A tag takes up some 100 bytes in Redis. One that is hardly used is forgotten after 30 days; what was stored with
        /// it then counts as none.
        public var tags: [String]
        /// True neither reads nor stores: the value comes from its source. Default: false.
        public var bypass: Bool
        /// The version of the value's form. A value stored with another version counts as none. Default: 0.
        public var version: UInt32
        /// The longest that a call waits for one answer of Redis, if that is shorter than the client's command timeout.
        /// When it passes, the value comes from its source, and Redis is not blamed. Default: `nil`, as the client.
        public var redisTimeout: Duration?
        /// The most bytes that a value may take up in its encoded form, before it is compressed. A larger one is returned and
        /// not stored, which is logged once for each type. At a call, it can only be lowered. Default: 16 MiB.
        ///
        /// What the client's ``RedisConfiguration/replyLimits`` do not let through is not stored either: to read it would break
        /// the connection that all calls share. Managed servers often take less than the 512 MiB of Redis.
        public var maximumValueSize: Int
        /// How long a call waits for another call's load of the same key before it loads for itself. `nil` waits as long as it
        /// takes. Default: 30 seconds.
        ///
        /// It ends the wait of a load that needs, by way of a task or a pool of its own, a call which waits for that very load.
        public var lockTimeout: Duration?

        /// Makes options; every one may be left out.
        public init(
            jitter: Double = 0.1, staleIfError: Duration = .zero, refreshAhead: RefreshAhead = .never,
            negativeTTL: Duration? = nil, tags: [String] = [], bypass: Bool = false, version: UInt32 = 0,
            redisTimeout: Duration? = nil, maximumValueSize: Int = 16 << 20,
            lockTimeout: Duration? = .seconds(30)
        ) {
            self.jitter = jitter
            self.staleIfError = staleIfError
            self.refreshAhead = refreshAhead
            self.negativeTTL = negativeTTL
            self.tags = tags
            self.bypass = bypass
            self.version = version
            self.redisTimeout = redisTimeout
            self.maximumValueSize = maximumValueSize
            self.lockTimeout = lockTimeout
        }

        /// Returns these options with some changed.
        ///
        /// ```swift
        /// options: cache.options.with { $0.tags = ["sales"] }
        /// ```
        public func with(_ change: (inout Options) -> Void) -> Options {
            var options = self
            change(&options)
            return options
        }
    }

    /// When to load a value again although the stored one may still be served.
    ///
    /// One caller does it, the others are served meanwhile, and if the source fails, so is that one.
    public struct RefreshAhead: Sendable, Hashable {
        enum Rule: Hashable {
            case never
            case byLoadCost(beta: Double)
            case inLast(fraction: Double)
        }

        let rule: Rule

        /// Only when it has expired.
        public static let never = RefreshAhead(rule: .never)

        /// At random, the likelier the nearer the expiry is and the longer the last load took (XFetch).
        ///
        /// - Parameter beta: Above 1 refreshes earlier, below later; from 0 to 1,000. Default: 1.
        public static func byLoadCost(beta: Double = 1) -> RefreshAhead {
            RefreshAhead(rule: .byLoadCost(beta: beta.isFinite ? min(max(0, beta), 1000) : 1))
        }

        /// In the last part of the time to live.
        ///
        /// - Parameter fraction: How large that part is, from 0 to 1.
        public static func inLast(fraction: Double) -> RefreshAhead {
            RefreshAhead(rule: .inLast(fraction: fraction.isFinite ? min(max(0, fraction), 1) : 0))
        }
    }
}

extension RedisCache.Options {
    /// Refuses what cannot be meant, for a cache as a whole.
    func validate() throws(RedisConfigurationError) {
        guard jitter >= 0, jitter <= 1 else {
            throw RedisConfigurationError(
                field: "cache.options.jitter", read: "\(jitter)", problem: "it is no share of the time to live",
                advice: "Set a number from 0 to 1, such as 0.1")
        }
        guard tags.count <= EnvelopeHeader.maximumTags else {
            throw RedisConfigurationError(
                field: "cache.options.tags", read: "\(tags.count) tags", problem: "no value could be stored with them",
                advice: "Name at most \(EnvelopeHeader.maximumTags)")
        }
        guard maximumValueSize > 0 else {
            throw RedisConfigurationError(
                field: "cache.options.maximumValueSize", read: "\(maximumValueSize)",
                problem: "no value could be stored", advice: "Set a number of bytes above zero, such as 16 << 20")
        }
        let durations = [
            ("staleIfError", staleIfError), ("negativeTTL", negativeTTL ?? .zero),
            ("redisTimeout", redisTimeout ?? .zero), ("lockTimeout", lockTimeout ?? .zero),
        ]
        for (name, duration) in durations where duration < .zero {
            throw RedisConfigurationError(
                field: "cache.options.\(name)", read: "\(duration)", problem: "a duration cannot be negative",
                advice: "Set zero or more")
        }
    }
}

extension RedisCache.RefreshAhead {
    var isByChance: Bool { if case .byLoadCost = rule { true } else { false } }

    /// Whether a value that may still be served is to be loaded again.
    ///
    /// - Parameters:
    ///   - remaining: How much of its time to live is left.
    ///   - ttl: Its whole time to live.
    ///   - cost: How long its load took.
    ///   - random: A number from 0 up to 1.
    package func isDue(remaining: Duration, ttl: Duration, cost: Duration, random: Double) -> Bool {
        switch rule {
        case .never: false
        case .inLast(let fraction): remaining <= ttl * fraction
        // Optimal probabilistic cache stampede prevention (Vattani, Chierichetti, Lowenstein).
        case .byLoadCost(let beta): remaining < cost * (-beta * log(1 - random))
        }
    }
}
