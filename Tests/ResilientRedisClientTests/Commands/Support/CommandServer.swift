import RedisFaultInjection
import ResilientRedisClient

/// A private server that the suites of typed commands share, with a client for each version of the protocol.
///
/// Tests run side by side on it, so each uses keys of its own (``uniqueKey(_:)``).
enum CommandServer {
    /// The versions of the protocol that the hiredis at hand can read.
    static let protocols: [RedisConfiguration.ProtocolVersion] =
        ReplyReader.supportsRESP3 ? [.resp2, .resp3] : [.resp2]

    private static let shared = Task { try await RedisServer.start() }
    private static let clients = Task {
        let server = try await shared.value
        return try protocols.map { try client(of: server, $0) }
    }

    static func client(_ version: RedisConfiguration.ProtocolVersion) async throws -> RedisClient {
        try await clients.value[version == .resp2 ? 0 : 1]
    }

    /// A client of any private server, patient enough for a busy machine.
    static func client(
        of server: RedisServer, _ version: RedisConfiguration.ProtocolVersion = .resp2
    ) throws -> RedisClient {
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.protocolVersion = version
        configuration.resilience.commandTimeout = .seconds(30)
        configuration.resilience.connectTimeout = .seconds(30)
        return try RedisClient(configuration)
    }

    private static let names = Task {
        Set(try await client(.resp2).commandList().map { $0.uppercased().replacing("|", with: " ") })
    }

    /// Whether the server at hand has a command.
    static func has(_ command: String) async throws -> Bool { try await names.value.contains(command) }

    /// A key that no other test uses.
    static func uniqueKey(_ name: String) -> String {
        "\(name):\(UInt64.random(in: 0 ... .max))"
    }
}
