import RedisFaultInjection

extension Scenario {
    private static func readsAndWrites(_ times: PolicyTimes) -> Workload {
        Workload(
            tasks: 20, pause: .milliseconds(10), mix: .readsAndWrites, deadline: times.commandTimeout * 2,
            slack: .seconds(1), slowAfter: times.commandTimeout * 3 / 4)
    }

    private static func afterReturn(_ result: PolicyResult, _ times: PolicyTimes) -> [LimitCheck] {
        [
            .slowest(
                result, atMost: max(times.commandTimeout, times.connectTimeout) + .milliseconds(150),
                because: "a timeout and 150 ms"),
            .recovers(result, within: times.backoff + .milliseconds(500), because: "the backoff and 500 ms"),
            .nothingWrong(result),
        ]
    }

    /// The server's process is stopped and then continued.
    package static let frozenServer = Scenario(
        name: "frozen-server", title: "A server that is frozen",
        summary: """
            20 tasks read and write. The server's process is stopped (SIGSTOP): connections stay open, new ones are \
            accepted by the kernel, and nothing is answered. Then it goes on, and processes what was sent to it meanwhile.
            """,
        policies: [.resilient, .retryOnTimeout], target: .server,
        workload: { readsAndWrites($0) },
        run: { environment in
            try await environment.wait(.milliseconds(500))
            try await environment.fault(.frozenServer, for: environment.times.outage(backoffs: 1.5))
            try await environment.wait(environment.times.aftermath)
        },
        limits: { afterReturn($0, $1) })

    /// Bytes vanish in the middle of traffic.
    package static let blackHole = Scenario(
        name: "black-hole", title: "Bytes that vanish in mid-traffic",
        summary: """
            20 tasks read and write. Every byte vanishes, in both directions; no connection is closed, and new ones are \
            never answered. Commands under way end at their deadline, and everything after them fails at once.
            """,
        policies: [.resilient, .retryOnTimeout], target: .proxied,
        workload: { readsAndWrites($0) },
        run: { environment in
            try await environment.wait(.milliseconds(500))
            try await environment.fault(.blackHole, for: environment.times.outage(backoffs: 1.5))
            try await environment.wait(environment.times.aftermath)
        },
        limits: { afterReturn($0, $1) })

    /// Nothing listens when the application starts.
    package static let refused = Scenario(
        name: "refused", title: "A server that is not there yet",
        summary: """
            20 tasks read through a cache, and nothing listens on the port: the application was started before its Redis. \
            Then the server comes up. The application uses it without a restart.
            """,
        policies: [.resilient, .permanentFlag], target: .server,
        workload: { times in
            var workload = AnalyticsLoad.workload(times)
            workload.serverMayForget = true
            return workload
        },
        run: { environment in
            try await environment.beginFault(DrillFault.killedServer.name) {
                try await environment.servers.begin(.killedServer)
            }
            environment.workload.resume()
            try await environment.wait(environment.times.outage(backoffs: 1))
            try await environment.endFault { try await environment.servers.end(.killedServer) }
            try await environment.wait(environment.times.aftermath)
        },
        limits: { result, times in
            afterReturn(result, times) + [.noFailedCall(result)]
        }
    ).needingWrites().beginningPaused()

    /// The server dies and comes back empty.
    package static let killedAndRestarted = Scenario(
        name: "killed-and-restarted", title: "A server that dies and comes back",
        summary: """
            20 tasks read and write. The server's process is killed and a new one started on the same port, empty. \
            Every connection breaks, and new ones are refused meanwhile.
            """,
        policies: [.resilient, .crashOnReset], target: .server,
        workload: { times in
            var workload = readsAndWrites(times)
            workload.serverMayForget = true
            return workload
        },
        run: { environment in
            try await environment.wait(.milliseconds(500))
            try await environment.fault(.killedServer, for: environment.times.outage(backoffs: 1.2))
            try await environment.wait(environment.times.aftermath)
        },
        limits: { afterReturn($0, $1) + [.noProcessExit($0)] })

    /// Everything takes longer, but not too long.
    package static let slowNetwork = Scenario(
        name: "slow-network", title: "A network that is slow",
        summary: """
            20 tasks read and write while everything takes an eighth of the command timeout longer in each direction. \
            That is no outage, and must not be taken for one.
            """,
        policies: [.resilient], target: .proxied,
        workload: { readsAndWrites($0) },
        run: { environment in
            try await environment.wait(.milliseconds(500))
            let delay = environment.times.commandTimeout / 8
            try await environment.fault(.latency(delay, jitter: delay / 5), for: .milliseconds(1500))
            try await environment.wait(.milliseconds(500))
        },
        limits: { result, _ in [.noFailedCall(result), .nothingWrong(result)] })

    /// The network forgets idle connections.
    package static let idleDrop = Scenario(
        name: "idle-drop", title: "Idle connections dropped silently",
        summary: """
            20 tasks read and write, then rest. Meanwhile the network forgets their connections without a reset, as \
            connection tracking does. When the tasks go on, connections that look open are dead; new ones work.
            """,
        policies: [.resilient, .permanentFlag], target: .proxied,
        workload: { readsAndWrites($0) },
        run: { environment in
            try await environment.wait(.milliseconds(400))
            environment.workload.pause()
            // Those under way must end before the connection counts as idle.
            try await environment.wait(.milliseconds(100))
            try await environment.beginFault(DrillFault.silentDrop.name) {
                try await environment.servers.begin(.silentDrop)
            }
            try await environment.wait(environment.times.healthCheckInterval * 2)
            environment.workload.resume()
            try await environment.wait(.milliseconds(800))
            try await environment.endFault { try await environment.servers.end(.silentDrop) }
            try await environment.wait(.milliseconds(400))
        },
        limits: { result, times in
            [
                .noFailedCall(result),
                .slowest(result, atMost: times.commandTimeout, because: "the command timeout"), .nothingWrong(result),
            ]
        })
}

/// The load of an application that reads through a cache.
enum AnalyticsLoad {
    static func workload(_ times: PolicyTimes) -> Workload {
        Workload(
            tasks: 20, pause: .milliseconds(10), mix: .cached, deadline: times.commandTimeout * 4, slack: .seconds(1),
            slowAfter: times.commandTimeout * 3 / 4, sourceTime: .milliseconds(10))
    }
}
