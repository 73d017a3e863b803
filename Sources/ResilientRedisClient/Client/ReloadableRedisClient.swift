public import Logging
public import ServiceLifecycle
import Synchronization

/// A client whose configuration can change while it is in use.
///
/// ```swift
/// let redis = try ReloadableRedisClient(RedisConfiguration.fromEnvironment())
/// let cache = try RedisCache(namespace: "reports") { redis.current }
///
/// // Whenever the configuration was read again:
/// try await redis.reload(RedisConfiguration.fromEnvironment())
/// ```
///
/// A configuration is compared by its content: one that says what is in force touches nothing, and every connection
/// stays. (Files that it names, such as certificates, are not read for that.) Otherwise a new client is opened and tried
/// before the old one is let go. Take ``current`` again for each piece of work: an old client
/// can be used to the end, and closes its connections when nothing refers to it any more. Then its ``RedisClient/availabilityChanges`` end, too.
public final class ReloadableRedisClient: Sendable {
    private struct State {
        var client: RedisClient
        var isShutDown = false
        /// The reload that was asked for last. Each waits for the one before it.
        var lastReload: Task<Bool, any Error>?
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
        state = Mutex(State(client: try RedisClient(configuration, logger: logger)))
        self.logger = logger
    }

    /// The client to use now.
    public var current: RedisClient { state.withLock { $0.client } }

    /// Changes the configuration, if this one is another than that in force.
    ///
    /// The new server has to answer a `PING` first, within the new deadlines. Calls go on meanwhile, and none of them fails
    /// because of the change. Reloads take place one after the other, in the order in which they were asked for.
    ///
    /// **Cancellation.** A cancelled reload changes nothing, unless it has done so already.
    ///
    /// - Parameter configuration: What is to be in force.
    /// - Returns: Whether ``current`` was replaced: false when the content was the same.
    /// - Throws: ``RedisConfigurationError`` when the configuration is impossible; ``RedisError`` when the server that it
    ///   names does not answer or refuses the client, and ``RedisError/Code/shutdown`` once ``shutdown(gracePeriod:)`` was
    ///   called; `CancellationError`. What was in force stays so.
    @discardableResult
    public func reload(_ configuration: RedisConfiguration) async throws -> Bool {
        let reload = state.withLock { state in
            let earlier = state.lastReload
            let reload = Task {
                _ = await earlier?.result
                return try await self.change(to: configuration)
            }
            state.lastReload = reload
            return reload
        }
        return try await withTaskCancellationHandler {
            try await reload.value
        } onCancel: {
            reload.cancel()
        }
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

    private func change(to configuration: RedisConfiguration) async throws -> Bool {
        let old = try inForce()
        guard configuration != old.configuration else { return false }
        // Tried by a client that says nothing: what is wrong with it is no outage of what is in force.
        let candidate = try RedisClient(
            configuration, logger: Logger(label: "ResilientRedis") { _ in SwiftLogNoOpLogHandler() })
        try await Self.tryOut(candidate)
        let new = try RedisClient(configuration, logger: logger)
        try await Self.tryOut(new)
        try Task.checkCancellation()
        try state.withLock { state in
            if state.isShutDown { throw shutdownError(state.client) }
            state.client = new
        }
        logger.notice(
            "The configuration of Redis has changed",
            metadata: ["endpoint": "\(new.endpoint)", "before": "\(old.endpoint)"])
        return true
    }

    /// Throws unless the server lets the client in. For that its answer to a PING may be a refusal, as on any connection.
    private static func tryOut(_ client: RedisClient) async throws {
        let reply = try await client.execute(RedisRequest(words: "PING", traits: .readOnly))
        guard case .error(let error) = reply, !Handshake.isNoReasonToHangUp(error) else { return }
        throw RedisError(reply: error, to: "PING", endpoint: client.endpoint)
    }

    private func inForce() throws -> RedisClient {
        try Task.checkCancellation()
        return try state.withLock { state in
            if state.isShutDown { throw shutdownError(state.client) }
            return state.client
        }
    }

    private func shutdownError(_ client: RedisClient) -> RedisError {
        RedisError(.shutdown, outcome: .notSent, message: "the client was shut down", endpoint: client.endpoint)
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
