import RedisDrill
import RedisFaultInjection
import Synchronization
import Testing

@Suite("The time to recover", .timeLimit(.minutes(1)))
struct RecoveryTests {
    private struct Oops: Error {}

    /// Two tasks, each of which can be cut off from its server.
    private final class Workers: Sendable {
        private let broken = Mutex<Set<String>>([])

        func setBroken(_ workers: Set<String>) { broken.withLock { $0 = workers } }

        var target: Workload.Target {
            Workload.Target(read: { [self] key in
                // A key holds the number of the task that it belongs to.
                let worker = key.split(separator: ":").dropLast().last.map(String.init) ?? ""
                if broken.withLock({ $0.contains(worker) }) { throw Oops() }
                return nil
            })
        }
    }

    private func recovery(_ body: (WorkloadRun, Workers) async throws -> Void) async throws -> PolicyResult.Recovery {
        let workers = Workers()
        let report = try await Workload(tasks: 2, pause: .milliseconds(2), mix: .init(reads: 1))
            .run(on: workers.target) { run in
                try await run.waitForAnswers(10)
                try await body(run, workers)
            }
        return PolicyResult.Recovery(of: report)
    }

    private let calm = Duration.milliseconds(400)

    @Test("The time to recover ends with the last worker that recovers, not with the first")
    func lastWorker() async throws {
        let recovery = try await recovery { run, workers in
            run.enter(DrillEnvironment.outagePhase)
            workers.setBroken(["0", "1"])
            try await run.waitForFailures(10)
            workers.setBroken(["1"])
            run.enter(DrillEnvironment.aftermathPhase)
            try await run.waitForAnswers(5)
            try await Task.sleep(for: .milliseconds(100))
            workers.setBroken([])
            try await Task.sleep(for: calm)
        }
        #expect(try #require(recovery.duration) >= .milliseconds(90))
    }

    @Test("The time to recover has no end while a worker is still away")
    func never() async throws {
        let recovery = try await recovery { run, workers in
            run.enter(DrillEnvironment.outagePhase)
            workers.setBroken(["0", "1"])
            try await run.waitForFailures(10)
            workers.setBroken(["1"])
            run.enter(DrillEnvironment.aftermathPhase)
            try await Task.sleep(for: calm)
        }
        #expect(recovery == .never)
    }

    @Test("The time to recover is measured when calls failed in the first of two outages, and not in the second")
    func firstOfTwo() async throws {
        let recovery = try await recovery { run, workers in
            run.enter(DrillEnvironment.outagePhase)
            workers.setBroken(["0", "1"])
            try await run.waitForFailures(10)
            workers.setBroken([])
            run.enter(DrillEnvironment.aftermathPhase)
            try await run.waitForAnswers(10)
            run.enter(DrillEnvironment.outagePhase)
            try await run.waitForAnswers(10)
            run.enter(DrillEnvironment.aftermathPhase)
            try await Task.sleep(for: calm)
        }
        #expect(recovery.duration != nil)
    }

    @Test("No time to recover is reported where every call of the outage was answered")
    func notNeeded() async throws {
        let recovery = try await recovery { run, _ in
            run.enter(DrillEnvironment.outagePhase)
            try await run.waitForAnswers(10)
            run.enter(DrillEnvironment.aftermathPhase)
            try await run.waitForAnswers(10)
        }
        #expect(recovery == .notNeeded)
    }
}
