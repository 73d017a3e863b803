package import RedisTransport
public import Logging
public import ServiceLifecycle

/// A client of one Redis server that keeps its promises when the server, or the network before it, does not.
///
/// ```swift
/// let redis = try RedisClient(RedisConfiguration(environment: ProcessInfo.processInfo.environment))
/// try await redis.set("greeting", "hello", expiresIn: .seconds(60))
/// let greeting: String? = try await redis.get("greeting")
/// ```
///
/// The client works as soon as it exists and connects with the first call. All tasks share a few connections; what they
/// send at the same time leaves together. Copies are cheap and share everything; when the last one is gone, the
/// connections are closed.
///
/// **Deadlines.** A call takes at most ``RedisConfiguration/Resilience/commandTimeout``, all in all, and a command that
/// timed out is never sent again. **Outages.** When Redis cannot be reached or stops answering, every call fails at once
/// with ``RedisError/Code/unavailable``, until a background probe succeeds
/// (``RedisConfiguration/Resilience/backoff``). **Cancellation.** A cancelled task gets its `CancellationError` at
/// once, which in the first moments of a call means within ten milliseconds, or the reply if that is there by then; its
/// command may still run.
public struct RedisClient: Sendable {
    let core: ClientCore
    /// How long a call may take, in nanoseconds.
    package let timeout: Int64
    /// The timeout is the configured one. Only then does it say something about the server when it passes.
    let isPolicyTimeout: Bool

    /// Makes a client. It connects with its first call.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is and how to treat it; by default `localhost:6379`.
    ///   - logger: Gets one line when Redis becomes unavailable and one when it is back.
    /// - Throws: ``RedisConfigurationError`` when the configuration is impossible, or an error of the system when it
    ///   gives no more threads or file descriptors.
    public init(
        _ configuration: RedisConfiguration = RedisConfiguration(), logger: Logger = Logger(label: "ResilientRedis")
    ) throws {
        try self.init(configuration, logger: logger, backend: .automatic)
    }

    /// Makes a client with other parts than the system's, for tests.
    package init(
        _ configuration: RedisConfiguration, logger: Logger = Logger(label: "ResilientRedis"),
        backend: PollerBackend = .automatic, time: TimeSource = TimeSource(),
        nameResolver: any NameResolver = SystemNameResolver()
    ) throws {
        core = try ClientCore(
            configuration, logger: logger, backend: backend, time: time, nameResolver: nameResolver)
        timeout = core.commandTimeout
        isPolicyTimeout = true
        configuration.logNotices(to: logger)
    }

    private init(_ core: ClientCore, timeout: Int64) {
        self.core = core
        self.timeout = timeout
        isPolicyTimeout = timeout >= core.commandTimeout
    }

    /// The configuration in force.
    public var configuration: RedisConfiguration { core.configuration }

    /// The same client with a deadline of the caller's own for every call made through it.
    ///
    /// ```swift
    /// let quick = try await redis.withTimeout(.milliseconds(50)).get("k", as: String.self)
    /// ```
    ///
    /// When a deadline shorter than ``RedisConfiguration/Resilience/commandTimeout`` passes, only that call fails: it
    /// says nothing about the server. A negative duration counts as zero.
    public func withTimeout(_ timeout: Duration) -> RedisClient {
        RedisClient(core, timeout: max(0, timeout.clampedNanoseconds))
    }

    // MARK: Availability

    /// Whether calls are let through to Redis right now.
    public var availability: RedisAvailability { core.monitor.current }

    /// The availability as it is, then every change of it, until the client is shut down.
    public var availabilityChanges: AsyncStream<RedisAvailability> { core.monitor.changes() }

    /// Waits until calls are let through to Redis: at once when they are, otherwise until an outage is over.
    ///
    /// ```swift
    /// while !Task.isCancelled {
    ///     try await redis.waitUntilAvailable()
    ///     await work(on: redis)
    /// }
    /// ```
    ///
    /// It sends nothing itself: the client's own probes find out, whether anyone waits or not. A client that was not used
    /// yet counts as available.
    ///
    /// - Parameter timeout: How long to wait at most; without limit by default.
    /// - Throws: ``RedisError/Code/timeout`` when the time is over, ``RedisError/Code/shutdown`` when the client is shut down
    ///   or ends meanwhile, and `CancellationError`.
    public func waitUntilAvailable(timeout: Duration? = nil) async throws {
        try Task.checkCancellation()
        if isShutDown { try checkAdmission() }
        if availability.isAvailable { return }
        guard let timeout else { return try await waitForAvailability() }
        try await withThrowingTaskGroup { group in
            group.addTask { try await waitForAvailability() }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw RedisError(
                    .timeout, outcome: .notSent, message: "Redis did not become available within \(timeout.inSeconds)",
                    endpoint: endpoint)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func waitForAvailability() async throws {
        for await availability in availabilityChanges where availability.isAvailable { return }
        try Task.checkCancellation()
        throw RedisError(
            .shutdown, outcome: .notSent, message: "the client was shut down before Redis became available",
            endpoint: endpoint)
    }

    /// Waits until what was reported so far has reached the log handler and the metrics back end. For tests.
    package func reportsAreDelivered() async { await core.reports.deliver(within: .seconds(10)) }

    // MARK: Life

    /// Closes every connection and forgets the backoff; what is under way fails. The client goes on working.
    ///
    /// Meant for tests, between cases, and for operators who know that an outage is over.
    public func reset() async {
        await core.reset()
    }

    /// Ends the client: new calls fail with ``RedisError/Code/shutdown``, those under way may finish within the grace
    /// period, then all connections are closed. Returns when that is done, at once when it was done before.
    public func shutdown(gracePeriod: Duration = .seconds(5)) async {
        await core.shutDown(gracePeriod: gracePeriod)
    }

    /// A number that no other client of this process has or will have.
    package var identity: UInt64 { core.number }

    /// The clock that the client goes by.
    package var timeSource: TimeSource { core.time }

    /// Throws the error that a call would be refused with now. One atomic load when there is none.
    package func checkAdmission() throws { try core.admission.check() }

    /// The client was shut down, for good.
    package var isShutDown: Bool { core.admission.isShutDown }

    /// Reports every key with the prefix that changes in Redis to a listener, for as long as what is returned is kept.
    package func trackInvalidations(prefix: String, listener: any InvalidationListener) -> ConsumerHandle {
        addConsumer(declined: { listener.trackingEnded() }) { node in
            InvalidationTracker(prefix: prefix, listener: listener, node: node)
        }
    }

    /// Which run of which server replies come from: a number that changes with it. 0 while it is not known, and as long as
    /// it is not tracked.
    package var serverRun: UInt64 { core.serverRun.current }

    /// The first ``serverRun`` that was known; 0 before that.
    package var firstServerRun: UInt64 { core.serverRun.first }

    /// Tracks ``serverRun``, for as long as what is returned is kept.
    ///
    /// - Parameters:
    ///   - changed: Called after a change, on the event loop's thread: it must be quick and must not wait.
    ///   - isNeeded: A lost connection is made again although no call needs one, to find out which run there is now.
    package func trackServerRun(
        changed: @escaping @Sendable () -> Void, isNeeded: @escaping @Sendable () -> Bool
    ) -> ConsumerHandle {
        let run = core.serverRun
        return addConsumer { node in ServerRunTracker(run, node: node, changed: changed, isNeeded: isNeeded) }
    }

    /// Adds a consumer of connections to this client's server, for as long as what is returned is kept.
    ///
    /// - Parameters:
    ///   - declined: Called when the client has ended, so that the consumer is not made.
    ///   - make: Makes the consumer, on the event loop's thread.
    package func addConsumer(
        declined: @escaping @Sendable () -> Void = {}, _ make: @escaping @Sendable (Node) -> any ConnectionConsumer
    ) -> ConsumerHandle {
        core.addConsumer(declined: declined, make)
    }

    /// Wakes the event loop after a test has moved its time source.
    package func timeWasAdvanced() {
        core.timeWasAdvanced()
    }

    /// Does the same without keeping the client alive; returns `false` when there is no client any more.
    package var timeWasAdvancedIfAlive: @Sendable () -> Bool {
        { [weak core] in
            core?.timeWasAdvanced()
            return core != nil
        }
    }
}

extension RedisClient: Service {
    /// Waits for the service group's graceful shutdown, then ends the client.
    ///
    /// Running it is optional: the client works without.
    public func run() async throws {
        try? await gracefulShutdown()
        await shutdown()
    }
}

extension RedisClient: RedisCommands {
    /// Runs one command and returns its decoded reply.
    ///
    /// Commands that block (`BLPOP`) get a connection to themselves, and the time that they give the server on top of the
    /// deadline; without such a time only cancellation ends them. Commands that change a connection's
    /// state (`SELECT`, `MULTI`, `WATCH`) are refused here: see ``withConnection(_:)`` and
    /// `transaction`.
    ///
    /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
    @inlinable
    public func send<Reply>(_ command: RedisCommand<Reply>) async throws -> Reply {
        try command.read(try await execute(command.request), endpoint: endpoint)
    }

    /// The server's name for messages.
    @usableFromInline package var endpoint: String { core.endpoint }

    /// Runs a request and returns its reply as it came, error replies included.
    @usableFromInline
    package func execute(_ request: RedisRequest) async throws -> RESPValue {
        guard request.traits.isDisjoint(with: .notShareable) else { return try await executeExclusively(request) }
        return try await core.perform(core.call(request, timeout: timeout, isPolicy: isPolicyTimeout))
    }

    /// Apart from `execute`, so that what it keeps while it waits is not kept there as well.
    @inline(never)
    private func executeExclusively(_ request: RedisRequest) async throws -> RESPValue {
        guard request.traits.contains(.blocking), request.traits.isDisjoint(with: [.connectionState, .unsupported])
        else { throw refusal(of: request.wire.words(2), request.traits) }
        let start = core.time.now()
        let lease = try await core.acquireLease(timeout: timeout, isBlocking: true)
        defer { core.releaseLease(lease) }
        // The time spent waiting for the connection is part of the call's.
        let waited = (core.time.now() - start).clampedNanoseconds
        let rest = RedisClient(core, timeout: max(0, timeout - waited))
        return try await RedisConnection(client: rest, lease: lease).execute(request)
    }

    /// Why a command cannot be sent over a connection that other tasks share.
    ///
    /// - Parameter words: The command's name and its next word, in capitals.
    func refusal(
        of words: some Collection<String>, _ traits: RedisCommandTraits, inPipeline: Bool = false
    ) -> RedisError {
        if traits.contains(.malformed) { return .malformed(words.first ?? "command", endpoint: core.endpoint) }
        let advice = CommandAdvice(words, traits, inPipeline: inPipeline)
        return RedisError(
            .unsupported, outcome: .notSent, message: "\(advice.name) cannot be sent in this way. \(advice.text)",
            endpoint: core.endpoint)
    }
}

extension RedisError {
    /// Why a command with arguments that no server accepts is not sent.
    static func malformed(_ name: String, endpoint: String) -> RedisError {
        RedisError(
            .encoding, outcome: .notSent,
            message: """
                \(name) was not sent, because the server would refuse its arguments: give at least one element where it \
                takes a list, and no negative number where it takes a count or an offset
                """,
            endpoint: endpoint)
    }
}

extension RedisCommand {
    /// Reads a reply: an error of the server is thrown, anything else decoded.
    @usableFromInline
    @inline(never)
    package func read(_ reply: consuming RESPValue, endpoint: @autoclosure () -> String) throws -> Reply {
        if case .error(let error) = reply {
            throw RedisError(reply: error, to: request.wire.name, endpoint: endpoint())
        }
        do {
            return try decode(consume reply)
        } catch let error as RESPDecodingError {
            guard let part = error.reply else {
                throw RedisError(decoding: error, of: request, endpoint: endpoint())
            }
            throw RedisError(part: part, of: request, endpoint: endpoint())
        }
    }
}

extension RedisError {
    /// The server's refusal of a command.
    init(reply: RESPErrorReply, to name: String, endpoint: String) {
        self.init(
            .server, outcome: reply.outcome(of: name),
            message: "\(name) was refused: \(reply.messageWithoutArguments)\(reply.advice)",
            endpoint: endpoint, reply: reply.withoutArguments)
    }

    /// The server's error in place of an element of the reply. Other parts of the command did run.
    init(part reply: RESPErrorReply, of request: RedisRequest, endpoint: String) {
        let name = request.wire.name
        self.init(
            .server, outcome: request.traits.contains(.readOnly) ? reply.outcome(of: name) : .unknown,
            message: "\(name) was refused in part: \(reply.messageWithoutArguments)",
            endpoint: endpoint, reply: reply.withoutArguments)
    }

    /// A reply that is not of the kind that was asked for. The command did run.
    init(decoding error: RESPDecodingError, of request: RedisRequest, endpoint: String) {
        self.init(
            .decoding, outcome: .unknown, message: "the reply to \(request.wire.name) cannot be used: \(error)",
            endpoint: endpoint, underlying: error)
    }
}

extension RESPErrorReply {
    /// What to do, where the server's words do not say it.
    fileprivate var advice: String {
        guard name == "MOVED" || name == "ASK" else { return "" }
        return
            ". The server is a node of a Redis Cluster, and the key belongs to another node: this client speaks to one "
            + "server and follows no redirects. Use a proxy before the cluster, or a server that is none"
    }

    /// The same reply without the arguments that some servers quote in it.
    var withoutArguments: RESPErrorReply {
        let text = messageWithoutArguments
        return text.utf8.count < bytes.count ? RESPErrorReply(bytes: Array(text.utf8)) : self
    }

    /// The text without the arguments that some servers quote in it.
    var messageWithoutArguments: String {
        let message = message
        guard let quote = message.firstRange(of: ", with args beginning with") else { return message }
        return String(message[..<quote.lowerBound])
    }
}
