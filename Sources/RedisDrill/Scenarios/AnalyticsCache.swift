import RedisFaultInjection

extension Scenario {
    /// A web backend reads through a cache; then the network drops every byte silently.
    package static let analyticsCache = Scenario(
        name: "analytics-cache", title: "A cache whose network goes silent",
        summary: """
            20 tasks read reports through a cache before a source that takes 10 ms. Then every byte to and from Redis \
            is dropped, with all connections left open, and after a while the network works again. \
            This happened to a web backend: its first failure set a flag that was never reset, every request went to the \
            database from then on, and users saw gateway errors until it was restarted.
            """,
        policies: [.resilient, .permanentFlag, .retryOnTimeout], target: .proxied,
        workload: { AnalyticsLoad.workload($0) },
        run: { environment in
            try await environment.wait(.milliseconds(800))
            // Two backoffs long, so that a timeout that is paid in each of them is seen.
            try await environment.fault(.blackHole, for: environment.times.outage(backoffs: 2.2))
            try await environment.wait(environment.times.aftermath)
        },
        limits: { result, times in
            guard let outage = result.outage else { return [] }
            let backoffs = Int(((result.bands.first.map { $0.end - $0.start } ?? .zero) / times.backoff).rounded(.up))
            // Those that were under way when it began pay, too.
            let paid = result.report.phases.reduce(into: [:]) { $0.merge($1.slowCallsByTask) { $0 + $1 } }
            let mostPaid = paid.values.max() ?? 0
            return [
                .slowest(
                    result, atMost: times.commandTimeout + .milliseconds(50), because: "the command timeout and 50 ms"),
                LimitCheck(
                    "no task waits for a timeout more than once in a backoff", mostPaid <= max(1, backoffs),
                    measured: "at most \(mostPaid) in \(max(1, backoffs)) backoffs"),
                .overhead(result, of: outage, atMost: .milliseconds(1)),
                .recovers(result, within: times.backoff + .milliseconds(500), because: "the backoff and 500 ms"),
                .noFailedCall(result),
                .nothingWrong(result),
            ]
        }
    ).needingWrites()
}
