import RedisTransport

/// A connection that its holder has to itself for a while. See ``RedisClient/withConnection(_:)``.
///
/// It must not be used outside the closure it was given to: commands then fail with ``RedisError/Code/unsupported``.
public struct RedisConnection: RedisCommands, Sendable {
    let client: RedisClient
    let lease: LeaseID

    /// Runs one command on this connection and returns its decoded reply.
    ///
    /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
    public func send<Reply>(_ command: RedisCommand<Reply>) async throws -> Reply {
        try command.read(try await execute(command.request), endpoint: client.core.endpoint)
    }

    package func execute(_ request: RedisRequest) async throws -> RESPValue {
        if request.traits.contains(.unsupported) {
            if request.traits.contains(.malformed) {
                throw RedisError.malformed(request.wire.name, endpoint: client.core.endpoint)
            }
            throw RedisError(
                .unsupported, outcome: .notSent,
                message: "\(request.wire.name) cannot be sent: it would break the order of replies",
                endpoint: client.core.endpoint)
        }
        let core = client.core
        return try await core.perform(
            core.call(request, timeout: timeout(of: request), isPolicy: client.isPolicyTimeout, lease: lease))
    }

    /// A blocking command may take as long as it allows the server to wait, and then the usual time to answer.
    private func timeout(of request: RedisRequest) -> Int64 {
        guard request.traits.contains(.blocking) else { return client.timeout }
        switch request.wire.blockingTime {
        case .unlimited: return .max
        case .atMost(let wait):
            let (sum, overflow) = client.timeout.addingReportingOverflow(wait.clampedNanoseconds)
            return overflow ? .max : sum
        }
    }
}

extension RedisClient {
    /// Runs a closure with a connection of its own: for `WATCH`, blocking commands, and whatever changes a connection's
    /// state.
    ///
    /// Callers are served in the order in which they came, by at most
    /// ``RedisConfiguration/Pool/maximumLeasedConnections`` connections; waiting for one counts against the timeout.
    /// A connection that still owes a reply, or whose state was changed, is closed afterwards and not reused.
    ///
    /// The closure runs where the caller runs and may touch the caller's isolated state. In a `nonisolated(nonsending)`
    /// function it runs on the global executor, as a closure given to `withTaskCancellationHandler` does: use
    /// ``withConnection(isolation:_:)`` there.
    ///
    /// - Throws: ``RedisError/Code/timeout`` when none became free in time, ``RedisError/Code/overloaded`` when too many
    ///   wait, ``RedisError/Code/unavailable``, and whatever the closure throws.
    public func withConnection<Result>(
        _ body: @concurrent (RedisConnection) async throws -> Result
    ) async throws -> Result {
        try await withConnection(isolation: #isolation, body)
    }

    /// Runs a closure with a connection of its own, on the caller's actor, in a function that is `nonisolated(nonsending)`.
    ///
    /// Otherwise it is as ``withConnection(_:)``.
    ///
    /// - Parameters:
    ///   - isolation: Where `body` runs: `#isolation`.
    ///   - body: Runs commands on the connection.
    /// - Returns: What `body` returns.
    /// - Throws: ``RedisError``, and whatever the closure throws.
    public func withConnection<Result>(
        isolation: isolated (any Actor)?,
        _ body: nonisolated(nonsending) (RedisConnection) async throws -> Result
    ) async throws -> Result {
        let lease = try await core.acquireLease(timeout: timeout)
        defer { core.releaseLease(lease) }
        return try await body(RedisConnection(client: self, lease: lease))
    }
}
