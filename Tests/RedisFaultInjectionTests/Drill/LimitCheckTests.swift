import RedisDrill
import RedisFaultInjection
import Synchronization
import Testing

@Suite("The limits of a drill", .timeLimit(.minutes(1)))
struct LimitCheckTests {
    private func result(_ report: WorkloadReport, _ recovery: PolicyResult.Recovery = .notNeeded) -> PolicyResult {
        PolicyResult(
            policy: .resilient, report: report, bands: [], timeToDetect: nil, detectedCause: nil, recovery: recovery,
            processExits: 0, notes: [])
    }

    private func healthyReport() async throws -> WorkloadReport {
        try await Workload(tasks: 1, mix: .init(reads: 1)).run(on: .init(read: { _ in nil })) {
            try await $0.waitForAnswers(5)
        }
    }

    @Test("A machine that is late excuses three times its delay, which is reported as it was measured")
    func machineDelay() {
        func check(_ time: Duration, machineDelay: Duration?, taskDelay: Duration? = nil) -> LimitCheck {
            LimitCheck.time(
                time, atMost: .milliseconds(1), "it is fast", machineDelay: machineDelay, taskDelay: taskDelay,
                quiet: .milliseconds(3))
        }
        let excused = check(.milliseconds(31), machineDelay: .milliseconds(10))
        #expect(excused.isKept)
        #expect(excused.measured == "31 ms, on a machine that was itself up to 10 ms late")
        #expect(!check(.milliseconds(32), machineDelay: .milliseconds(10)).isKept)
        // A busy machine is later still for tasks; on one that is not busy it is the client that makes them late.
        #expect(check(.milliseconds(31), machineDelay: .milliseconds(4), taskDelay: .milliseconds(10)).isKept)
        #expect(!check(.milliseconds(31), machineDelay: .milliseconds(3), taskDelay: .milliseconds(10)).isKept)
        // What a quiet machine has excuses nothing.
        #expect(!check(.milliseconds(2), machineDelay: .milliseconds(3)).isKept)
        #expect(check(.milliseconds(2), machineDelay: nil).measured == "2 ms")
    }

    @Test("A server that was never away need not recover")
    func recovers() async throws {
        let report = try await healthyReport()
        func check(_ recovery: PolicyResult.Recovery) -> LimitCheck {
            LimitCheck.recovers(result(report, recovery), within: .seconds(1), because: "so")
        }
        #expect(check(.notNeeded).isKept)
        #expect(check(.after(.seconds(1))).isKept)
        #expect(!check(.after(.milliseconds(1001))).isKept)
        #expect(!check(.never).isKept)
    }

    @Test("Keys that could not be read at the end break the limit, since a write may be lost")
    func unverified() async throws {
        let isGone = Mutex(false)
        let target = Workload.Target(
            read: { _ in
                if isGone.withLock({ $0 }) { throw ProcessIsDown() }
                return nil
            }, write: { _, _ in throw ProcessIsDown() })
        let run = Workload(tasks: 1, mix: .init(reads: 1, writes: 1)).start(on: target)
        try await run.waitForFailures(3)
        isGone.withLock { $0 = true }
        let report = await run.stop(verifyingFor: .milliseconds(1))
        #expect(report.unverifiedKeys > 0)
        let check = LimitCheck.nothingWrong(result(report))
        #expect(!check.isKept)
        #expect(check.measured.contains("keys could not be read at the end"))
        let healthy = try await healthyReport()
        #expect(LimitCheck.nothingWrong(result(healthy)).isKept)
    }

    @Test(
        "An outage lasts longer than the timeouts, however short the backoff, and is watched for longer than the limit")
    func times() {
        var times = PolicyTimes.compressed
        #expect(times.outage(backoffs: 2) == .seconds(2))
        times.backoff = .milliseconds(100)
        #expect(times.outage(backoffs: 1.5) == .milliseconds(400))
        #expect(times.aftermath == .milliseconds(800))
    }
}
