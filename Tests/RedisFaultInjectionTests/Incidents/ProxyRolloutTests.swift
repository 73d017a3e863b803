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
                #expect(result.bands.count == 2)
                // Connections did break: a write under way on one of them is the only thing that may fail.
                let failures = result.failures
                #expect(failures.allSatisfy { $0.name == "connectionLost" }, "\(result.report)")
                #expect(result.timeToDetect == nil)
            }
        }

        @Test("With workers that exit on a reset, reads fail for as long as they are away")
        func crashOnReset() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.proxyRollout, .crashOnReset)
                #expect(result.processExits > 1)
                let failedReads = result.report.phases.reduce(0) { $0 + $1.failedReads }
                #expect(failedReads > 0, "\(result.report)")
                #expect(result.failures.contains { $0.name == "processIsDown" })
                #expect(broken(.proxyRollout, result).contains("no read fails"))
                #expect(broken(.proxyRollout, result).contains("no process exits"))
            }
        }
    }
}
