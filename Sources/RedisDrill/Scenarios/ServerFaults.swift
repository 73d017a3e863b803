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

    /// The server's process stands still and then goes on.
    package static let frozenServer = Scenario(
        name: "frozen-server", title: "A server that stands still",
        story: """
            20 tasks read and write. The server's process is stopped (SIGSTOP): connections stay open, new ones are \
            accepted by the kernel, and nothing is answered. Then it goes on, and works off what was sent to it meanwhile.
            """,
        policies: [.resilient, .retryOnTimeout], venue: .server,
        workload: { readsAndWrites($0) },
        play: { stage in
            try await stage.hold(.milliseconds(500))
            try await stage.fault(.frozenServer, for: stage.times.outage(backoffs: 1.5))
            try await stage.hold(stage.times.aftermath)
        },
        limits: { afterReturn($0, $1) })

    /// Bytes vanish in the middle of traffic.
    package static let blackHole = Scenario(
        name: "black-hole", title: "Bytes that vanish in mid-traffic",
        story: """
            20 tasks read and write. Every byte vanishes, in both directions; no connection is closed, and new ones are \
            never answered. Commands under way end at their deadline, and everything after them fails at once.
            """,
        policies: [.resilient, .retryOnTimeout], venue: .proxied,
        workload: { readsAndWrites($0) },
        play: { stage in
            try await stage.hold(.milliseconds(500))
            try await stage.fault(.blackHole, for: stage.times.outage(backoffs: 1.5))
            try await stage.hold(stage.times.aftermath)
        },
        limits: { afterReturn($0, $1) })

    /// Nobody listens when the application starts.
    package static let refused = Scenario(
        name: "refused", title: "A server that is not there yet",
        story: """
            20 tasks read through a cache, and nobody listens on the port: the application was started before its Redis. \
            Then the server comes up. Nothing has to be restarted for it to be used.
            """,
        policies: [.resilient, .permanentFlag], venue: .server,
        workload: { times in
            var workload = AnalyticsLoad.workload(times)
            workload.serverMayForget = true
            return workload
        },
        play: { stage in
            try await stage.beginFault(StageFault.killedServer.name) { try await stage.set.begin(.killedServer) }
            stage.run.resume()
            try await stage.hold(stage.times.outage(backoffs: 1))
            try await stage.endFault { try await stage.set.end(.killedServer) }
            try await stage.hold(stage.times.aftermath)
        },
        limits: { result, times in
            afterReturn(result, times) + [.noFailedCall(result)]
        }
    ).needingWrites().beginningPaused()

    /// The server dies and comes back empty.
    package static let killedAndRestarted = Scenario(
        name: "killed-and-restarted", title: "A server that dies and comes back",
        story: """
            20 tasks read and write. The server's process is killed and a new one started on the same port, empty. \
            Every connection breaks, and new ones are refused meanwhile.
            """,
        policies: [.resilient, .crashOnReset], venue: .server,
        workload: { times in
            var workload = readsAndWrites(times)
            workload.serverMayForget = true
            return workload
        },
        play: { stage in
            try await stage.hold(.milliseconds(500))
            try await stage.fault(.killedServer, for: stage.times.outage(backoffs: 1.2))
            try await stage.hold(stage.times.aftermath)
        },
        limits: { afterReturn($0, $1) + [.noProcessExit($0)] })

    /// Everything takes longer, but not too long.
    package static let slowNetwork = Scenario(
        name: "slow-network", title: "A network that is slow",
        story: """
            20 tasks read and write while everything takes an eighth of the command timeout longer in each direction. \
            That is no outage, and must not be taken for one.
            """,
        policies: [.resilient], venue: .proxied,
        workload: { readsAndWrites($0) },
        play: { stage in
            try await stage.hold(.milliseconds(500))
            let delay = stage.times.commandTimeout / 8
            try await stage.fault(.latency(delay, jitter: delay / 5), for: .milliseconds(1500))
            try await stage.hold(.milliseconds(500))
        },
        limits: { result, _ in [.noFailedCall(result), .nothingWrong(result)] })

    /// The network forgets connections that nobody uses.
    package static let idleDrop = Scenario(
        name: "idle-drop", title: "Idle connections dropped without a word",
        story: """
            20 tasks read and write, then rest. Meanwhile the network forgets their connections, as connection tracking \
            does, and tells nobody. When the tasks go on, a connection that looks fine leads nowhere; new ones work.
            """,
        policies: [.resilient, .permanentFlag], venue: .proxied,
        workload: { readsAndWrites($0) },
        play: { stage in
            try await stage.hold(.milliseconds(400))
            stage.run.pause()
            // Those under way must end before the connection counts as idle.
            try await stage.hold(.milliseconds(100))
            try await stage.beginFault(StageFault.silentDrop.name) { try await stage.set.begin(.silentDrop) }
            try await stage.hold(stage.times.healthCheckInterval * 2)
            stage.run.resume()
            try await stage.hold(.milliseconds(800))
            try await stage.endFault { try await stage.set.end(.silentDrop) }
            try await stage.hold(.milliseconds(400))
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
