import RedisFaultInjection

extension Scenario {
    /// A web backend reads through a cache; then the network swallows every byte without a word.
    package static let analyticsCache = Scenario(
        name: "analytics-cache", title: "A cache whose network goes silent",
        story: """
            20 tasks read reports through a cache before a source that takes 10 ms. Then every byte to and from Redis \
            vanishes, with all connections left open, and after a while the network is well again. \
            It happened to a web backend: its first failure set a flag that nobody took back, every request went to the \
            database from then on, and users saw gateway errors until it was restarted.
            """,
        policies: [.resilient, .permanentFlag, .retryOnTimeout], venue: .proxied,
        workload: { AnalyticsLoad.workload($0) },
        play: { stage in
            try await stage.hold(.milliseconds(800))
            try await stage.fault(.blackHole, for: stage.times.backoff * 22 / 10)
            try await stage.hold(stage.times.backoff * 15 / 10)
        },
        limits: { result, times in
            guard let outage = result.outage else { return [] }
            let backoffs = Int(((result.bands.first.map { $0.end - $0.start } ?? .zero) / times.backoff).rounded(.up))
            // Those that were under way when it began pay, too.
            let paid = result.report.phases.reduce(into: [:]) { $0.merge($1.slowCallsByTask) { $0 + $1 } }
            let mostPaid = paid.values.max() ?? 0
            // A call goes through several threads, each of which may have to wait for a busy machine.
            let delay = LimitCheck.allowance(result.report.machineDelay.percentile(99), quiet: .milliseconds(3)) * 3
            let overhead = outage.overhead.percentile(99) ?? .zero
            return [
                .slowest(
                    result, atMost: times.commandTimeout + .milliseconds(50), because: "the command timeout and 50 ms"),
                LimitCheck(
                    "no task waits for a timeout more than once in a backoff", mostPaid <= max(1, backoffs),
                    measured: "at most \(mostPaid) in \(max(1, backoffs)) backoffs"),
                LimitCheck(
                    "99 of 100 of the outage's other calls take at most 1 ms more than the source",
                    overhead <= .milliseconds(1) + delay * 3, measured: overhead.brief + LimitCheck.words(delay)),
                .recovers(result, within: times.backoff + .milliseconds(500), because: "the backoff and 500 ms"),
                .noFailedCall(result),
                .nothingWrong(result),
            ]
        }
    ).needingWrites()
}
