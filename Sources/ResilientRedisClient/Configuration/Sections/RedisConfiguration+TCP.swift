extension RedisConfiguration {
    /// How the kernel watches over TCP connections. Without these settings it may hold on to a dead one for 15 minutes.
    ///
    /// Small packets are always sent at once (`TCP_NODELAY`), and keepalive is always on. With the defaults the kernel
    /// gives up a dead connection after about 11 seconds if it is idle, after 10 if bytes are under way.
    public struct TCP: Sendable, Hashable {
        /// How long a connection is silent before the kernel asks whether the other end is still there
        /// (`TCP_KEEPIDLE`); whole seconds. Default: 5 seconds.
        public var keepaliveIdle: Duration
        /// The time between two such questions (`TCP_KEEPINTVL`); whole seconds. Default: 2 seconds.
        public var keepaliveInterval: Duration
        /// How many unanswered questions end the connection (`TCP_KEEPCNT`). Default: 3.
        public var keepaliveCount: Int
        /// How long sent bytes may stay unacknowledged before the kernel ends the connection (`TCP_USER_TIMEOUT`,
        /// Linux only); whole milliseconds. Zero leaves it to the system. Default: 10 seconds.
        public var userTimeout: Duration

        /// Makes TCP settings; whatever is left out has the default given at the property.
        public init(
            keepaliveIdle: Duration = .seconds(5),
            keepaliveInterval: Duration = .seconds(2),
            keepaliveCount: Int = 3,
            userTimeout: Duration = .seconds(10)
        ) {
            self.keepaliveIdle = keepaliveIdle
            self.keepaliveInterval = keepaliveInterval
            self.keepaliveCount = keepaliveCount
            self.userTimeout = userTimeout
        }
    }
}

extension RedisConfiguration.TCP {
    /// The bounds are those of the kernel.
    static let settings: [RedisSetting] = [
        RedisSetting("tcp.keepaliveIdle", \.tcp.keepaliveIdle, .range(.seconds(1)...(.seconds(32_767)))),
        RedisSetting("tcp.keepaliveInterval", \.tcp.keepaliveInterval, .range(.seconds(1)...(.seconds(32_767)))),
        RedisSetting("tcp.keepaliveCount", \.tcp.keepaliveCount, .range(1...127)),
        RedisSetting("tcp.userTimeout", \.tcp.userTimeout, .range(.zero...(.seconds(86_400)))),
    ]
}
