import RedisFaultInjection
import Testing

/// All tests of the tool, one after the other: each starts processes, and a hundred of them at once would be measured
/// by the machine's patience.
@Suite("The tool resilient-redis", .serialized)
enum ToolTests {}

/// The URL of a server on this machine, with so much time for everything that a busy machine makes no difference.
func patientURL(port: Int, credentials: String = "", database: Int = 0) -> String {
    "redis://\(credentials)127.0.0.1:\(port)/\(database)?connect_timeout=30&command_timeout=30&early_probes=off"
}

extension RedisServer {
    /// The server's URL, for tests in which time plays no part.
    var patientURL: String { ResilientRedisToolTests.patientURL(port: port) }
}

extension ScriptedServer {
    /// The server's URL, for tests in which time plays no part.
    var patientURL: String { ResilientRedisToolTests.patientURL(port: port) }
}
