import RedisFaultInjection
import ResilientRedisCache
import ResilientRedisClient

/// Runs the phases, and prints a line each second.
struct DemoRunner {
    let server: RedisServer
    let client: RedisClient
    let reports: SalesReports
    let measurements: Measurements
    /// How long a phase lasts at least.
    let secondsPerPhase: Int
    /// The phase that is skipped, to see the demo fail.
    let omittedPhase: Phase?

    /// How many seconds the cache may take to recover: on a slow machine the database may be busy for long.
    private static let patience = 15

    func run() async throws -> [PhaseResult] {
        var results: [PhaseResult] = []
        for phase in Phase.allCases {
            Output.writeHead(of: phase, isOmitted: phase == omittedPhase)
            results.append(try await run(phase))
        }
        return results
    }

    private func run(_ phase: Phase) async throws -> PhaseResult {
        let before = reports.cache.statistics
        let start = ContinuousClock.now
        var workedAfter: Duration?
        var previous = before
        if phase != omittedPhase { try await phase.begin(with: server) }
        for second in 1... {
            try await Task.sleep(until: start + .seconds(second))
            let statistics = reports.cache.statistics
            let ofSecond = statistics.since(previous)
            previous = statistics
            Output.writeSecond(second, measurements.takeSecond(), ofSecond, client.availability)

            if workedAfter == nil, ofSecond.hitRate >= PhaseResult.workingHitRate {
                workedAfter = ContinuousClock.now - start
            }
            let isAwaited = phase.isRecovery && workedAfter == nil && second < Self.patience
            if second >= secondsPerPhase, !isAwaited { break }
        }
        return PhaseResult(
            phase: phase, duration: ContinuousClock.now - start, window: measurements.takePhase(),
            statistics: previous.since(before), workedAfter: workedAfter)
    }
}
