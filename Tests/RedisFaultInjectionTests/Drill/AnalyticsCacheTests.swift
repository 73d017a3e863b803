import RedisDrill
import RedisFaultInjection
import Testing

extension Incidents {
    @Suite("analytics-cache: a cache whose network goes silent")
    struct AnalyticsCacheTests {
        @Test("With this package every task waits for one timeout at most, and the cache is back by itself")
        func resilient() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.analyticsCache, .resilient)
                expectLimits(of: .analyticsCache, result)
                let outage = try #require(result.outage, "no phase of the outage")
                // It did go through an outage: the source was asked, and before and after it the cache answered.
                #expect(outage.sourceLoads > 200, "\(result.report)")
                #expect(result.report.phases.contains { $0.slowCalls > 0 }, "\(result.report)")
                let aftermath = try #require(result.aftermath, "no phase after the outage")
                #expect(aftermath.hits > aftermath.sourceLoads, "\(result.report)")
                #expect(result.timeToDetect != nil, "not detected: \(result.report)")
            }
        }

        @Test("A backoff that is shorter than the timeouts hides no outage")
        func shortBackoff() async {
            await #expect(processExitsWith: .success) {
                var times = PolicyTimes.compressed
                times.backoff = .milliseconds(100)
                let result = try await run(.frozenServer, .resilient, times: times)
                #expect(result.timeToDetect != nil, "not detected: \(result.report)")
                #expect(result.recovery.duration != nil, "\(result.report)")
                let limits = broken(.frozenServer, result, times: times)
                #expect(!limits.contains { $0.hasPrefix("Redis is used again") }, "broken: \(limits)")
            }
        }

        @Test("With a permanent flag the source bears the whole load for good")
        func permanentFlag() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.analyticsCache, .permanentFlag)
                #expect(result.recovery == .never, "\(result.recovery)")
                let aftermath = try #require(result.aftermath, "no phase after the outage")
                #expect(aftermath.hits == 0 && aftermath.sourceLoads == aftermath.calls, "\(result.report)")
                let broken = broken(.analyticsCache, result)
                #expect(broken.contains { $0.hasPrefix("Redis is used again") }, "broken: \(broken)")
            }
        }

        @Test("With a retry after each timeout every request of the outage pays four of them")
        func retryOnTimeout() async {
            await #expect(processExitsWith: .success) {
                // A machine that is late itself excuses three times as much. Four of these timeouts are far from that.
                var times = PolicyTimes.compressed
                times.connectTimeout = .milliseconds(600)
                times.commandTimeout = .milliseconds(600)
                times.backoff = .milliseconds(2500)
                let result = try await run(.analyticsCache, .retryOnTimeout, times: times)
                // Every one of the 20 tasks waited that long, most of them more than once.
                #expect(result.report.latency.count(above: times.commandTimeout * 39 / 10) > 20, "\(result.report)")
                let broken = broken(.analyticsCache, result, times: times)
                #expect(broken.contains { $0.hasPrefix("no call takes longer") }, "\(result.report)")
            }
        }
    }
}
