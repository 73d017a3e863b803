import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension FaultMatrix {
    /// One plan, run under a load whose values name their keys.
    struct PlanTrial {
        let plan: FaultPlan
        let judgesAnswers: Bool
        private let reads = ReadCount()

        init(plan: FaultPlan, judgesAnswers: Bool) {
            self.plan = plan
            self.judgesAnswers = judgesAnswers
        }

        /// Returns whether any fault happened.
        func run(on server: RedisServer) async throws -> Bool {
            let proxy = try await FaultProxy.start(to: server, seed: plan.seed)
            let clock = ManualClock()
            let client = try RedisClient(configuration(proxy), clock: clock, logger: .quiet)
            let log = CallLog()
            let run = load(log, client)
            async let interruption: Void = interrupt(clock, log)
            let report = try await plan.runQuietly(on: proxy)
            await interruption
            run.pause()
            try await releaseEverybody(log, clock, "\(report)\n\(proxy.journal)")
            try await isItselfAgain(client, clock, "\(report)\n\(proxy.journal)")
            let load = await run.stop(verifyingFor: judgesAnswers ? patience : .zero)
            let account: Comment = "\(report)\n\(load)\n\(proxy.journal)"
            if judgesAnswers { #expect(load.problems.isEmpty && load.unverifiedKeys == 0, account) }
            #expect(load.stuckCalls == 0, account)
            for failure in log.failures { #expect(permits(failure), "\(failure)\n\(report)") }
            await client.shutdown(gracePeriod: .zero)
            #expect(descriptors(connectedTo: proxy.port).isEmpty, account)
            await proxy.stop()
            return report.firings.contains { $0 > 0 }
        }

        /// Settings that differ from plan to plan. Deadlines pass by the clock, so that a busy machine is not taken for
        /// a fault.
        private func configuration(_ proxy: FaultProxy) -> RedisConfiguration {
            var configuration = RedisConfiguration(endpoint: .tcp(host: proxy.host, port: proxy.port))
            configuration.resilience.connectTimeout = .seconds(20)
            configuration.resilience.commandTimeout = .seconds(20)
            configuration.resilience.healthCheckInterval = .milliseconds(15)
            configuration.resilience.healthCheckTimeout = .seconds(2)
            configuration.resilience.backoff = .milliseconds(20)
            if plan.seed & 1 > 0 { configuration.pool.sharedConnections = 2 }
            if plan.seed & 2 > 0 { configuration.pool.maximumLifetime = .milliseconds(12) }
            configuration.resilience.earlyProbes =
                plan.seed & 4 > 0 ? .exponential(from: .milliseconds(4)) : .off
            if plan.seed & 8 > 0 { configuration.resilience.backoffTrigger = .anyConnectionError }
            if plan.seed & 16 > 0 { configuration.pool.maximumLeasedConnections = 1 }
            if plan.seed & 32 > 0 { configuration.pool.idleTimeout = .milliseconds(5) }
            return configuration
        }

        /// In half of the plans every deadline passes once in the middle.
        private func interrupt(_ clock: ManualClock, _ log: CallLog) async {
            guard plan.seed / 64 % 2 == 0 || plan.seed % 2 == 0 else { return }
            try? await Task.sleep(for: plan.duration / 2)
            pass(clock, log)
        }

        private func pass(_ clock: ManualClock, _ log: CallLog) {
            log.clockMoves()
            clock.advance(by: .seconds(20))
        }

        /// The faults are over, and no new call is made: those who still wait are released by their deadline, if not
        /// before.
        private func releaseEverybody(
            _ log: CallLog, _ clock: ManualClock, _ account: String
        ) async throws {
            try? await until("all calls ended", within: .milliseconds(200)) { log.inFlight == 0 }
            guard log.inFlight > 0 else { return }
            let start = ContinuousClock.now
            pass(clock, log)
            try await until("all calls have run out of time\n\(account)") { log.inFlight == 0 }
            #expect(.now - start < slack + MachineWatch.shared.longestDelay(since: start) * 10, "\(account)")
        }

        private func load(_ log: CallLog, _ client: RedisClient) -> WorkloadRun {
            let target = Workload.Target(
                read: { key in
                    try await log.record(isWrite: false) { try await read(key, client) }
                },
                write: { key, value in
                    _ = try await log.record(isWrite: true) { try await client.set(key, value) }
                },
                increment: { key in try await log.record(isWrite: true) { try await client.incr(key) } },
                failure: Workload.Failure.init(behindProxy:))
            return Workload(
                tasks: 6, pause: .milliseconds(5), keysPerTask: 2, valueSize: 24, deadline: .seconds(30),
                seed: plan.seed
            ).start(on: target)
        }

        /// In each of the ways that there are, in turn; the seed says with which it begins.
        private func read(_ key: String, _ client: RedisClient) async throws -> String? {
            switch (plan.seed &+ reads.next()) % 4 {
            case 0: try await client.withConnection { try await $0.get(key, as: String.self) }
            case 1: try await client.pipeline(.exists(key), .get(key, as: String.self), .strlen(key)).1
            case 2: try await client.mget(["none", key], as: String.self).last ?? nil
            default: try await client.get(key, as: String.self)
            }
        }

        /// Without outside help: only time passes.
        private func isItselfAgain(_ client: RedisClient, _ clock: ManualClock, _ account: String) async throws {
            let quick = client.withTimeout(.seconds(2))
            try await until("right answers after\n\(account)") {
                for attempt in 0..<5 {
                    let value = "\(attempt) of \(plan.seed)"
                    let answer = await tried {
                        _ = try await quick.set("after \(plan.seed)", value)
                        return try await quick.get("after \(plan.seed)", as: String.self)
                    }
                    guard answer.value == value else {
                        // A reply that never comes holds its connection until the deadline, be it a caller's or that of
                        // connecting. Moved on much at once, the clock would end every attempt to connect.
                        clock.advance(by: answer.error?.code == .timeout ? .seconds(20) : .milliseconds(100))
                        try await Task.sleep(for: .milliseconds(5))
                        return false
                    }
                }
                return true
            }
        }

        private func permits(_ failure: Failure) -> Bool {
            switch failure.code {
            case .timeout: failure.outcome != .rejected
            case .unavailable: failure.outcome == .notSent || (failure.outcome == .unknown && !failure.isWrite)
            case .connectionLost, .protocolError: failure.outcome != .rejected
            case .server: failure.reply != nil
            case .decoding: !judgesAnswers
            default: false
            }
        }
    }
}

private final class ReadCount: Sendable {
    private let count = Atomic<UInt64>(0)

    func next() -> UInt64 { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
