extension RedisClient {
    /// Runs commands as a transaction: all of them, in order, with nothing in between, or none.
    ///
    /// ```swift
    /// let replies = try await redis.transaction { transaction in
    ///     transaction.append(.decrby("account:1", 10))
    ///     transaction.append(.incrby("account:2", 10))
    /// }
    /// ```
    ///
    /// Redis does not roll back: a command that fails while the transaction runs (`WRONGTYPE`) is an
    /// ``RESPValue/error(_:)`` among the replies, and the others take effect.
    ///
    /// - Returns: The commands' replies, in order.
    /// - Throws: ``RedisError/Code/transactionDiscarded`` when the server refused to queue a command (`EXECABORT`);
    ///   then none ran. Other ``RedisError``s as usual; the outcome says whether it may have run.
    @discardableResult
    public func transaction(_ body: (inout RedisPipeline) throws -> Void) async throws -> [RESPValue] {
        var commands = RedisPipeline()
        try body(&commands)
        guard commands.count > 0 else { return [] }
        let reply = try await execute(try shareable(commands.transaction))
        return try TransactionReplies(reply, of: commands, endpoint: core.endpoint).values()
    }

    /// Runs commands as a transaction that takes effect only if none of the watched keys is changed by others.
    ///
    /// ```swift
    /// try await redis.transaction(watching: "stock:7") { connection, transaction in
    ///     let stock = try await connection.get("stock:7", as: Int.self) ?? 0
    ///     if stock > 0 { transaction.append(.decr("stock:7")) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - keys: The keys to watch from now on.
    ///   - body: Reads what it needs through the connection and appends the commands to run.
    ///     It runs where the caller runs; in a `nonisolated(nonsending)` function on the global executor: use
    ///     ``transaction(watching:isolation:body:)`` there.
    /// - Returns: The commands' replies, in order; empty when no command was appended.
    /// - Throws: ``RedisError/Code/transactionConflict`` when a watched key was changed: none ran, try again if it makes
    ///   sense. ``RedisError/Code/transactionDiscarded`` as above.
    @discardableResult
    public func transaction(
        watching keys: String..., body: @concurrent (RedisConnection, inout RedisPipeline) async throws -> Void
    ) async throws -> [RESPValue] {
        try await transaction(watching: keys, isolation: #isolation, body)
    }

    /// Runs commands as a transaction with a body that runs on the caller's actor, in a function that is
    /// `nonisolated(nonsending)`.
    ///
    /// Otherwise it is as ``transaction(watching:body:)``.
    ///
    /// - Parameters:
    ///   - keys: The keys to watch from now on.
    ///   - isolation: Where `body` runs: `#isolation`.
    ///   - body: Reads what it needs through the connection and appends the commands to run.
    /// - Returns: The commands' replies, in order; empty when no command was appended.
    /// - Throws: ``RedisError``, and whatever the closure throws.
    @discardableResult
    public func transaction(
        watching keys: String..., isolation: isolated (any Actor)?,
        body: nonisolated(nonsending) (RedisConnection, inout RedisPipeline) async throws -> Void
    ) async throws -> [RESPValue] {
        try await transaction(watching: keys, isolation: isolation, body)
    }

    private func transaction(
        watching keys: [String], isolation: isolated (any Actor)?,
        _ body: nonisolated(nonsending) (RedisConnection, inout RedisPipeline) async throws -> Void
    ) async throws -> [RESPValue] {
        try await withConnection(isolation: isolation) { connection in
            var watch = RESPEncoder("WATCH")
            for key in keys { watch.append(key) }
            let watched = RedisRequest(watch.finish(), traits: .watch)
            if case .error(let error) = try await connection.execute(watched) {
                throw RedisError(reply: error, to: watched.wire.name, endpoint: core.endpoint)
            }
            var commands = RedisPipeline()
            try await body(connection, &commands)
            guard commands.count > 0 else {
                _ = try await connection.execute(
                    RedisRequest(words: "UNWATCH", traits: .endsWatch))
                return []
            }
            var request = try shareable(commands.transaction)
            request.traits.insert(.endsWatch)
            let reply = try await connection.execute(request)
            return try TransactionReplies(reply, of: commands, endpoint: core.endpoint).values()
        }
    }

    /// Inside a transaction nothing blocks, but commands that change the connection's state would stay in force.
    private func shareable(_ request: RedisRequest) throws(RedisError) -> RedisRequest {
        guard request.traits.isDisjoint(with: [.connectionState, .unsupported]) else {
            if request.traits.contains(.malformed) {
                throw .malformed("a command of the transaction", endpoint: core.endpoint)
            }
            throw RedisError(
                .unsupported, outcome: .notSent,
                message: "a command of the transaction changes the state of the connection; leave it out",
                endpoint: core.endpoint)
        }
        var request = request
        request.traits.remove(.blocking)
        return request
    }
}

extension RedisPipeline {
    /// All commands between `MULTI` and `EXEC`, as one request.
    fileprivate var transaction: RedisRequest {
        var request = RedisRequest(words: "MULTI", traits: traits.subtracting(.readOnly), replyCount: count + 2)
        request.wire.append(wire)
        request.wire.append(RedisRequest(words: "EXEC", traits: []).wire)
        return request
    }
}

/// The replies to `MULTI`, the queued commands and `EXEC`, and what they mean.
private struct TransactionReplies {
    let replies: [RESPValue]
    let pipeline: RedisPipeline
    let endpoint: String

    init(_ reply: RESPValue, of pipeline: RedisPipeline, endpoint: String) {
        replies = reply.elements ?? []
        self.pipeline = pipeline
        self.endpoint = endpoint
    }

    func values() throws(RedisError) -> [RESPValue] {
        if case .error(let refusal)? = replies.first { throw notBegun(refusal) }
        switch replies.last {
        case .array(let values)?: return values
        case .null?:
            throw RedisError(
                .transactionConflict, outcome: .rejected,
                message: "a watched key was changed by another client, so the transaction was not executed. Try again",
                endpoint: endpoint)
        case .error(let error)?: throw discarded(error)
        default:
            throw RedisError(
                .protocolError, outcome: .unknown, message: "EXEC was answered with something that is no list",
                endpoint: endpoint)
        }
    }

    /// Without `MULTI` the server took the commands one by one.
    private func notBegun(_ refusal: RESPErrorReply) -> RedisError {
        let someRan = zip(pipeline.commands, replies.dropFirst()).contains { _, reply in
            if case .error = reply { false } else { true }
        }
        return RedisError(
            .server, outcome: someRan ? .unknown : .rejected,
            message: "MULTI was refused: \(refusal.messageWithoutArguments)"
                + (someRan ? ". The commands behind it may have run, outside of any transaction" : ""),
            endpoint: endpoint, reply: refusal.withoutArguments)
    }

    private func discarded(_ error: RESPErrorReply) -> RedisError {
        // The error that a command got when it was to be queued says more than EXECABORT.
        for (command, reply) in zip(pipeline.commands, replies.dropFirst()) {
            guard case .error(let reason) = reply else { continue }
            return RedisError(
                .transactionDiscarded, outcome: .rejected,
                message: "\(pipeline.name(of: command)) could not be queued, so nothing was executed: "
                    + reason.messageWithoutArguments,
                endpoint: endpoint, reply: reason.withoutArguments)
        }
        return RedisError(
            error.name == "EXECABORT" ? .transactionDiscarded : .server, outcome: .rejected,
            message: "the transaction was refused: \(error.messageWithoutArguments)", endpoint: endpoint,
            reply: error.withoutArguments)
    }
}
