package import ResilientRedisClient

/// Where a cache keeps its values: all that it knows of a client.
///
/// Calls go through ``execute(_:)`` and ``pipeline(_:)`` only, so that a client of another topology can be put behind it.
package protocol CacheBackend: Sendable {
    /// A number that no other back end of this process has or will have.
    var identity: UInt64 { get }
    /// The server's name for messages.
    var endpoint: String { get }
    /// How long a call may take, in nanoseconds.
    var timeout: Int64 { get }
    /// The most bytes that one value of a reply may have.
    var maximumBulkLength: Int { get }
    /// Calls are let through right now.
    var isAvailable: Bool { get }
    /// It was shut down, for good.
    var isShutDown: Bool { get }

    /// The same back end with a deadline for every call made through it.
    func withTimeout(_ timeout: Duration) -> Self

    /// Throws the error that a call would be refused with now. One atomic load when there is none.
    func checkAdmission() throws

    /// Runs a request and returns its reply as it came, error replies included.
    func execute(_ request: RedisRequest) async throws -> RESPValue

    /// Runs several commands in one round trip and returns a result for each.
    func pipeline(_ body: (inout RedisPipeline) throws -> Void) async throws -> [Result<RESPValue, RedisError>]

    /// Waits until calls are let through, or nothing more is known of that.
    func waitUntilAvailable() async

    /// Which run of which server replies come from: a number that changes with it, before the first reply of another run
    /// reaches its caller. 0 while it is not known. The same for two back ends that lead to the same run.
    var serverRun: UInt64 { get }
    /// The first ``serverRun`` that was known; 0 before that.
    var firstServerRun: UInt64 { get }

    /// Tracks ``serverRun``, for as long as what is returned is kept.
    ///
    /// - Parameters:
    ///   - changed: Called after a change, on the event loop's thread: it must be quick and must not wait.
    ///   - isNeeded: A lost connection is made again although no call needs one, to find out which run there is now.
    func trackServerRun(
        changed: @escaping @Sendable () -> Void, isNeeded: @escaping @Sendable () -> Bool
    ) -> ChangeTracking

    /// Reports every key with the prefix that changes to a listener, for as long as what is returned is kept.
    func trackInvalidations(prefix: String, listener: any ChangeListener) -> ChangeTracking
}

/// Is told which keys change in Redis.
package typealias ChangeListener = InvalidationListener

/// Keeps the reports of changes going for as long as it exists.
package typealias ChangeTracking = ConsumerHandle

extension CacheBackend {
    /// Runs one command and returns its decoded reply.
    func run<Reply>(_ command: RedisCommand<Reply>) async throws -> Reply {
        try command.read(try await execute(command.request), endpoint: endpoint)
    }
}

extension RedisClient: CacheBackend {
    package var maximumBulkLength: Int { configuration.replyLimits.maximumBulkLength }

    package var isAvailable: Bool { availability.isAvailable }

    package func waitUntilAvailable() async {
        for await change in availabilityChanges where change.isAvailable { return }
    }
}
