package import RedisFaultInjection
import Synchronization

/// What a scenario plays on: a server, a proxy before it where one is needed, and a load that goes on meanwhile.
package final class Stage: Sendable {
    package static let outagePhase = "outage"
    package static let aftermathPhase = "aftermath"

    package let times: PolicyTimes
    package let set: StageSet
    package let session: any DrillSession
    package let run: WorkloadRun
    private let story = Mutex(Story())

    private struct Story {
        var bands: [FaultBand] = []
        var firstFault: ContinuousClock.Instant?
    }

    package init(times: PolicyTimes, set: StageSet, session: any DrillSession, run: WorkloadRun) {
        self.times = times
        self.set = set
        self.session = session
        self.run = run
    }

    /// Lets time pass.
    package func hold(_ duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    package var bands: [FaultBand] { story.withLock { $0.bands } }
    package var firstFault: ContinuousClock.Instant? { story.withLock { $0.firstFault } }

    /// What is wrong right now, if anything.
    package var openBand: FaultBand? { story.withLock { $0.bands.last { $0.end == .seconds(1 << 40) } } }

    /// Marks the time from which on something is wrong, and makes it so.
    package func beginFault(_ name: String, _ change: () async throws -> Void) async throws {
        let start = run.elapsed
        story.withLock { story in
            story.bands.append(FaultBand(name: name, start: start, end: .seconds(1 << 40)))
            story.firstFault = story.firstFault ?? .now
        }
        try await change()
        run.enter(Self.outagePhase)
    }

    /// Marks the time from which on all is well again, and makes it so.
    package func endFault(_ change: () async throws -> Void) async throws {
        try await change()
        closeBand()
        run.enter(Self.aftermathPhase)
    }

    /// Has a fault go on for a while.
    package func fault(_ fault: StageFault, for duration: Duration) async throws {
        try await beginFault(fault.name) { try await set.begin(fault) }
        try await hold(duration)
        try await endFault { try await set.end(fault) }
    }

    func closeBand() {
        let end = run.elapsed
        story.withLock { story in
            guard let last = story.bands.indices.last else { return }
            story.bands[last].end = min(story.bands[last].end, end)
        }
    }
}
