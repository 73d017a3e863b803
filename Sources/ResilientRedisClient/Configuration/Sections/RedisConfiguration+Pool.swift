extension RedisConfiguration {
    /// How many connections there may be, for how long, and how much may wait for them.
    ///
    /// Ordinary commands from all tasks share a few connections. What needs a connection to itself (a transaction with
    /// `WATCH`, a blocking command) leases one.
    public struct Pool: Sendable, Hashable {
        /// The connections that ordinary commands share. Default: 1, which is the fastest for most services.
        public var sharedConnections: Int
        /// The most leased connections at a time. Default: 32.
        public var maximumLeasedConnections: Int
        /// The most callers that may wait for a leased connection to be given back; one more fails at once.
        /// Default: 10,000.
        public var maximumLeaseWaiters: Int
        /// The leased connections that are kept open, and opened in advance, although they are idle. Default: 0.
        public var minimumIdleLeasedConnections: Int
        /// How long a leased connection above the minimum is kept although it is idle; `nil` keeps it indefinitely.
        /// Default: 60 seconds.
        public var idleTimeout: Duration?
        /// How old a connection may become before it is replaced, without harm to what runs on it. Default: `nil`, any
        /// age. Set it where a load balancer in between is to spread connections again.
        public var maximumLifetime: Duration?
        /// By how much of ``maximumLifetime`` a connection may be replaced earlier, as a fraction from 0 to 1: each by a
        /// random part of it, so that connections made together are not replaced together. Default: 0.1.
        public var lifetimeJitter: Double
        /// The most commands that may wait for their replies on one shared connection; one more fails at once.
        /// Default: 100,000.
        public var maximumPendingCommands: Int
        /// The most bytes that the commands may have that wait for their replies on one shared connection, sent or not; one
        /// that does not fit fails at once, unless it is the only one. Default: 268,435,456 (256 MiB).
        public var maximumPendingBytes: Int

        /// Makes pool settings; whatever is left out has the default given at the property.
        public init(
            sharedConnections: Int = 1,
            maximumLeasedConnections: Int = 32,
            maximumLeaseWaiters: Int = 10_000,
            minimumIdleLeasedConnections: Int = 0,
            idleTimeout: Duration? = .seconds(60),
            maximumLifetime: Duration? = nil,
            lifetimeJitter: Double = 0.1,
            maximumPendingCommands: Int = 100_000,
            maximumPendingBytes: Int = 256 << 20
        ) {
            self.sharedConnections = sharedConnections
            self.maximumLeasedConnections = maximumLeasedConnections
            self.maximumLeaseWaiters = maximumLeaseWaiters
            self.minimumIdleLeasedConnections = minimumIdleLeasedConnections
            self.idleTimeout = idleTimeout
            self.maximumLifetime = maximumLifetime
            self.lifetimeJitter = lifetimeJitter
            self.maximumPendingCommands = maximumPendingCommands
            self.maximumPendingBytes = maximumPendingBytes
        }
    }
}

extension RedisConfiguration.Pool {
    static let settings: [RedisSetting] = [
        RedisSetting("pool.sharedConnections", \.pool.sharedConnections, .range(1...1_024)),
        RedisSetting("pool.maximumLeasedConnections", \.pool.maximumLeasedConnections, .range(1...65_535)),
        RedisSetting("pool.maximumLeaseWaiters", \.pool.maximumLeaseWaiters, .range(0...Int(Int32.max))),
        RedisSetting(
            "pool.minimumIdleLeasedConnections", \.pool.minimumIdleLeasedConnections,
            SettingCheck { value, configuration, field throws(RedisConfigurationError) in
                // Anything less than 0 leased connections has been refused before.
                let most = max(0, configuration.pool.maximumLeasedConnections)
                try SettingCheck.require(value, in: 0...most, field)
            }),
        RedisSetting("pool.idleTimeout", \.pool.idleTimeout, .ifSet(.positive(example: "60 seconds"))),
        RedisSetting("pool.maximumLifetime", \.pool.maximumLifetime, .ifSet(.positive(example: "30 minutes"))),
        RedisSetting("pool.lifetimeJitter", \.pool.lifetimeJitter, .range(0...1)),
        RedisSetting("pool.maximumPendingCommands", \.pool.maximumPendingCommands, .range(1...Int(Int32.max))),
        RedisSetting("pool.maximumPendingBytes", \.pool.maximumPendingBytes, .bytes),
    ]
}
