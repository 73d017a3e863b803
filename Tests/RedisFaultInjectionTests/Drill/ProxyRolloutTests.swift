import RedisDrill
import RedisFaultInjection
import Testing

extension Incidents {
    @Suite("proxy-rollout: proxies restarted one by one, twice")
    struct ProxyRolloutTests {
        @Test("With this package no read fails and no process exits")
        func resilient() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.proxyRollout, .resilient)
                expectLimits(of: .proxyRollout, result)
                #expect(result.bands.count == 2, "\(result.bands.count) rollouts")
                // Connections did break: a write under way on one of them is the only thing that may fail.
                let failures = result.failures
                #expect(failures.allSatisfy { $0.name == "connectionLost" }, "\(result.report)")
                #expect(result.timeToDetect == nil, "taken for an outage: \(result.detectedCause ?? "")")
            }
        }

        @Test("With workers that exit on a reset, reads fail for as long as they are away")
        func crashOnReset() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.proxyRollout, .crashOnReset)
                // Each of the 8 workers waits for work on some connection, and all proxies reset theirs.
                #expect(result.processExits >= 8, "\(result.processExits) exits")
                let failedReads = result.report.phases.reduce(0) { $0 + $1.failedReads }
                #expect(failedReads > 0, "\(result.report)")
                #expect(result.failures.contains { $0.name == "processIsDown" }, "\(result.failures)")
                let broken = broken(.proxyRollout, result)
                #expect(broken.contains("no read fails"), "broken: \(broken)")
                #expect(broken.contains("no process exits"), "broken: \(broken)")
            }
        }
    }
}
