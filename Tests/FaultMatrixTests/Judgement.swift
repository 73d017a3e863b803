import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix.Cell {
    typealias Failure = FaultMatrix.Failure

    /// Checks what callers got, and when.
    func judge(_ state: FaultMatrix.CallLog.State, _ environment: FaultMatrix.MatrixEnvironment, waited limit: Duration)
    {
        for failure in state.failures {
            #expect(permits(failure), "\(failure)\n\(environment.proxy.journal)")
        }
        #expect(
            state.longestWait < limit + environment.slack, "\(state.failures.prefix(5))\n\(environment.proxy.journal)")
        switch sight {
        case .outage(let outage):
            #expect(state.failures.contains { isTold(outage, by: $0) }, "\(state.failures.prefix(5))")
            expectNothingElseInAnOutage(state)
        case .timeout:
            let timeouts = state.failures.filter { $0.code == .timeout }
            #expect(timeouts.count == expectedTimeouts(state), "\(state.failures.prefix(60))")
            for timeout in timeouts where isTimed {
                #expect(timeout.duration >= environment.resilience.commandTimeout - .milliseconds(1), "too early")
            }
        case .answers, .replacement, .cuts: break
        case .unusableReply: #expect(state.failures.count { !$0.isWrite } == 1, "\(state.failures)")
        case .refusal(let name, _): #expect(state.failures.count { $0.reply == name } == 1, "\(state.failures)")
        }
    }

    /// In traffic all calls are pending. Otherwise it is one caller or two: the reader's reply is the missing one,
    /// and the writer's may be behind it.
    private func expectedTimeouts(_ state: FaultMatrix.CallLog.State) -> Int {
        guard position == .traffic else { return max(1, min(2, state.failures.count)) }
        return row.hitsLastCall ? 1 : FaultMatrix.tasks
    }

    private func expectNothingElseInAnOutage(_ state: FaultMatrix.CallLog.State) {
        if position != .traffic { #expect(state.answers == 0) }
    }

    /// Whether a caller may see this at all.
    private func permits(_ failure: Failure) -> Bool {
        switch sight {
        case .outage(let outage):
            failure.isRefusal || isTold(outage, by: failure) || isCut(failure) || isSentInVain(failure)
        case .timeout: failure.isRefusal || (failure.code == .timeout && failure.outcome == .unknown)
        case .answers, .replacement: false
        case .cuts: isCut(failure) && position != .firstUse
        // The reader gets the reason; writes behind its reply lose their connection.
        case .unusableReply:
            isCut(failure) || (!failure.isWrite && failure.code == .protocolError && failure.outcome == .unknown)
        case .refusal(let name, let isOutage):
            (failure.isWrite && failure.code == .server && failure.reply == name && failure.outcome == .rejected)
                || (isOutage && failure.isRefusal)
        }
    }

    /// Whether the failure gives the reason.
    private func isTold(_ outage: FaultMatrix.Outage, by failure: Failure) -> Bool {
        guard let error = failure.error as? RedisError else { return false }
        return error.code == outage.code && (error.outcome == outage.outcome || isSentInVain(failure))
            && (outage.reply == nil || error.reply?.name == outage.reply) && error.message.contains(outage.words)
    }

    /// A read that was sent on the connection that was cut, and would have been sent again, had there been another.
    private func isSentInVain(_ failure: Failure) -> Bool {
        !failure.isWrite && failure.outcome == .unknown && position != .firstUse
            && (failure.code == .unavailable || failure.code == outageCode)
    }

    private var outageCode: RedisError.Code? {
        if case .outage(let outage) = sight { outage.code } else { nil }
    }

    /// A write that was under way when its connection was cut.
    func isCut(_ failure: Failure) -> Bool {
        failure.isWrite && failure.code == .connectionLost && failure.outcome == .unknown
    }
}

extension Workload.Failure {
    /// What an error means when a proxy may have put an error in the place of a reply to a command that has run.
    init(behindProxy error: any Error) {
        let failure = Workload.Failure(error)
        let isReply = (error as? RedisError)?.code == .server
        self.init(name: failure.name, mayHaveRun: failure.mayHaveRun || isReply)
    }
}

/// How many times longer everything takes in this build.
#if THREAD_SANITIZER
    let slowness = 10
#else
    let slowness = 1
#endif
