import RedisTransport
public import Logging
public import ResilientRedisClient

extension RedisClient {
    /// Makes a client whose policies live by a clock that a test moves. It connects with its first call.
    ///
    /// Sockets stay in real time; see ``ManualClock``.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is and how to treat it.
    ///   - clock: Moves the time of deadlines, backoff and health checks. It does not keep the client alive.
    ///   - nameResolver: Answers for host names; the system by default. It has no say when the host is an address.
    ///   - logger: Gets one line when Redis becomes unavailable and one when it is back.
    /// - Throws: `RedisConfigurationError` when the configuration is impossible, or an error of the system when it gives
    ///   no more threads or file descriptors.
    public init(
        _ configuration: RedisConfiguration, clock: ManualClock, nameResolver: FaultyResolver? = nil,
        logger: Logger = Logger(label: "ResilientRedis")
    ) throws {
        try self.init(
            configuration, logger: logger, backend: .automatic, time: clock.timeSource,
            nameResolver: nameResolver ?? SystemNameResolver())
        clock.wakeWhenAdvanced(timeWasAdvancedIfAlive)
    }

    /// Makes a client that asks a test for addresses. It connects with its first call.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is and how to treat it; the host must be a name.
    ///   - nameResolver: Answers for host names.
    ///   - logger: Gets one line when Redis becomes unavailable and one when it is back.
    /// - Throws: `RedisConfigurationError` when the configuration is impossible, or an error of the system when it gives
    ///   no more threads or file descriptors.
    public init(
        _ configuration: RedisConfiguration, nameResolver: FaultyResolver,
        logger: Logger = Logger(label: "ResilientRedis")
    ) throws {
        try self.init(
            configuration, logger: logger, backend: .automatic, time: TimeSource(), nameResolver: nameResolver)
    }
}
