import ResilientRedisCache
import ResilientRedisClient

/// The result of one phase.
struct PhaseResult: Sendable {
    var phase: Phase
    var duration: Duration
    var window: Measurements.Window
    var statistics: RedisCache.Statistics
    /// When the cache was found to answer most requests; `nil` when it was not.
    var workedAfter: Duration?

    /// From this share of requests in a second on, the cache counts as working.
    static let workingHitRate = 0.9
}

/// Whether the application kept its promises.
struct Verdict: Sendable {
    struct Finding: Sendable {
        var isGood: Bool
        var text: String
    }

    let findings: [Finding]

    var isGood: Bool { findings.allSatisfy(\.isGood) }

    /// - Parameter rest: The requests that ended after the last phase.
    init(_ results: [PhaseResult], afterwards rest: Measurements.Window) {
        findings =
            [Self.answers(results.map(\.window) + [rest])] + results.filter(\.phase.isRecovery).map(Self.recovery)
    }

    private static func answers(_ windows: [Measurements.Window]) -> Finding {
        let requests = windows.map(\.requests).reduce(0, +)
        let failures = windows.map(\.failures).reduce(0, +)
        let error = windows.compactMap(\.firstError).first.map { ", the first error was: \($0)" } ?? ""
        return Finding(
            isGood: requests > 0 && failures == 0, text: "\(failures) of \(requests) requests failed\(error)")
    }

    private static func recovery(_ result: PhaseResult) -> Finding {
        guard let time = result.workedAfter else {
            return Finding(
                isGood: false,
                text: "\(result.phase.rawValue): the cache did not come back in \(Text.seconds(result.duration))")
        }
        return Finding(
            isGood: true,
            text: "\(result.phase.rawValue): the cache came back by itself, seen after \(Text.seconds(time))")
    }
}
