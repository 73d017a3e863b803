import RedisFaultInjection

extension Scenario {
    package static let proxyRollout = Scenario(
        name: "proxy-rollout", title: "Proxies restarted one by one, twice", story: "",
        policies: [.resilient, .crashOnReset], venue: .fleet,
        workload: { times in
            Workload(
                tasks: 20, pause: .milliseconds(10), deadline: times.commandTimeout * 2, slack: .seconds(1),
                slowAfter: times.commandTimeout * 3 / 4)
        },
        play: { stage in
            try await stage.hold(.milliseconds(500))
        },
        limits: { result, _ in [.noFailedRead(result), .noProcessExit(result), .nothingWrong(result)] })
}
