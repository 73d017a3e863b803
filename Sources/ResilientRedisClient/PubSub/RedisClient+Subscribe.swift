import RedisTransport

extension RedisClient {
    /// Subscribes to channels and returns what is published on them from now on.
    ///
    /// Returns when the server has confirmed every channel. All subscriptions of a client share one connection, apart from
    /// those of the commands; tasks that subscribe to the same channel share the server's messages.
    ///
    /// - Parameters:
    ///   - channels: The channels' names; any bytes.
    ///   - buffer: How many messages are kept until they are read, and what happens to more.
    /// - Throws: ``RedisError``: of the code ``RedisError/Code/unavailable`` at once during an outage, and
    ///   ``RedisError/Code/timeout`` when the server does not confirm in time; `CancellationError` when the task was
    ///   cancelled.
    public func subscribe<Channel: RESPArgument>(
        to channels: Channel..., buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisSubscription {
        try await subscribe(to: channels, buffer: buffer)
    }

    /// Subscribes to channels and returns what is published on them from now on. See ``subscribe(to:buffer:)``.
    public func subscribe<Channel: RESPArgument>(
        to channels: [Channel], buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisSubscription {
        try await subscribe(.channel, channels, buffer)
    }

    /// Subscribes to all channels that match a pattern (`news.*`), by the rules of `PSUBSCRIBE`.
    ///
    /// A message whose channel matches several patterns comes once for each. Otherwise the same as
    /// ``subscribe(to:buffer:)``.
    public func psubscribe<Pattern: RESPArgument>(
        to patterns: Pattern..., buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisSubscription {
        try await psubscribe(to: patterns, buffer: buffer)
    }

    /// Subscribes to all channels that match a pattern. See ``psubscribe(to:buffer:)``.
    public func psubscribe<Pattern: RESPArgument>(
        to patterns: [Pattern], buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisSubscription {
        try await subscribe(.pattern, patterns, buffer)
    }

    /// Subscribes to shard channels, on which `SPUBLISH` publishes (Redis 7 and later).
    ///
    /// Otherwise the same as ``subscribe(to:buffer:)``.
    public func ssubscribe<Channel: RESPArgument>(
        to channels: Channel..., buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisSubscription {
        try await ssubscribe(to: channels, buffer: buffer)
    }

    /// Subscribes to shard channels. See ``ssubscribe(to:buffer:)``.
    public func ssubscribe<Channel: RESPArgument>(
        to channels: [Channel], buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisSubscription {
        try await subscribe(.shardChannel, channels, buffer)
    }

    private func subscribe(
        _ kind: SubscriptionName.Kind, _ names: [some RESPArgument], _ buffer: RedisSubscriptionBuffer
    ) async throws -> RedisSubscription {
        guard !names.isEmpty else {
            throw RedisError(
                .encoding, outcome: .notSent, message: "a subscription needs at least one channel or pattern",
                endpoint: endpoint)
        }
        try Task.checkCancellation()
        try checkAdmission()
        let queue = SubscriptionQueue(buffer, endpoint: endpoint) { [weak core] queue in
            core?.withSubscriptions { subscriptions, now in subscriptions?.remove(queue, now: now) }
        }
        let names = names.map { SubscriptionName(kind, $0.argumentBytes) }
        let deadline = timeSource.now() + .nanoseconds(timeout)
        let error = RedisError(.shutdown, outcome: .notSent, message: "the client was shut down", endpoint: endpoint)
        core.withSubscriptions { subscriptions, now in
            guard let subscriptions else { return queue.subscriptionEnded(error) }
            subscriptions.add(queue, names: names, deadline: deadline, now: now)
        }
        let subscription = RedisSubscription(queue, keeping: core)
        try await queue.waitForBeginning()
        return subscription
    }
}

extension RESPArgument {
    /// The bytes that the argument has on the wire.
    fileprivate var argumentBytes: [UInt8] {
        var encoder = RESPEncoder()
        encode(into: &encoder)
        let wire = encoder.finish()
        guard let argument = wire.arguments(from: wire.start, limit: 1).list.first else { return [] }
        return wire.withBytes(of: argument) { Array($0) }
    }
}
