import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    @Suite("Every fault in every position")
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
    typealias Stage = FaultMatrix.Stage

    func run() async throws {
        let server = try await row.server?()
        let stage = try await Stage(row.route, server: server) { configuration in
            // Far more than a busy machine needs for a call: the clock is moved where deadlines are to pass.
            configuration.resilience.healthCheckTimeout = .seconds(5)
            configuration.resilience.connectTimeout = .seconds(10)
            configuration.resilience.commandTimeout = isTimed ? .seconds(1) : .seconds(60)
            try await row.configure(&configuration)
        }
        if position != .traffic {
            try await runAlone(stage)
        } else if row.hitsLastCall {
            try await runInBurst(stage)
        } else {
            try await runInTraffic(stage)
        }
        #expect(stage.proxy.unfiredFaults.isEmpty, "\(stage.proxy.journal)")
        // One outage or none, and never another one after it.
        let changes = try await stage.end()
        #expect(changes == (isOutage ? row.heals ? [true, false, true] : [true, false] : [true]))
    }

    /// The fault hits a client that only two callers use.
    private func runAlone(_ stage: Stage) async throws {
        if position != .firstUse {
            for key in ["first", "second"] {
                try await stage.write(key)
                try await stage.read(key)
            }
        }
        stage.log.forget()
        let connections = stage.proxy.acceptedConnections
        try await row.begin(stage, position)
        if position == .idle { stage.clock.advance(by: stage.resilience.healthCheckInterval) }
        async let calls: Void = stage.readAndWrite(readsOnly: row.hitsLastCall)
        if isSilent, !isTimed { try await passDeadlines(stage) }
        await calls
        judge(stage.log.current, stage, waited: mayTakeAllItsTime ? stage.resilience.commandTimeout : .zero)
        try await replyTooManyIsFound(stage)
        try await recover(stage)
        guard row.heals else { return }
        try await stage.write("first")
        try await stage.read("first")
        if !isOutage, position != .firstUse, row.route == .proxy {
            #expect(stage.proxy.acceptedConnections == connections + (row.costsConnection ? 1 : 0))
        }
    }

    /// Lets the deadlines of callers pass who all wait.
    private func passDeadlines(_ stage: Stage) async throws {
        let callers = position == .traffic ? FaultMatrix.tasks : row.hitsLastCall ? 1 : 2
        // Those whose connection was cut have heard of it. In traffic they are back already.
        let isEveryCallStuck = { @Sendable () -> Bool in
            let state = stage.log.current
            let released = position == .traffic ? 0 : state.failures.count { isCut($0) }
            return state.inFlight == callers - released
        }
        try await FaultMatrix.until("\(callers) callers wait") {
            isEveryCallStuck() && stage.proxy.unfiredFaults.isEmpty
        }
        if row.hitsLastCall { try await lastBytesCome(stage) } else { try await stage.settle() }
        if position == .idle, !row.hitsLastCall {
            // First the PING gets no answer, then its replacement has its time.
            stage.pass(stage.resilience.healthCheckTimeout)
            if case .replacement = sight { return }
            try await stage.settle()
        }
        #expect(isEveryCallStuck(), "a call was released before the deadline")
        if case .outage = sight, position != .traffic {
            stage.pass(stage.resilience.connectTimeout)
        } else {
            stage.pass(stage.resilience.commandTimeout)
        }
    }

    /// Leaves what the proxy has just sent the time to arrive. Bytes that come after the clock was moved are a sign of life.
    private func lastBytesCome(_ stage: Stage) async throws {
        for _ in 0..<5 { try await stage.settle() }
    }

    /// The fault hits the calls of many tasks.
    private func runInTraffic(_ stage: Stage) async throws {
        let load = stage.workload(mayForget: row.mayForget)
        try await load.waitForAnswers(300, within: FaultMatrix.patience)
        stage.log.forget()
        try await row.begin(stage, position)
        if isSilent { try await passDeadlines(stage) }
        switch sight {
        case .outage, .timeout:
            try await stage.becomesUnavailable()
            try await load.waitForFailures(200, within: FaultMatrix.patience)
        case .answers, .replacement, .cuts, .unusableReply, .refusal:
            for fault in stage.proxy.unfiredFaults { try await fault.waitUntilFired(within: FaultMatrix.patience) }
            if isOutage {
                try await load.waitForFailures(200, within: FaultMatrix.patience)
            } else {
                try await load.waitForAnswers(300, within: FaultMatrix.patience)
            }
        }
        let state = stage.log.current
        try await recover(stage)
        try await load.waitForAnswers(300, within: FaultMatrix.patience)
        let report = await load.stop()
        #expect(report.problems.isEmpty, "\(report)\n\(stage.proxy.journal)")
        #expect(report.unverifiedKeys == 0)
        judge(stage.log.current, stage, waited: mayTakeAllItsTime ? stage.resilience.commandTimeout : .zero)
        // No call fails after the end of the fault.
        #expect(!isOutage || stage.log.answers > state.answers)
    }

    /// The fault hits the last of many calls that are made at once.
    private func runInBurst(_ stage: Stage) async throws {
        for index in 0..<FaultMatrix.tasks { try await stage.write("burst:\(index)") }
        stage.log.forget()
        try await row.begin(stage, position)
        await withTaskGroup { group in
            for index in 0..<FaultMatrix.tasks {
                group.addTask { _ = await FaultMatrix.tried { try await stage.read("burst:\(index)") } }
            }
            if isSilent {
                group.addTask {
                    try? await FaultMatrix.until("one caller is left") {
                        // The fault has met it: a call that was not even sent would run out of time, too.
                        stage.log.inFlight == 1 && stage.log.answers == FaultMatrix.tasks - 1
                            && stage.proxy.unfiredFaults.isEmpty
                    }
                    try? await lastBytesCome(stage)
                    stage.pass(stage.resilience.commandTimeout)
                }
            }
        }
        judge(stage.log.current, stage, waited: .zero)
        try await replyTooManyIsFound(stage)
        try await recover(stage)
        for index in 0..<FaultMatrix.tasks { try await stage.read("burst:\(index)") }
    }

    /// A surplus reply is noticed when it has come. A call before that would get it.
    private func replyTooManyIsFound(_ stage: Stage) async throws {
        guard row.hitsLastCall, case .answers = sight else { return }
        try await FaultMatrix.until("the connection is given up") { stage.proxy.openConnections == 0 }
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
    private func recover(_ stage: Stage) async throws {
        guard isOutage else {
            #expect(stage.client.availability.isAvailable)
            return try await row.end(stage, position)
        }
        if position != .traffic {
            // Bytes that trickle past the deadline of a call are no silence: the next one finds out.
            try await FaultMatrix.until("calls are refused") {
                async let calls: Void = stage.readAndWrite(readsOnly: row.hitsLastCall)
                try await stage.settle()
                if stage.log.inFlight > 0 { stage.pass(stage.resilience.connectTimeout) }
                await calls
                return !stage.client.availability.isAvailable
            }
        }
        expectCause(stage)
        await stage.expectInstantRefusal()
        try await row.end(stage, position)
        #expect(!stage.client.availability.isAvailable)
        guard row.heals else { return }
        let connections = stage.proxy.acceptedConnections
        stage.pass(stage.resilience.backoff)
        try await stage.becomesAvailable()
        // One probe, whose connection is used from then on.
        #expect(stage.proxy.acceptedConnections == connections + (row.route == .proxy ? 1 : 0))
    }

    private func expectCause(_ stage: Stage) {
        guard case .outage(let outage) = sight, case .unavailable(let cause, _) = stage.client.availability else {
            return
        }
        #expect(outage.causes.contains(cause))
    }
}
