import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    /// Faults of all sorts at random times, many plans side by side.
    @Suite("Random faults")
    struct RandomPlanTests {
        /// Plans of one batch run one after the other, with one server.
        static let batchSize = 50

        @Test(
            "Under random faults no call gets a wrong answer or waits too long, and the client recovers",
            arguments: 0..<20)
        func honest(_ batch: Int) async throws {
            let plans = seeds(misleading: false, from: UInt64(batch) << 32).prefix(Self.batchSize)
            try await run(Array(plans), judgesAnswers: true)
        }

        /// A server whose replies get out of step, or are not its own, cannot be found out as long as there are others
        /// to come: answers may be wrong until then.
        @Test(
            "Under random faults that falsify replies every call ends in time, and with the right answer afterwards",
            arguments: 0..<4)
        func misleading(_ batch: Int) async throws {
            let plans = seeds(misleading: true, from: UInt64(batch) << 32).prefix(Self.batchSize)
            try await run(Array(plans), judgesAnswers: false)
        }

        private func seeds(misleading: Bool, from first: UInt64) -> some Sequence<FaultPlan> {
            (first...).lazy.map { FaultPlan.random(seed: $0) }.filter { plan in
                plan.steps.contains { $0.fault.isMisleading } == misleading
            }
        }

        private func run(_ plans: [FaultPlan], judgesAnswers: Bool) async throws {
            try await Gate.plans.pass {
                let server = try await RedisServer.start()
                var finished = 0
                var fired = 0
                for plan in plans {
                    let trial = PlanTrial(plan: plan, judgesAnswers: judgesAnswers)
                    try await measuring {
                        let hasFired = try await trial.run(on: server)
                        finished += 1
                        if hasFired { fired += 1 }
                    }
                }
                try await BlockingWork.run { server.stop() }
                // Some plans wait for what does not come; most must not.
                #expect(fired >= finished / 2)
            }
        }
    }
}

extension Fault {
    /// Whether it falsifies replies in a way that no client can detect.
    var isMisleading: Bool {
        switch kind {
        case .replaceReply, .swallowReply, .duplicateReply, .truncateReply, .reorderReply, .prependReply: true
        default: false
        }
    }
}

extension FaultMatrix.Gate {
    static let plans = FaultMatrix.Gate(width: 6)
}
