import RedisFaultInjection

/// The phases of the demo, by what happens to Redis.
enum Phase: String, CaseIterable, Sendable {
    case healthy
    case frozen
    case thawed
    case killed
    case restarted

    /// Applies to the server what the phase is named after.
    func begin(with server: RedisServer) async throws {
        switch self {
        case .healthy: break
        case .frozen: server.freeze()
        case .thawed: server.thaw()
        case .killed: server.kill()
        case .restarted: try await server.restart()
        }
    }

    /// The explanation that is printed when the phase begins.
    var explanation: String {
        switch self {
        case .healthy: "Redis works. The first requests compute the reports, all others find them in Redis."
        case .frozen: "Redis gets SIGSTOP: connections stay open, nothing is answered."
        case .thawed: "Redis gets SIGCONT. The reports are still there."
        case .killed: "Redis is killed: connections break, new ones are refused."
        case .restarted: "Redis is started again, empty. The reports are computed again."
        }
    }

    /// Whether the cache has to be found working at the end.
    var isRecovery: Bool { self == .thawed || self == .restarted }
}
