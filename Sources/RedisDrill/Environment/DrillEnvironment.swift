package import RedisFaultInjection
import Synchronization

/// What a scenario runs in: a server, a proxy in front of it where one is needed, and a load that goes on meanwhile.
package final class DrillEnvironment: Sendable {
    package static let outagePhase = "outage"
    package static let aftermathPhase = "aftermath"

    package let times: PolicyTimes
    package let servers: DrillServers
    package let session: any DrillSession
    package let workload: WorkloadRun
    private let state = Mutex(State())

    private struct State {
        var bands: [FaultBand] = []
        var firstFault: ContinuousClock.Instant?
    }

    package init(times: PolicyTimes, servers: DrillServers, session: any DrillSession, workload: WorkloadRun) {
        self.times = times
        self.servers = servers
        self.session = session
        self.workload = workload
    }

    /// Waits while the load goes on.
    package func wait(_ duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    package var bands: [FaultBand] { state.withLock { $0.bands } }
    package var firstFault: ContinuousClock.Instant? { state.withLock { $0.firstFault } }

    /// The fault that is in force now, if there is one.
    package var openBand: FaultBand? { state.withLock { $0.bands.last { $0.end == .seconds(1 << 40) } } }

    /// Notes when a fault begins, and injects it by `change`.
    package func beginFault(_ name: String, _ change: () async throws -> Void) async throws {
        let start = workload.elapsed
        state.withLock { state in
            state.bands.append(FaultBand(name: name, start: start, end: .seconds(1 << 40)))
            state.firstFault = state.firstFault ?? .now
        }
        try await change()
        workload.enter(Self.outagePhase)
    }

    /// Notes when the fault ends, and lifts it by `change`.
    package func endFault(_ change: () async throws -> Void) async throws {
        try await change()
        closeBand()
        workload.enter(Self.aftermathPhase)
    }

    /// Injects a fault for the given time.
    package func fault(_ fault: DrillFault, for duration: Duration) async throws {
        try await beginFault(fault.name) { try await servers.begin(fault) }
        try await wait(duration)
        try await endFault { try await servers.end(fault) }
    }

    func closeBand() {
        let end = workload.elapsed
        state.withLock { state in
            guard let last = state.bands.indices.last else { return }
            state.bands[last].end = min(state.bands[last].end, end)
        }
    }
}

/// A fault of a scenario.
package enum DrillFault: Sendable, Hashable {
    /// The server's process is stopped, as in a long garbage collection of its host or a stuck disk.
    case frozenServer
    /// The server's process is gone.
    case killedServer
    /// All bytes are dropped, in both directions, and no connection is closed.
    case blackHole
    /// The connections that exist now are forgotten by the network; new ones work.
    case silentDrop
    /// Everything takes longer.
    case latency(Duration, jitter: Duration)

    /// The name in reports.
    package var name: String {
        switch self {
        case .frozenServer: "server frozen"
        case .killedServer: "server gone"
        case .blackHole: "black hole"
        case .silentDrop: "connections dropped silently"
        case .latency(let delay, _): "\(delay.brief) slower"
        }
    }
}

/// Remarks on a run beside its figures, such as messages that a user would have read.
package final class DrillNotes: Sendable {
    private let notes = Mutex<[String]>([])
    private let kept = Mutex<[any Sendable]>([])

    package init() {}

    package func add(_ note: String) { notes.withLock { $0.append(note) } }

    package var all: [String] { notes.withLock { $0 } }

    /// Keeps something for as long as the run lasts.
    package func keep(_ something: any Sendable) { kept.withLock { $0.append(something) } }
}
