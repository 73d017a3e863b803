import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    @Suite("Faults in every position")
    struct MatrixTests {
        @Test(
            "Every fault in every position fails the right calls in time, affects no others, and leaves nothing behind",
            arguments: Cell.all)
        func cell(_ cell: Cell) async throws {
            try await Gate.cells.pass { try await measuring { try await cell.run() } }
        }
    }
}

extension FaultMatrix.Cell {
    typealias MatrixEnvironment = FaultMatrix.MatrixEnvironment

    func run() async throws {
        let server = try await row.server?()
        let environment = try await MatrixEnvironment(row.route, server: server) { configuration in
            // Far more than a busy machine needs for a call: the clock is moved where deadlines are to pass.
            configuration.resilience.healthCheckTimeout = .seconds(5)
            configuration.resilience.connectTimeout = .seconds(10)
            configuration.resilience.commandTimeout = isTimed ? .seconds(1) : .seconds(60)
            try await row.configure(&configuration)
        }
        if position != .traffic {
            try await runAlone(environment)
        } else if row.hitsLastCall {
            try await runInBurst(environment)
        } else {
            try await runInTraffic(environment)
        }
        #expect(environment.proxy.unfiredFaults.isEmpty, "\(environment.proxy.journal)")
        // One outage or none, and never another one after it.
        let changes = try await environment.end()
        #expect(changes == (isOutage ? row.heals ? [true, false, true] : [true, false] : [true]))
    }

    /// The fault hits a client that only two callers use.
    private func runAlone(_ environment: MatrixEnvironment) async throws {
        if position != .firstUse {
            for key in ["first", "second"] {
                try await environment.write(key)
                try await environment.read(key)
            }
        }
        environment.log.forget()
        let connections = environment.proxy.acceptedConnections
        try await row.begin(environment, position)
        if position == .idle { environment.clock.advance(by: environment.resilience.healthCheckInterval) }
        async let calls: Void = environment.readAndWrite(readsOnly: row.hitsLastCall)
        if isSilent, !isTimed { try await passDeadlines(environment) }
        await calls
        judge(
            environment.log.current, environment,
            waited: mayTakeAllItsTime ? environment.resilience.commandTimeout : .zero)
        try await replyTooManyIsFound(environment)
        try await recover(environment)
        guard row.heals else { return }
        try await environment.write("first")
        try await environment.read("first")
        if !isOutage, position != .firstUse, row.route == .proxy {
            #expect(environment.proxy.acceptedConnections == connections + (row.costsConnection ? 1 : 0))
        }
    }

    /// Lets the deadlines of callers pass who all wait.
    private func passDeadlines(_ environment: MatrixEnvironment) async throws {
        let callers = position == .traffic ? FaultMatrix.tasks : row.hitsLastCall ? 1 : 2
        // Calls whose connection was cut have failed already. In traffic, their tasks are calling again.
        let isEveryCallStuck = { @Sendable () -> Bool in
            let state = environment.log.current
            let released = position == .traffic ? 0 : state.failures.count { isCut($0) }
            return state.inFlight == callers - released
        }
        try await FaultMatrix.until("\(callers) callers wait") {
            isEveryCallStuck() && environment.proxy.unfiredFaults.isEmpty
        }
        if row.hitsLastCall { try await lastBytesCome(environment) } else { try await environment.settle() }
        if position == .idle, !row.hitsLastCall {
            // First the PING gets no answer, then its replacement has its time.
            environment.pass(environment.resilience.healthCheckTimeout)
            if case .replacement = sight { return }
            try await environment.settle()
        }
        #expect(isEveryCallStuck(), "a call was released before the deadline")
        if case .outage = sight, position != .traffic {
            environment.pass(environment.resilience.connectTimeout)
        } else {
            environment.pass(environment.resilience.commandTimeout)
        }
    }

    /// Leaves what the proxy has just sent the time to arrive. Bytes that come after the clock was moved are a sign of
    /// life.
    private func lastBytesCome(_ environment: MatrixEnvironment) async throws {
        for _ in 0..<5 { try await environment.settle() }
    }

    /// The fault hits the calls of many tasks.
    private func runInTraffic(_ environment: MatrixEnvironment) async throws {
        let load = environment.workload(mayForget: row.mayForget)
        try await load.waitForAnswers(300, within: FaultMatrix.patience)
        environment.log.forget()
        try await row.begin(environment, position)
        if isSilent { try await passDeadlines(environment) }
        switch sight {
        case .outage, .timeout:
            try await environment.becomesUnavailable()
            try await load.waitForFailures(200, within: FaultMatrix.patience)
        case .answers, .replacement, .cuts, .unusableReply, .refusal:
            for fault in environment.proxy.unfiredFaults {
                try await fault.waitUntilFired(within: FaultMatrix.patience)
            }
            if isOutage {
                try await load.waitForFailures(200, within: FaultMatrix.patience)
            } else {
                try await load.waitForAnswers(300, within: FaultMatrix.patience)
            }
        }
        let state = environment.log.current
        try await recover(environment)
        try await load.waitForAnswers(300, within: FaultMatrix.patience)
        let report = await load.stop()
        #expect(report.problems.isEmpty, "\(report)\n\(environment.proxy.journal)")
        #expect(report.unverifiedKeys == 0)
        judge(
            environment.log.current, environment,
            waited: mayTakeAllItsTime ? environment.resilience.commandTimeout : .zero)
        // No call fails after the end of the fault.
        #expect(!isOutage || environment.log.answers > state.answers)
    }

    /// The fault hits the last of many calls that are made at once.
    private func runInBurst(_ environment: MatrixEnvironment) async throws {
        for index in 0..<FaultMatrix.tasks { try await environment.write("burst:\(index)") }
        environment.log.forget()
        try await row.begin(environment, position)
        await withTaskGroup { group in
            for index in 0..<FaultMatrix.tasks {
                group.addTask { _ = await FaultMatrix.tried { try await environment.read("burst:\(index)") } }
            }
            if isSilent {
                group.addTask {
                    try? await FaultMatrix.until("one caller is left") {
                        // The fault has met it: a call that was not even sent would run out of time, too.
                        environment.log.inFlight == 1 && environment.log.answers == FaultMatrix.tasks - 1
                            && environment.proxy.unfiredFaults.isEmpty
                    }
                    try? await lastBytesCome(environment)
                    environment.pass(environment.resilience.commandTimeout)
                }
            }
        }
        judge(environment.log.current, environment, waited: .zero)
        try await replyTooManyIsFound(environment)
        try await recover(environment)
        for index in 0..<FaultMatrix.tasks { try await environment.read("burst:\(index)") }
    }

    /// A surplus reply is noticed when it has come. A call before that would get it.
    private func replyTooManyIsFound(_ environment: MatrixEnvironment) async throws {
        guard row.hitsLastCall, case .answers = sight else { return }
        try await FaultMatrix.until("the connection is given up") { environment.proxy.openConnections == 0 }
    }

    /// Whether a call may take as long as there is time, because what comes is slow.
    private var mayTakeAllItsTime: Bool {
        if case .answers = sight { true } else { isTimed }
    }

    private var isOutage: Bool {
        switch sight {
        case .outage, .timeout, .refusal(_, isOutage: true): true
        default: false
        }
    }

    /// The fault ends. After one backoff, and not before, the client is back by itself.
    private func recover(_ environment: MatrixEnvironment) async throws {
        guard isOutage else {
            #expect(environment.client.availability.isAvailable)
            return try await row.end(environment, position)
        }
        if position != .traffic {
            // Bytes that trickle past the deadline of a call are no silence: the next one finds out.
            try await FaultMatrix.until("calls are refused") {
                async let calls: Void = environment.readAndWrite(readsOnly: row.hitsLastCall)
                try await environment.settle()
                if environment.log.inFlight > 0 { environment.pass(environment.resilience.connectTimeout) }
                await calls
                return !environment.client.availability.isAvailable
            }
        }
        expectCause(environment)
        await environment.expectInstantRefusal()
        try await row.end(environment, position)
        #expect(!environment.client.availability.isAvailable)
        guard row.heals else { return }
        let connections = environment.proxy.acceptedConnections
        environment.pass(environment.resilience.backoff)
        try await environment.becomesAvailable()
        // One probe, whose connection is used from then on.
        #expect(environment.proxy.acceptedConnections == connections + (row.route == .proxy ? 1 : 0))
    }

    private func expectCause(_ environment: MatrixEnvironment) {
        guard case .outage(let outage) = sight, case .unavailable(let cause, _) = environment.client.availability else {
            return
        }
        #expect(outage.causes.contains(cause))
    }
}
