import RedisTransport
import Logging
import RedisFaultInjection
import ResilientRedisClient

extension Resilience {
    /// What a machine that is busy with other tests may add to a deadline. Where a rule is broken it takes much longer.
    static let slack = Duration.milliseconds(1500)

    /// A client of a server on this machine, with a backoff that tests need not wait long for. Its deadlines are those
    /// that a newcomer gets.
    static func client(
        port: Int, host: String = "127.0.0.1", logger: Logger = Logger(label: "resilience tests"),
        backend: PollerBackend = .automatic, time: TimeSource = TimeSource(),
        resolver: any NameResolver = SystemNameResolver(), _ change: (inout RedisConfiguration) -> Void = { _ in }
    ) throws -> RedisClient {
        var configuration = RedisConfiguration(endpoint: .tcp(host: host, port: port))
        configuration.resilience.backoff = .milliseconds(200)
        change(&configuration)
        return try RedisClient(
            configuration, logger: logger, backend: backend, time: time, nameResolver: resolver)
    }

    /// A server in good health that answers `GET` with the key itself, and `SET` with OK.
    static func echo(
        _ script: @escaping @Sendable (ScriptedServer.Command) -> [ScriptedServer.Action]? = { _ in nil }
    ) -> ScriptedServer.Behaviour {
        .healthy { command in
            if let actions = script(command) { return actions }
            switch command.name {
            case "GET": return [.send(bulk(command.arguments[1]))]
            case "SET": return [.send("+OK\r\n")]
            default: return nil
            }
        }
    }

    /// A bulk string as it stands on the wire.
    static func bulk(_ bytes: [UInt8]) -> [UInt8] {
        Array("$\(bytes.count)\r\n".utf8) + bytes + Array("\r\n".utf8)
    }
}

extension RedisClient {
    /// The value of a key as text.
    func text(_ key: String) async throws -> String? {
        try await get(key, as: String.self)
    }
}
