import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    /// Where a call is when its task is cancelled.
    enum SuspensionPoint: String, Sendable, CaseIterable {
        case connecting = "while connecting"
        case healthCheck = "behind a health check"
        case inFlight = "in flight"
        case pipeline = "in a pipeline in flight"
        case transaction = "in a transaction in flight"
        case watching = "in a transaction that watches a key"
        case leasing = "while a connection of its own is opened"
        case leased = "on a connection of its own"
        case queueing = "in the queue for a connection of its own"
    }

    /// A fault that lasts, so that calls wait.
    struct LastingFault: Sendable {
        let name: String
        var route = MatrixEnvironment.Route.proxy
        let points: [SuspensionPoint]
        /// Starts the server, when it must be a special one.
        var server: (@Sendable () async throws -> RedisServer)?
        var configure: @Sendable (inout RedisConfiguration) async throws -> Void = { _ in }
        let begin: @Sendable (MatrixEnvironment) async throws -> Void
        var end: @Sendable (MatrixEnvironment) async throws -> Void = { $0.proxy.liftAll() }

        static let onConnections: [SuspensionPoint] = [
            .inFlight, .pipeline, .transaction, .watching, .leased, .queueing, .healthCheck,
        ]
        static let whileConnecting: [SuspensionPoint] = [.connecting, .leasing]

        static let all: [LastingFault] = [
            LastingFault(name: "a full backlog", points: whileConnecting) { $0.proxy.inject(.fullBacklog) },
            LastingFault(name: "a slow accept", points: whileConnecting) {
                $0.proxy.inject(.slowAccept(.seconds(60)))
            },
            LastingFault(
                name: "a name server that does not answer", points: whileConnecting,
                begin: { $0.names[MatrixEnvironment.host] = .stall },
                end: { $0.names[MatrixEnvironment.host] = .addresses(["127.0.0.1"]) }),
            // Lifted, it resets a connection that is only being opened, which is an outage.
            LastingFault(name: "a black hole", points: onConnections.filter { $0 != .queueing }) {
                $0.proxy.inject(.blackHole)
            },
            LastingFault(name: "a connection dropped silently", points: onConnections) {
                $0.proxy.inject(.silentDrop)
            },
            LastingFault(name: "a half-open connection", points: onConnections) { $0.proxy.inject(.halfOpen) },
            LastingFault(name: "latency", points: onConnections + whileConnecting) {
                $0.proxy.inject(.latency(.seconds(60)))
            },
            LastingFault(name: "a bandwidth of next to nothing", points: onConnections + whileConnecting) {
                $0.proxy.inject(.bandwidth(bytesPerSecond: 2), direction: .toClient)
            },
            LastingFault(name: "a drip", points: onConnections + whileConnecting) {
                $0.proxy.inject(.slowDrip(every: .milliseconds(500)), direction: .toClient)
            },
            // The kernel accepts the connection, and nothing answers the first message of the TLS handshake.
            LastingFault(
                name: "a TLS handshake that gets no answer", route: .secure, points: whileConnecting,
                server: FaultRow.secureServer, configure: FaultRow.trustServer,
                begin: { $0.server.freeze() }, end: { $0.server.thaw() }),
            LastingFault(
                name: "SIGSTOP", route: .direct, points: onConnections + whileConnecting,
                begin: { $0.server.freeze() }, end: { $0.server.thaw() }),
        ]
    }

    struct Cancellation: Sendable, CustomTestStringConvertible {
        let fault: LastingFault
        let point: SuspensionPoint

        var testDescription: String { "\(fault.name), \(point.rawValue)" }

        static let all: [Cancellation] = LastingFault.all.flatMap { fault in
            fault.points.map { Cancellation(fault: fault, point: $0) }
        }
    }

    @Suite("Cancelled callers under a fault")
    struct CancellationTests {
        @Test(
            "A caller that is cancelled under a fault returns at once, and other calls are not affected",
            arguments: Cancellation.all)
        func cancelled(_ cancellation: Cancellation) async throws {
            try await Gate.cells.pass { try await measuring { try await cancellation.run() } }
        }
    }
}

extension FaultMatrix.Cancellation {
    typealias MatrixEnvironment = FaultMatrix.MatrixEnvironment

    private static let callers = 20

    func run() async throws {
        let server = try await fault.server?()
        let environment = try await MatrixEnvironment(fault.route, server: server) { configuration in
            configuration.resilience.connectTimeout = .seconds(60)
            configuration.resilience.commandTimeout = .seconds(60)
            configuration.resilience.healthCheckTimeout = .seconds(60)
            configuration.pool.maximumLeasedConnections = point == .queueing ? 1 : 32
            try await fault.configure(&configuration)
        }
        try await prepare(environment)
        try await fault.begin(environment)
        if point == .healthCheck { environment.clock.advance(by: environment.resilience.healthCheckInterval) }
        let calls = (0..<Self.callers).map { index in
            Task { await FaultMatrix.tried { try await self.call(environment, "key:\(index)") } }
        }
        try await FaultMatrix.until("all callers wait") { environment.log.inFlight == Self.callers }
        // So that everything is as far as it gets.
        try await Task.sleep(for: .milliseconds(30))
        environment.log.clockMoves()
        for call in calls.indices where call % 2 == 0 { calls[call].cancel() }
        for call in calls.indices where call % 2 == 0 {
            let attempt = await calls[call].value
            #expect(attempt.isCancellation, "\(attempt.result)")
        }
        #expect(environment.log.current.longestWait < environment.slack)
        #expect(environment.log.inFlight == Self.callers / 2)
        try await fault.end(environment)
        for call in calls.indices where call % 2 == 1 {
            let attempt = await calls[call].value
            #expect(isFine(attempt, "key:\(call)"), "\(attempt.result)")
        }
        try await environment.write("next")
        try await environment.read("next")
        // A cancellation is not an outage.
        #expect(try await environment.end() == [true])
    }

    private func prepare(_ environment: MatrixEnvironment) async throws {
        let admin = try environment.admin()
        for index in 0..<Self.callers {
            let key = "key:\(index)"
            _ = try await admin.set(key, MatrixEnvironment.value(of: key))
        }
        switch point {
        case .connecting, .leasing: break
        case .healthCheck, .inFlight, .pipeline, .transaction: try await environment.read("key:0")
        case .watching, .leased, .queueing:
            // As many connections are open as will be needed.
            let count = point == .queueing ? 1 : Self.callers
            let all = FaultMatrix.Meeting(of: count)
            try await withThrowingTaskGroup { group in
                for _ in 0..<count {
                    group.addTask { try await environment.client.withConnection { _ in try await all.wait() } }
                }
                try await group.waitForAll()
            }
        }
    }

    private func call(_ environment: MatrixEnvironment, _ key: String) async throws -> String? {
        try await environment.log.record(isWrite: false) {
            switch point {
            case .connecting, .healthCheck, .inFlight: try await environment.client.get(key, as: String.self)
            case .pipeline:
                try await environment.client.pipeline(.strlen(key), .get(key, as: String.self), .exists(key)).1
            case .transaction:
                try await environment.client.transaction { $0.append(.get(key, as: String.self)) }.first?.string
            case .watching:
                try await environment.client.transaction(watching: key) { _, commands in
                    commands.append(.get(key, as: String.self))
                }.first?.string
            case .leasing, .leased, .queueing:
                try await environment.client.withConnection { try await $0.get(key, as: String.self) }
            }
        }
    }

    /// Whether a neighbour got what it would have got without the others' cancellation.
    private func isFine(_ attempt: FaultMatrix.Attempt<String?>, _ key: String) -> Bool {
        if case .success(let value) = attempt.result { return value == MatrixEnvironment.value(of: key) }
        // What is called on a leased connection that the fault has cut is not sent on another, and a transaction is not
        // sent again.
        return [.transaction, .watching, .leased, .queueing].contains(point) && attempt.error?.code == .connectionLost
    }
}
