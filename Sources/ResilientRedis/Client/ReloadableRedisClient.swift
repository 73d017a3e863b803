public import Logging
public import ServiceLifecycle
import Synchronization

/// A client whose configuration can change while it is in use.
///
/// ```swift
/// let redis = try ReloadableRedisClient(RedisConfiguration(environment: environment))
/// let cache = try RedisCache(namespace: "reports") { redis.current }
///
/// // Whenever the configuration was read again:
/// try await redis.reload(RedisConfiguration(environment: environment))
/// ```
///
/// A configuration is compared by its content: one that says what the last one said touches nothing, and every connection
/// stays. Otherwise a new client is opened and tried before the old one is let go. Take ``current`` anew for each piece of
/// work: who has an old client can use it to the end, and it closes its connections when nobody has it any more.
public final class ReloadableRedisClient: Sendable {
    private struct State {
        var client: RedisClient
        /// What the last reload asked for, whether it is done or under way.
        var wanted: RedisConfiguration
        var lastReload: UInt64 = 0
        var isShutDown = false
    }

    private let state: Mutex<State>
    private let logger: Logger

    /// Makes a client. It connects with its first call.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is and how to treat it; by default `localhost:6379`.
    ///   - logger: Gets one line when Redis becomes unavailable, one when it is back, and one for each reload that changed
    ///     something.
    /// - Throws: As ``RedisClient/init(_:logger:)``.
    public init(
        _ configuration: RedisConfiguration = RedisConfiguration(), logger: Logger = Logger(label: "ResilientRedis")
    ) throws {
        let client = try RedisClient(configuration, logger: logger)
        state = Mutex(State(client: client, wanted: configuration))
        self.logger = logger
    }

    /// The client to use now.
    public var current: RedisClient { state.withLock { $0.client } }

    /// Changes the configuration, if this one is another.
    ///
    /// The new client has to get an answer to a `PING` first, within its own deadlines. Calls go on meanwhile, and none of
    /// them fails because of the change. Of two reloads at the same time the one that began last counts.
    ///
    /// **Cancellation.** A cancelled reload changes nothing.
    ///
    /// - Parameter configuration: What is to be in force.
    /// - Returns: Whether ``current`` was replaced: false when the content was the same, or another reload came after.
    /// - Throws: ``RedisConfigurationError`` when the configuration is impossible; ``RedisError`` when the server that it
    ///   names does not answer or refuses the client, and ``RedisError/Code/shutdown`` after ``shutdown(gracePeriod:)``;
    ///   `CancellationError`. The configuration of before stays in force.
    @discardableResult
    public func reload(_ configuration: RedisConfiguration) async throws -> Bool {
        guard let number = try begin(configuration) else { return false }
        let client: RedisClient
        do {
            client = try RedisClient(configuration, logger: logger)
            _ = try await client.ping()
        } catch {
            giveUp(number)
            throw error
        }
        // The old client is let go here, and by whoever still has it when that is done with it.
        guard let old = replace(by: client, number) else { return false }
        logger.notice(
            "The configuration of Redis has changed",
            metadata: ["endpoint": "\(client.endpoint)", "before": "\(old.endpoint)"])
        return true
    }

    /// Ends the current client, and with it this one.
    ///
    /// - Parameter gracePeriod: How long calls that are under way may take. Default: 5 seconds.
    public func shutdown(gracePeriod: Duration = .seconds(5)) async {
        let client = state.withLock { state in
            state.isShutDown = true
            return state.client
        }
        await client.shutdown(gracePeriod: gracePeriod)
    }

    // MARK: One reload

    /// The number of the reload; `nil` when there is nothing to do.
    private func begin(_ configuration: RedisConfiguration) throws -> UInt64? {
        try state.withLock { state in
            if state.isShutDown {
                throw RedisError(
                    .shutdown, outcome: .notSent, message: "the client was shut down", endpoint: state.client.endpoint)
            }
            guard configuration != state.wanted else { return nil }
            state.wanted = configuration
            state.lastReload += 1
            // Back to what is in force: that ends the reload which is under way.
            return configuration == state.client.configuration ? nil : state.lastReload
        }
    }

    private func giveUp(_ number: UInt64) {
        state.withLock { if $0.lastReload == number { $0.wanted = $0.client.configuration } }
    }

    /// Answers the client that was replaced; `nil` when this reload does not count any more.
    private func replace(by client: RedisClient, _ number: UInt64) -> RedisClient? {
        state.withLock { state in
            guard state.lastReload == number, !state.isShutDown else { return nil }
            defer { state.client = client }
            return state.client
        }
    }
}

extension ReloadableRedisClient: Service {
    /// Waits for the service group's graceful shutdown, then ends the client.
    ///
    /// Running it is optional: the client works without.
    public func run() async throws {
        try? await gracefulShutdown()
        await shutdown()
    }
}
