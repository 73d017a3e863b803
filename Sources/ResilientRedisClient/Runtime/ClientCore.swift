import RedisTransport
import Logging
import Synchronization

/// What all copies of a ``RedisClient`` share: the way into the event loop. When the last copy goes, the loop ends.
final class ClientCore: Sendable {
    let configuration: RedisConfiguration
    let endpoint: String
    let admission: Admission
    let monitor: AvailabilityMonitor
    let time: TimeSource
    let logger: Logger
    /// Where the loop leaves what is to be logged and measured.
    let reports: ReportQueue
    let commandTimeout: Int64
    let serverRun = ServerRun()
    /// No other client of this process ever has this number, whatever its address.
    let number = ClientCore.lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    private static let lastNumber = Atomic<UInt64>(0)
    /// How long a shutdown waits for a log handler or a metrics back end at most.
    private static let lastReports = Duration.milliseconds(100)
    private let mailbox: Mailbox<ClientMessage>
    private let lastLease = Atomic<UInt64>(0)
    private let lastConsumer = Atomic<UInt64>(0)
    private let subscriptions = Mutex<ConsumerHandle?>(nil)

    init(
        _ configuration: RedisConfiguration, logger: Logger, backend: PollerBackend, time: TimeSource,
        nameResolver: any NameResolver
    ) throws {
        try configuration.validate()
        if configuration.protocolVersion == .resp3, !ReplyReader.supportsRESP3 {
            throw RedisConfigurationError(
                field: "protocolVersion", read: "\(configuration.protocolVersion)",
                problem: "hiredis \(ReplyReader.hiredisVersion), which this program was built with, cannot read RESP3",
                advice: "Use resp2, or build with hiredis 1.0 or later")
        }
        self.configuration = configuration
        self.time = time
        self.logger = logger
        endpoint = configuration.endpoint.description
        commandTimeout = configuration.resilience.commandTimeout.clampedNanoseconds
        admission = Admission(endpoint: endpoint, time: time)
        monitor = AvailabilityMonitor()
        let mailbox = try Mailbox<ClientMessage>()
        self.mailbox = mailbox
        let reports = ReportQueue(
            logger: logger, dimensions: ClientMetrics.dimensions(of: configuration.endpoint))
        self.reports = reports
        let metrics = ClientMetrics(configuration.endpoint, reports: reports)
        let context = ConnectionContext(
            configuration: configuration, loop: try EventLoop(backend: backend, waker: mailbox.waker), time: time,
            tls: try Self.tlsContext(configuration), address: configuration.endpoint,
            certificateName: configuration.tls?.serverName, name: endpoint, metrics: metrics,
            writes: WriteWatch(endpoint: endpoint, metrics: metrics, reports: reports),
            reports: reports)
        let outage = OutageSwitch(
            configuration.resilience, admission: admission, monitor: monitor, time: time, endpoint: endpoint,
            metrics: metrics, reports: reports)
        let parts = Handover(ClientLoop.Parts(context: context, outage: outage, nameResolver: nameResolver))
        try SystemThread.detach(name: "resilient-redis") { ClientLoop(parts.value, mailbox: mailbox).run() }
    }

    private static func tlsContext(_ configuration: RedisConfiguration) throws(RedisConfigurationError) -> TLSContext? {
        guard let options = configuration.tls else { return nil }
        do {
            return try TLSContext(options)
        } catch {
            throw RedisConfigurationError(
                field: "tls", problem: error.reason, advice: "Check the files that it names and their permissions")
        }
    }

    deinit {
        _ = mailbox.post(.control(.shutDown(gracePeriod: .zero, nil)))
    }

    /// Wakes the loop after a test has moved its time source.
    func timeWasAdvanced() {
        _ = mailbox.post(.control(.wake))
    }

    // MARK: Calls

    /// Makes a call whose time runs from now on.
    ///
    /// Not inlined, so that what it needs for a moment is not kept by each task that waits.
    @inline(never)
    func call(_ request: RedisRequest, timeout: Int64, isPolicy: Bool, lease: LeaseID? = nil) throws -> Call {
        if lease == nil { try admission.check() } else { try admission.checkLeased() }
        let now = time.now()
        let (end, overflow) = now.nanoseconds.addingReportingOverflow(timeout)
        return Call(
            request, submitted: now, deadline: overflow ? .distantFuture : MonotonicTime(nanoseconds: end),
            hasPolicyDeadline: isPolicy, lease: lease)
    }

    /// Sends a call and waits for its reply, its deadline, or the task's cancellation, whichever is first.
    ///
    /// What waits here waits in great numbers, so as little as possible is kept across the suspension. This and `waitOn`
    /// are inlined, because another suspended function in between would not fit the first slab of a task's allocator.
    @inline(__always)
    func perform(_ call: Call) async throws -> RESPValue {
        try Task.checkCancellation()
        let reply = try await WaitingTask.wait { task in
            call.waiter.wait(task)
            if !mailbox.post(.submit(call), yields: true) { refuse(task) }
        }
        if let reply { return reply }
        return try await waitOn(call)
    }

    /// Releases a task whose call the loop did not take. Not inlined either, for the error needs room as well.
    @inline(never)
    private func refuse(_ task: WaitingTask<RESPValue?>) {
        task.resume(throwing: shutDownError)
    }

    /// Waits on for a call whose reply did not come soon, now with a cancellation handler.
    @inline(__always)
    private func waitOn(_ call: Call) async throws -> RESPValue {
        try await withTaskCancellationHandler {
            try await WaitingTask.wait { task in
                // A loop that has ended has finished the call before.
                if !mailbox.post(.control(.wait(call, task))) { call.taskCameBack(task) }
            }
        } onCancel: {
            _ = mailbox.post(.cancel(call))
        }
    }

    // MARK: Leases

    /// Waits for a connection to have to oneself.
    func acquireLease(timeout: Int64, isBlocking: Bool = false) async throws -> LeaseID {
        try admission.check()
        let now = time.now()
        let id = LeaseID(rawValue: lastLease.wrappingAdd(1, ordering: .relaxed).newValue)
        let request = LeaseRequest(
            id: id, submitted: now, deadline: now + .nanoseconds(timeout), isBlocking: isBlocking)
        try await withTaskCancellationHandler {
            try await WaitingTask.wait { task in
                request.task = task
                if !mailbox.post(.control(.acquire(request))) { task.resume(throwing: shutDownError) }
            }
        } onCancel: {
            _ = mailbox.post(.control(.cancelLease(request)))
        }
        return id
    }

    func releaseLease(_ lease: LeaseID) {
        _ = mailbox.post(.control(.release(lease)))
    }

    // MARK: Consumers of connections

    /// Adds a consumer of connections for as long as what is returned is kept.
    ///
    /// - Parameters:
    ///   - declined: Called when the client has ended, so that the consumer is not made; never within this call.
    ///   - make: Makes the consumer, on the event loop's thread.
    func addConsumer(
        declined: @escaping @Sendable () -> Void = {}, _ make: @escaping @Sendable (Node) -> any ConnectionConsumer
    ) -> ConsumerHandle {
        let id = ConsumerID(rawValue: lastConsumer.wrappingAdd(1, ordering: .relaxed).newValue)
        let mailbox = mailbox
        let registration = ConsumerRegistration(id: id, make: make, declined: declined)
        if !mailbox.post(.control(.addConsumer(registration))) {
            // Not here: the caller may hold a lock that `declined` takes.
            Task.detached { declined() }
        }
        return ConsumerHandle(id: id) { _ = mailbox.post(.control(.removeConsumer(id))) }
    }

    /// Calls the consumer of the subscriptions on the event loop's thread, with `nil` when the client has ended. It is made
    /// with the first call.
    func withSubscriptions(_ body: @escaping @Sendable (SubscriptionConsumer?, MonotonicTime) -> Void) {
        let handle = subscriptions.withLock { handle in
            if let handle { return handle }
            let made = addConsumer { SubscriptionConsumer(node: $0) }
            handle = made
            return made
        }
        let visit = ConsumerVisit(id: handle.id) { consumer, now in body(consumer as? SubscriptionConsumer, now) }
        if !mailbox.post(.control(.visitConsumer(visit))) { body(nil, time.now()) }
    }

    // MARK: Life

    func reset() async {
        await withUnsafeContinuation { continuation in
            if !mailbox.post(.control(.reset(continuation))) { continuation.resume() }
        }
    }

    func shutDown(gracePeriod: Duration) async {
        admission.shutDown()
        await withUnsafeContinuation { continuation in
            if !mailbox.post(.control(.shutDown(gracePeriod: gracePeriod, continuation))) { continuation.resume() }
        }
        await reports.deliver(within: Self.lastReports)
    }

    private var shutDownError: RedisError {
        RedisError(.shutdown, outcome: .notSent, message: "the client was shut down", endpoint: endpoint)
    }
}

/// Keeps a consumer of connections for as long as it exists.
package final class ConsumerHandle: Sendable {
    let id: ConsumerID
    private let end: @Sendable () -> Void

    init(id: ConsumerID, _ end: @escaping @Sendable () -> Void) {
        self.id = id
        self.end = end
    }

    deinit { end() }
}

/// Carries the loop's objects to its thread, once.
///
/// Unchecked, because the compiler cannot see that the thread which made the value never touches it again.
private struct Handover<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
