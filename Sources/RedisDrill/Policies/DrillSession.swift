package import RedisFaultInjection
import ResilientRedisClient
import Synchronization

/// An application's access to Redis under one policy, for the length of a run.
package protocol DrillSession: Sendable {
    /// The calls that the application can make.
    var target: Workload.Target { get }
    /// What has happened to it.
    var events: SessionEvents { get }
    /// Ends it and closes its connections.
    func close() async
}

/// What has happened to a session, with the time.
package final class SessionEvents: Sendable {
    package enum Kind: Sendable, Hashable {
        /// It has noticed that Redis is not available, for this reason.
        case noticedOutage(String)
        /// It uses Redis again.
        case recovered
        /// Its process has ended, for this reason.
        case processExited(String)
    }

    package struct Event: Sendable {
        package let time: ContinuousClock.Instant
        package let kind: Kind

        /// Why Redis seems to be away; `nil` when it is back.
        package var cause: String? {
            switch kind {
            case .noticedOutage(let cause), .processExited(let cause): cause
            case .recovered: nil
            }
        }
    }

    private struct State {
        var events: [Event] = []
        var exits = 0
    }

    private let state = Mutex(State())
    private static let limit = 1000

    package init() {}

    package func note(_ kind: Kind) {
        let event = Event(time: .now, kind: kind)
        state.withLock { state in
            if case .processExited = kind { state.exits += 1 }
            if state.events.count < Self.limit { state.events.append(event) }
        }
    }

    /// What has happened, in order; the first thousand.
    package var all: [Event] { state.withLock { $0.events } }

    /// Whether Redis is in use, as far as the session knows.
    package var isAvailable: Bool { state.withLock { $0.events.last.map { $0.kind == .recovered } ?? true } }

    /// How often the process has ended.
    package var processExits: Int { state.withLock { $0.exits } }

    /// When an outage was noticed, or the process ended of it, for the first time since then.
    package func firstNotice(after time: ContinuousClock.Instant) -> Event? {
        all.first { $0.time >= time && $0.kind != .recovered }
    }
}

/// Redis was not called, because of an earlier failure.
package struct RedisSwitchedOff: Error {
    package init() {}
}

/// The process that should have answered has ended and is not up again.
package struct ProcessIsDown: Error {
    package init() {}
}

extension Workload.Failure {
    /// The meaning of an error of any of the sessions here.
    package static func ofSession(_ error: any Error) -> Workload.Failure {
        switch error {
        case is RedisSwitchedOff: Workload.Failure(name: "switchedOff", mayHaveRun: false)
        case is ProcessIsDown: Workload.Failure(name: "processIsDown", mayHaveRun: false)
        default: Workload.Failure(error)
        }
    }
}

/// The keys that a drill writes, which must not stay on a user's server.
package enum DrillKeys {
    /// The namespace of the drill's caches.
    static let namespace = "resilient-redis-drill"
    /// What all keys begin with.
    package static let prefix = namespace + ":"
    /// All keys that a drill writes expire after this time.
    package static let lifetime = Duration.seconds(300)
    /// A stream that workers wait at for work. It is never written to.
    static let tasks = prefix + "tasks"
    /// What the caches keep beside their values, without an end of its own.
    static let epoch = prefix + "__epoch__"
}

extension RedisClient {
    /// Adds 1 to a counter, and has it expire some time after the last of these.
    ///
    /// It is made with an end before it is counted, so that a connection that breaks in between leaves none without.
    func incrementDrillKey(_ key: String) async throws -> Int {
        try await pipeline(
            .set(key, 0, expiresIn: DrillKeys.lifetime, condition: .ifAbsent), .incr(key),
            .pexpire(key, expiresIn: DrillKeys.lifetime)
        ).1
    }
}
