import RedisFaultInjection

extension Scenario {
    /// The replicas of a proxy are restarted one by one, twice, by a reloader that found nothing new.
    package static let proxyRollout = Scenario(
        name: "proxy-rollout", title: "Proxies restarted one by one, twice",
        summary: """
            20 tasks read and write through 6 proxies behind one address. All 6 are restarted one after the other, each \
            resetting its connections, and a while later all of them again. This happened to task runners about twice a \
            week: a reloader restarted the proxies though nothing had changed, the workers exited for a clean \
            reconnection, 707 times in one week, until they were kept from being started again. (Nothing here waits for a \
            timeout, so they are 5 times as long as in the other scenarios.)
            """,
        policies: [.resilient, .crashOnReset], target: .fleet,
        workload: { times in
            Workload(
                tasks: 20, pause: .milliseconds(10), deadline: times.commandTimeout * 2, slack: .seconds(1),
                slowAfter: times.commandTimeout * 3 / 4)
        },
        run: { environment in
            try await environment.wait(.milliseconds(500))
            for rollout in 1...2 {
                try await environment.beginFault("rollout \(rollout)") {}
                try await environment.servers.fleet?.rollingRestart(
                    downtime: .milliseconds(100), pause: .milliseconds(50))
                try await environment.endFault {}
                // 52 s in real life.
                try await environment.wait(.milliseconds(rollout == 1 ? 500 : 1000))
            }
        },
        limits: { result, times in
            [
                .noFailedRead(result), .noProcessExit(result), noWriteFailsBeyondTheCut(result),
                .slowest(
                    result, atMost: times.commandTimeout + .milliseconds(50), because: "the command timeout and 50 ms"),
                .nothingWrong(result),
            ]
        }
    ).withTimeouts(times: 5)

    /// A write under way on a connection that breaks may have run or not: it must not be sent again.
    private static func noWriteFailsBeyondTheCut(_ result: PolicyResult) -> LimitCheck {
        let failures = result.report.phases.reduce(into: [:]) { $0.merge($1.failures) { $0 + $1 } }
        let others = failures.filter { $0.key != "connectionLost" }
        return LimitCheck(
            "writes fail only when their connection breaks under them", others.isEmpty,
            measured: failures.isEmpty
                ? "none failed"
                : failures.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
    }
}
