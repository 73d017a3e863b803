extension RedisConfiguration {
    /// Deadlines, health checks, backoff and retries: how the client behaves when Redis does not.
    ///
    /// A command that timed out is never sent again, so there is no setting for that.
    public struct Resilience: Sendable, Hashable {
        /// The time for making a connection: name resolution, TCP, TLS, the handshake and the first `PING`, together.
        /// Default: 2 seconds.
        public var connectTimeout: Duration
        /// The time from the call to the decoded reply: waiting for a connection, health check, sending and reply.
        /// Bytes that trickle in do not restart it. Default: 2 seconds.
        public var commandTimeout: Duration
        /// A connection that has received nothing for this long is sent a `PING` before it carries a command.
        /// Default: 15 seconds.
        public var healthCheckInterval: Duration
        /// The time that this `PING` may take before the connection is replaced; never more than half of what is left
        /// of the caller's deadline, so that the replacement can still serve the caller. Default: 1 second.
        public var healthCheckTimeout: Duration
        /// The longest time from the start of an outage to the next attempt to reach Redis; meanwhile every call fails at
        /// once. ``earlyProbes`` come before. Default: 30 seconds.
        public var backoff: Duration
        /// By how much of ``backoff`` it may be shorter, as a fraction from 0 to 1: by a random part of it, so that clients
        /// which lost their server together do not come back together. Default: 0.1.
        public var backoffJitter: Double
        /// Background attempts already during the backoff, so that recovery is noticed in seconds instead of up to 30.
        /// Callers fail fast all the same, and pay nothing for it. Default: after 1 second, each twice as long after the one
        /// before, at most 5 seconds (``EarlyProbes/exponential(from:factor:atMost:jitter:)``).
        public var earlyProbes: EarlyProbes
        /// Whether a command is sent once more, within the same deadline, when its connection is lost.
        /// Default: ``RetryOnConnectionLoss/ifSafe``.
        public var retryOnConnectionLoss: RetryOnConnectionLoss
        /// What starts a backoff. Default: ``BackoffTrigger/failedReconnect``.
        public var backoffTrigger: BackoffTrigger

        /// Makes resilience settings; whatever is left out has the default given at the property.
        public init(
            connectTimeout: Duration = .seconds(2),
            commandTimeout: Duration = .seconds(2),
            healthCheckInterval: Duration = .seconds(15),
            healthCheckTimeout: Duration = .seconds(1),
            backoff: Duration = .seconds(30),
            backoffJitter: Double = 0.1,
            earlyProbes: EarlyProbes = .exponential(),
            retryOnConnectionLoss: RetryOnConnectionLoss = .ifSafe,
            backoffTrigger: BackoffTrigger = .failedReconnect
        ) {
            self.connectTimeout = connectTimeout
            self.commandTimeout = commandTimeout
            self.healthCheckInterval = healthCheckInterval
            self.healthCheckTimeout = healthCheckTimeout
            self.backoff = backoff
            self.backoffJitter = backoffJitter
            self.earlyProbes = earlyProbes
            self.retryOnConnectionLoss = retryOnConnectionLoss
            self.backoffTrigger = backoffTrigger
        }

        /// Whether a command is sent once more when its connection is lost.
        public enum RetryOnConnectionLoss: String, Sendable, Hashable, CaseIterable {
            /// Once more if nothing of it was sent or it only reads, so that it cannot take effect twice.
            case ifSafe = "if-safe"
            /// Never.
            case never
        }

        /// What starts a backoff.
        public enum BackoffTrigger: String, Sendable, Hashable, CaseIterable {
            /// A reconnect that fails, or a server that stays silent. A dropped connection alone is no outage.
            case failedReconnect = "failed-reconnect"
            /// Any error of a connection, also one that an immediate reconnect would heal.
            case anyConnectionError = "any-connection-error"
        }
    }
}

extension RedisConfiguration.Resilience {
    static let settings: [RedisSetting] = [
        RedisSetting("resilience.connectTimeout", \.resilience.connectTimeout, .positive(example: "2 seconds")),
        RedisSetting("resilience.commandTimeout", \.resilience.commandTimeout, .positive(example: "2 seconds")),
        RedisSetting(
            "resilience.healthCheckInterval", \.resilience.healthCheckInterval, .positive(example: "15 seconds")),
        RedisSetting(
            "resilience.healthCheckTimeout", \.resilience.healthCheckTimeout, .positive(example: "1 second")),
        RedisSetting("resilience.backoff", \.resilience.backoff, .positive(example: "30 seconds")),
        RedisSetting("resilience.backoffJitter", \.resilience.backoffJitter, .range(0...1)),
        RedisSetting("resilience.earlyProbes", \.resilience.earlyProbes, .earlyProbes),
        RedisSetting("resilience.retryOnConnectionLoss", \.resilience.retryOnConnectionLoss, .anyValue),
        RedisSetting("resilience.backoffTrigger", \.resilience.backoffTrigger, .anyValue),
    ]
}

extension RedisConfiguration.Resilience.RetryOnConnectionLoss: SettingCodable {}
extension RedisConfiguration.Resilience.BackoffTrigger: SettingCodable {}
